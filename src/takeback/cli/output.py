"""Lines for people and lines for programs."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import typer

Item = TypeVar("Item")

FEW = 4  # files are read before anybody wonders


def say(text: str) -> None:
    """Write one line to standard output."""
    typer.echo(text)


def complain(text: str) -> None:
    """Write one line to standard error."""
    typer.echo(text, err=True)


def say_json(value: object) -> None:
    """Write one JSON object as one line.

    Only ASCII, so that a file name in any encoding passes through any pipe and comes back whole.
    """
    typer.echo(json.dumps(value, ensure_ascii=True, separators=(", ", ": ")))


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
