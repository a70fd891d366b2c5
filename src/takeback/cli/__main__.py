"""`python -m takeback.cli`: the command where it is not installed."""

from takeback.cli.main import run

run()
