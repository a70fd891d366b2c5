"""`takeback list pull`: a partner's local list, brought up to date."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from takeback.cli.examples import as_epilog
from takeback.cli.options import AsJson, Key, KeyFile, Url, read_key
from takeback.cli.output import complain, printable, say, say_json

ERASE_LINE = "\r\x1b[K"

app = typer.Typer(no_args_is_help=True, help="Keep a local list of the registry's entries.")


@app.callback()
def introduce() -> None:
    """Keep a local list of the registry's entries."""


@app.command("pull", epilog=as_epilog("list pull"))
def pull(
    *,
    url: Url,
    to: Annotated[
        Path, typer.Option("--to", metavar="FILE", readable=False, help="The local list, one file.")
    ],
    key: Key = None,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Bring a local list up to date. It may be killed at any moment; run it again to go on.

    Entries that were withdrawn or suspended leave the list. When the registry no longer knows where
    the list stands, or the list file is of an earlier version, the list is pulled from the start
    and then replaced in one step.

    JSON: `{"list","entries","changes","rebuilt"}`. Exit code 1 when the registry refuses the key, 3
    when it cannot be reached or the list cannot be written.
    """
    # Here and not above: other subcommands start without the HTTP client.
    from takeback.cli.list_updates import bring_up_to_date  # noqa: PLC0415
    from takeback.cli.registry_client import Registry, check_url  # noqa: PLC0415

    registry = Registry(check_url(url), read_key(key, key_file), time.sleep)
    with _progress() as tell:
        update = bring_up_to_date(registry, to, tell=tell)
    if update.rebuilt:
        complain(f"{update.rebuilt_because}: it was pulled from the start")
    if as_json:
        say_json(
            {
                "list": str(to),
                "entries": update.entries,
                "changes": update.changes,
                "rebuilt": update.rebuilt,
            }
        )
        return
    say(
        f"{printable(to)} is up to date. "
        f"Entries in force: {update.entries:,}; changes: {update.changes:,}"
    )


@contextmanager
def _progress() -> Iterator[Callable[[int], None]]:
    """Show how many changes came, on a terminal in a line that is gone at the end."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    try:
        yield lambda changes: typer.echo(f"\r{changes:,} changes", nl=False, err=True)
    finally:
        typer.echo(ERASE_LINE, nl=False, err=True)
