"""The command and its subcommands; every way it can end."""

import sys
import traceback
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import typer

from takeback.cli import (
    check,
    demo,
    entry,
    feedback,
    fingerprint,
    match,
    partner,
    plan,
    pull,
    restored,
    scan,
    serve,
)
from takeback.cli.examples import as_epilog
from takeback.cli.output import complain, open_closed_streams, say
from takeback.cli.problems import NobodyReads, Problem

FAULT = 70  # our own bug: neither "no" nor a file that could not be read
STOPPED = 130  # what shells expect after Ctrl-C

INSTANCE = "Running an instance"
GUIDANCE = "For whoever stands beside a family"
PARTNER = "For a partner: find copies, and answer"

app = typer.Typer(
    name="takeback",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
for name, command, panel in (
    ("serve", serve.serve, INSTANCE),
    ("check", check.check, INSTANCE),
    ("demo", demo.demo, INSTANCE),
    ("restored", restored.restored, INSTANCE),
    ("plan", plan.plan, GUIDANCE),
    ("fingerprint", fingerprint.fingerprint, PARTNER),
    ("match", match.match, PARTNER),
    ("scan", scan.scan, PARTNER),
    ("feedback", feedback.feedback, PARTNER),
):
    app.command(name, rich_help_panel=panel, epilog=as_epilog(name))(command)
app.add_typer(partner.app, name="partner", rich_help_panel=INSTANCE)
app.add_typer(entry.app, name="entry", rich_help_panel=INSTANCE)
app.add_typer(pull.app, name="list", rich_help_panel=PARTNER)


def _show_version(wanted: bool) -> None:  # noqa: FBT001  typer calls it with the option's value
    if not wanted:
        return
    try:
        say(version("takeback"))
    except PackageNotFoundError:
        say("not installed; running from its source")
    raise typer.Exit


@app.callback()
def introduce(
    *,
    show_version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Help for when a private picture of somebody under 18 has been passed on.

    Pictures are read on this machine and only their fingerprints leave it.

    Exit codes: 0 done; 1 the answer is "no" or "not safe"; 2 wrong use; 3 something could not be
    reached or read.
    """
    del show_version


def run(arguments: list[str] | None = None) -> None:
    """Run the command with the given arguments, or the process's own; always ends in `SystemExit`.

    A person sees a sentence, never a traceback. A fault of ours shows where it happened and not its
    text, which may quote what somebody sent.
    """
    open_closed_streams()
    try:
        app(arguments, prog_name="takeback")
    except NobodyReads as gone:
        sys.exit(gone.exit_code)
    except Problem as problem:
        complain(f"takeback: {problem}")
        sys.exit(problem.exit_code)
    except KeyboardInterrupt:
        sys.exit(STOPPED)
    except Exception as error:  # noqa: BLE001  the last place where a fault can be heard
        complain(f"takeback: a fault in takeback itself ({type(error).__name__}); please report:")
        for frame in traceback.extract_tb(error.__traceback__):
            complain(f"  {frame.filename}:{frame.lineno} {frame.name}")
        sys.exit(FAULT)
