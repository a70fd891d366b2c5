"""Bringing a local list up to date: one at a time, page by page, never half."""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from takeback.cli.problems import OutOfReach
from takeback.cli.registry_client import CursorUnknown, Registry, get_page
from takeback.matching.feed_pages import NotAFeedPage, parse_page
from takeback.matching.list_file import (
    NotAListFile,
    OlderForm,
    apply_page,
    count_entries,
    open_list,
    read_meta,
)

Tell = Callable[[int], None]


@dataclass(frozen=True)
class Update:
    """What a pull did: entries in force now, changes applied, and why the list was begun anew.

    `rebuilt_because` is `None` when the list was brought up to date where it stood.
    """

    entries: int
    changes: int
    rebuilt_because: str | None = None

    @property
    def rebuilt(self) -> bool:
        """Whether the list was pulled from the start."""
        return self.rebuilt_because is not None


def bring_up_to_date(registry: Registry, path: Path, *, tell: Tell) -> Update:
    """Pull until nothing more waits; `tell` hears how many changes were applied so far.

    Safe to kill at any moment: the next pull goes on after the last whole page. When the registry
    does not know the list's cursor (it was set up anew, or restored from before), or the file has
    the form of an earlier version, the list is pulled from the start into a file beside it, which
    then takes its place.
    """
    try:
        if path.is_dir():
            raise OutOfReach(f"{path} is a folder; give --to the name of a file")
        rebuild = path.with_name(f"{path.name}.rebuild")
        with _only_one_pull(path):
            try:
                update = _pull_pages(registry, path, tell=tell)
            except (CursorUnknown, OlderForm) as cause:
                update = replace(
                    _rebuild(registry, rebuild, tell=tell), rebuilt_because=_why(cause)
                )
                rebuild.replace(path)
            rebuild.unlink(missing_ok=True)
            return update
    except NotAListFile as error:
        raise OutOfReach(str(error)) from error
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutOfReach(f"{path} cannot be written ({reason}); no page is half-written") from error


def _rebuild(registry: Registry, path: Path, *, tell: Tell) -> Update:
    try:
        # Goes on with a rebuild that was cut off.
        return _pull_pages(registry, path, tell=tell)
    except (CursorUnknown, OlderForm):
        path.unlink()
        return _pull_pages(registry, path, tell=tell)


def _why(cause: CursorUnknown | OlderForm) -> str:
    if isinstance(cause, OlderForm):
        return "the list file was of an earlier version"
    return "the registry did not know where the list stood"


def _pull_pages(registry: Registry, path: Path, *, tell: Tell) -> Update:
    changes = 0
    with open_list(path, create=True) as connection:
        cursor = read_meta(connection, "cursor")
        is_waiting = True
        while is_waiting:
            try:
                page = parse_page(get_page(registry, cursor))
            except NotAFeedPage as error:
                raise _useless_page(registry, error) from error
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
            tell(changes)
        return Update(count_entries(connection), changes)


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
