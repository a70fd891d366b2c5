"""Options that several subcommands share."""

from pathlib import Path
from typing import Annotated

import typer

from takeback.cli.problems import OutOfReach, WrongUse

# `readable=False` on every path: whether it can be read is found out by reading it. The library's
# own look at it would end the command with "wrong use", and one bad file would keep the others out.
Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE", readable=False, help="Picture and video files.", show_default=False
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
DataFolder = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR",
        readable=False,
        envvar="TAKEBACK_DATA",
        help="The instance's data folder; `var` if not said.",
        show_default=False,
    ),
]
Url = Annotated[
    str,
    typer.Option(
        "--url", help="The registry's address, such as https://help.example.org", show_default=False
    ),
]
Key = Annotated[
    str | None,
    typer.Option(
        "--key",
        envvar="TAKEBACK_KEY",
        help="Your key. Others on this machine can see it: --key-file is better.",
        show_default=False,
    ),
]
KeyFile = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        readable=False,
        help="A file with your key and nothing else.",
        show_default=False,
    ),
]


def read_key(key: str | None, key_file: Path | None) -> str:
    """Return the partner's key, from the file if one is named. No message repeats it."""
    if key_file is not None:
        try:
            key = key_file.read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise OutOfReach(f"the key file {key_file} cannot be read") from error
    if key is None:
        raise WrongUse("no key; give --key-file FILE, or set TAKEBACK_KEY, or give --key KEY")
    key = key.strip()
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        raise WrongUse("the key is not one that a registry gave out; copy it whole, on one line")
    return key
