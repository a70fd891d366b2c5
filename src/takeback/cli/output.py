"""Lines for people and lines for programs."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import typer

from takeback.cli.problems import NobodyReads, OutOfReach

Item = TypeVar("Item")

FEW = 4  # files are read before anybody wonders


def open_closed_streams() -> None:
    """Open on nothing what the caller closed of standard input, output and error.

    Otherwise the next file that is opened takes its number, and what is said would go into it.
    """
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            # Python keeps what it opens to itself; a child needs this one too.
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # noqa: FBT003
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)


def say(text: str) -> None:
    """Write one line to standard output.

    Raises `NobodyReads`, or `OutOfReach` when there is no room.
    """
    try:
        typer.echo(text)
    except OSError as error:
        _drop_what_waits()
        if isinstance(error, BrokenPipeError):
            raise NobodyReads from error
        reason = f"the output cannot be written ({error.strerror})"
        raise OutOfReach(reason) from error


def complain(text: str) -> None:
    """Write one line to standard error, if it can be written; nobody else could be told."""
    with suppress(OSError):
        typer.echo(text, err=True)


def _drop_what_waits() -> None:
    """Let what standard output still holds go nowhere, so that the end does not stumble on it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def say_json(value: object) -> None:
    """Write one JSON object as one line.

    Only ASCII, so that a file name in any encoding passes through any pipe and comes back whole.
    """
    say(json.dumps(value, ensure_ascii=True, separators=(", ", ": ")))


def printable(path: Path) -> str:
    """Return a file's name without anything that a terminal would obey."""
    text = str(path).encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(mark if mark.isprintable() else f"\\x{ord(mark):02x}" for mark in text)


def with_progress(items: Sequence[Item]) -> Iterator[Item]:
    """Yield the items, showing on standard error how far it is, to a person who sees nothing else.

    That is: standard error is a terminal and the lines of the result go elsewhere.
    """
    is_watched = sys.stderr.isatty() and not sys.stdout.isatty()
    if not is_watched or len(items) < FEW:
        yield from items
        return
    # Here and not above: nobody waits for it who does not see it.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    console = Console(stderr=True)
    yield from track(items, description="Reading", console=console, transient=True)
