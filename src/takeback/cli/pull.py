"""`takeback list`: a partner's local list, brought up to date and checked."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from takeback.cli.examples import as_epilog
from takeback.cli.options import AsJson, Key, KeyFile, Url, read_key
from takeback.cli.output import complain, printable, say, say_json
from takeback.cli.problems import AnswerIsNo

if TYPE_CHECKING:
    from takeback.cli.list_checks import Checked
    from takeback.cli.list_updates import Update, Watcher

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

    Entries that were withdrawn or suspended leave the list, and its snapshot: the file beside it,
    FILE.snapshot, with which it is searched quickly. When the registry no longer knows where
    the list stands, or the list file is of an earlier version, the list is pulled from the start
    and then replaced in one step.

    JSON: `{"list","entries","changes","rebuilt","snapshot":{"file","fingerprints","bytes",
    "written"}}`. Exit code 1 when the registry refuses the key, 3 when it cannot be reached or the
    list cannot be written.
    """
    # Here and not above: other subcommands start without the HTTP client.
    from takeback.cli.list_updates import bring_up_to_date  # noqa: PLC0415
    from takeback.cli.registry_client import Registry, check_url  # noqa: PLC0415

    registry = Registry(check_url(url), read_key(key, key_file), time.sleep)
    with _progress() as watcher:
        update = bring_up_to_date(registry, to, watcher=watcher, now=datetime.now(UTC))
    if update.rebuilt:
        complain(f"{update.rebuilt_because}: it was pulled from the start")
    if update.snapshot is not None and update.snapshot.refused_because is not None:
        complain(f"the snapshot was made anew: {update.snapshot.refused_because}")
    if as_json:
        say_json(_as_json(to, update))
        return
    say(
        f"{printable(to)} is up to date. "
        f"Entries in force: {update.entries:,}; changes: {update.changes:,}"
    )


def _as_json(to: Path, update: "Update") -> dict[str, object]:
    from takeback.matching.list_snapshot import snapshot_path  # noqa: PLC0415

    told: dict[str, object] = {
        "list": str(to),
        "entries": update.entries,
        "changes": update.changes,
        "rebuilt": update.rebuilt,
    }
    if update.snapshot is not None:
        told["snapshot"] = {
            "file": str(snapshot_path(to)),
            "fingerprints": update.snapshot.fingerprints,
            "bytes": update.snapshot.size_bytes,
            "written": update.snapshot.is_written,
        }
    return told


@contextmanager
def _progress() -> Iterator["Watcher"]:
    """Show how far it is, on a terminal and in lines that are gone at the end."""
    from takeback.cli.list_updates import Watcher  # noqa: PLC0415

    if not sys.stderr.isatty():
        yield Watcher(changes=lambda _: None, snapshot=lambda _done, _of: None)
        return
    # Here and not above: nobody waits for it who does not see it.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        pages = progress.add_task("Waiting for the registry", total=None)
        snapshot = progress.add_task("Building the snapshot", total=None, visible=False)

        def hear_changes(changes: int) -> None:
            progress.update(pages, description=f"Changes: {changes:,}")

        def hear_snapshot(done: int, of: int) -> None:
            progress.update(pages, total=1, completed=1)
            progress.update(snapshot, completed=done, total=of, visible=True)

        yield Watcher(changes=hear_changes, snapshot=hear_snapshot)


@app.command("check", epilog=as_epilog("list check"))
def check(
    list_file: Annotated[
        Path,
        typer.Argument(metavar="FILE", readable=False, help="The local list.", show_default=False),
    ],
    *,
    as_json: AsJson = False,
) -> None:
    """Read a list and its snapshot wholly: are they undamaged, and how old is what they say?

    JSON: `{"list","is_whole","entries","pulled_at","is_complete","snapshot":{"file","state",
    "fingerprints","bytes","changes_behind","reason"},"advice"}`. `state` is `whole`, `missing` or
    `refused`, and `reason` says why; `fingerprints` are those that are looked up. Exit code 1 when
    there is something to do, which `advice` names; 3 when a file cannot be read or is no list.
    """
    # Here and not above: other subcommands start without numpy.
    from takeback.cli.list_checks import check_list  # noqa: PLC0415

    checked = check_list(list_file)
    if as_json:
        say_json(checked.as_json())
    else:
        _tell(checked)
    if checked.advice:
        raise AnswerIsNo("; ".join(checked.advice))


def _tell(checked: "Checked") -> None:
    for line in checked.as_text():
        say(printable(Path(line)))
