"""Bringing a local list and its snapshot up to date: one at a time, page by page, never half."""

import fcntl
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from takeback.cli.problems import OutOfReach
from takeback.cli.registry_client import CursorUnknown, Registry, get_page
from takeback.matching.feed_pages import NotAFeedPage, parse_page
from takeback.matching.list_file import (
    NotAListFile,
    OlderForm,
    apply_page,
    count_entries,
    note_pull,
    open_list,
    read_meta,
)
from takeback.matching.list_snapshot import SnapshotUpdate, snapshot_path, update_snapshot

# A cursor of a registry of ours: which registry, and the number of the newest change in the page.
CURSOR = re.compile(r"([0-9A-Za-z]+)-([0-9]{1,18})(-[0-9]{1,18})?")


@dataclass(frozen=True)
class Watcher:
    """Who hears how far a pull is: changes applied, and then changes read for the snapshot."""

    changes: Callable[[int], None]
    snapshot: Callable[[int, int], None]


@dataclass(frozen=True)
class Update:
    """What a pull did: entries in force now, changes applied, and why the list was begun anew.

    `rebuilt_because` is `None` when the list was brought up to date where it stood. `snapshot` is
    what became of the snapshot; `None` while the pages are being pulled.
    """

    entries: int
    changes: int
    rebuilt_because: str | None = None
    snapshot: SnapshotUpdate | None = field(default=None, compare=False)

    @property
    def rebuilt(self) -> bool:
        """Whether the list was pulled from the start."""
        return self.rebuilt_because is not None


def bring_up_to_date(registry: Registry, path: Path, *, watcher: Watcher, now: datetime) -> Update:
    """Pull until nothing more waits, then bring the snapshot up to date.

    Safe to kill at any moment: the next pull goes on after the last whole page. When the registry
    does not know the list's cursor (it was set up anew, or restored from before), or the file has
    the form of an earlier version, the list is pulled from the start into a file beside it, which
    then takes its place. `now` is noted as the time of the pull.
    """
    try:
        if path.is_dir():
            raise OutOfReach(f"{path} is a folder; give --to the name of a file")
        with _only_one_pull(path):
            update = _pull_or_rebuild(registry, path, watcher=watcher)
            snapshot = _update_snapshot(path, watcher=watcher, now=now)
            return replace(update, snapshot=snapshot)
    except NotAListFile as error:
        raise OutOfReach(str(error)) from error
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutOfReach(f"{path} cannot be written ({reason}); no page is half-written") from error


def _pull_or_rebuild(registry: Registry, path: Path, *, watcher: Watcher) -> Update:
    rebuild = path.with_name(f"{path.name}.rebuild")
    try:
        update = _pull_pages(registry, path, watcher=watcher)
    except (CursorUnknown, OlderForm) as cause:
        update = replace(_rebuild(registry, rebuild, watcher=watcher), rebuilt_because=_why(cause))
        # First, so that nobody ever finds a snapshot beside a list that is not its own.
        snapshot_path(path).unlink(missing_ok=True)
        rebuild.replace(path)
    rebuild.unlink(missing_ok=True)
    return update


def _update_snapshot(path: Path, *, watcher: Watcher, now: datetime) -> SnapshotUpdate:
    """Write the snapshot if it has to be; a list without one that lags is searched all the same."""
    snapshot = snapshot_path(path)
    with open_list(path, create=True) as connection:
        note_pull(connection, now)
        try:
            return update_snapshot(connection, snapshot, tell=watcher.snapshot)
        except OSError as error:
            raise OutOfReach(
                f"{path} is up to date, and its snapshot {snapshot} cannot be written "
                f"({error.strerror or error}): the one before is as it was, and may hold what was "
                "withdrawn; make room or give permission, and run `takeback list pull` again"
            ) from error


def _rebuild(registry: Registry, path: Path, *, watcher: Watcher) -> Update:
    try:
        # Goes on with a rebuild that was cut off.
        return _pull_pages(registry, path, watcher=watcher)
    except (CursorUnknown, OlderForm):
        path.unlink()
        return _pull_pages(registry, path, watcher=watcher)


def _why(cause: CursorUnknown | OlderForm) -> str:
    if isinstance(cause, OlderForm):
        return "the list file was of an earlier version"
    return "the registry did not know where the list stood"


def _pull_pages(registry: Registry, path: Path, *, watcher: Watcher) -> Update:
    changes = 0
    with open_list(path, create=True) as connection:
        cursor = read_meta(connection, "cursor")
        is_waiting = True
        while is_waiting:
            try:
                page = parse_page(get_page(registry, cursor))
            except NotAFeedPage as error:
                raise _useless_page(registry, error) from error
            _check_goes_on(registry, asked=cursor, given=page.cursor)
            if page.cursor == cursor and (page.more or page.changes):
                raise OutOfReach(
                    f"{registry.url} sends changes, or says that more waits, and gives the same "
                    "cursor; tell whoever runs it"
                )
            try:
                apply_page(connection, page, url=registry.url)
            except NotAFeedPage as error:  # it does not fit with what is listed already
                raise _useless_page(registry, error) from error
            cursor = page.cursor
            # After the last change we come back once more: from that the registry knows, and can
            # tell whoever asked, that we have it.
            is_waiting = page.more or bool(page.changes)
            changes += len(page.changes)
            watcher.changes(changes)
        return Update(count_entries(connection), changes)


def _check_goes_on(registry: Registry, *, asked: str | None, given: str) -> None:
    """Raise `OutOfReach` when a registry answers with what was before, as only a wrong one does."""
    before, after = CURSOR.fullmatch(asked or ""), CURSOR.fullmatch(given)
    if before is None or after is None or before[1] != after[1]:
        return
    if int(after[2]) < int(before[2]):
        raise OutOfReach(
            f"{registry.url} goes back in time: it was asked for what follows {asked} and gave "
            f"{given}, where {before[1]}-{before[2]} or later was expected. Nothing of it was "
            "applied; tell whoever runs it"
        )


def _useless_page(registry: Registry, error: NotAFeedPage) -> OutOfReach:
    return OutOfReach(f"{registry.url} sent a page that cannot be used: {error}")


@contextmanager
def _only_one_pull(path: Path) -> Iterator[None]:
    """Hold the list's lock; it falls with the process, however that ends."""
    lock = path.with_name(f"{path.name}.lock")
    descriptor = os.open(lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OutOfReach(
                f"another pull is bringing {path} up to date; let it finish"
            ) from error
        yield
    finally:
        os.close(descriptor)
