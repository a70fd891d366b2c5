"""A partner's local list: one SQLite file, brought up to date page by page."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Literal

from takeback.matching.feed_pages import FeedPage, ListedFingerprint
from takeback.matching.list_rows import (
    DIGESTS,
    TABLES,
    apply_changes,
    read_views,
    unpack_row,
)

# "TBKL": tells a list file from any other SQLite file.
APPLICATION_ID = 0x54424B4C
# Form 1 had a row for each fingerprint and none of the house recipe; form 2 did not number changes.
FORM = 3
WAIT_SECONDS = 30  # a reader waits this long for a page that is being applied
# An entry's rows of one or two kilobytes fill SQLite's usual 4,096 bytes badly: of ninety
# fingerprints, 3.5 kB an entry against 4.3.
PAGE_BYTES = 16_384
# While a list is written: where an entry of a large list stands is looked up all over its file.
CACHE_KIB = 65_536
_BY_READING = """
SELECT entries.entry, size, views, bits FROM fingerprints JOIN entries ON number = place >> 16
WHERE recipe = ? ORDER BY place
"""
# The same; what is asked besides is what the index says of itself, without which it is not used.
_BY_INDEX = """
SELECT entries.entry, size, views, bits FROM fingerprints JOIN entries ON number = place >> 16
WHERE recipe = ? AND recipe NOT IN ('pdq-1', 'md5', 'sha256') ORDER BY place
"""
FOR_EVERYBODY = frozenset({"pdq-1", "md5", "sha256"})


class NotAListFile(ValueError):
    """The file exists and is not a list that this version can use."""


class OlderForm(NotAListFile):
    """A list of an earlier version: the same entries can be pulled again into a new one."""


@contextmanager
def open_list(path: Path, *, create: bool = False) -> Iterator[sqlite3.Connection]:
    """Open a list file; with `create`, make an empty one when there is none.

    Raises `FileNotFoundError`, `NotAListFile` when the file is something else, and SQLite's own
    errors when it cannot be opened or there is no room.
    """
    if path.is_dir():
        raise NotAListFile(f"{path} is a folder; a list is one file")
    if not path.exists():
        if not create:
            raise FileNotFoundError(f"{path}: no such list file")
        # Readable by its owner alone: it holds fingerprints of children's pictures.
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    with closing(_connect(path)) as connection:
        try:
            _check_form(connection, path, create=create)
            connection.execute(
                f"PRAGMA cache_size = -{CACHE_KIB}" if create else "PRAGMA query_only = ON"
            )
        except sqlite3.OperationalError:
            # No room, no permission, busy: what the file is remains unknown.
            raise
        except sqlite3.DatabaseError as error:
            text = _damaged(path) if _says_it_is_a_list(path) else _not_a_list(path)
            raise NotAListFile(text) from error
        yield connection


def _connect(path: Path) -> sqlite3.Connection:
    # A file that a killed pull left half-way is put right on opening, which needs writing.
    mode = "rw" if os.access(path, os.W_OK) else "ro"
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        timeout=WAIT_SECONDS,
        isolation_level=None,
    )
    # What was withdrawn is overwritten, not only unlinked.
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def _check_form(connection: sqlite3.Connection, path: Path, *, create: bool) -> None:
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if create and not tables:
        connection.executescript(
            f"PRAGMA page_size = {PAGE_BYTES}; BEGIN IMMEDIATE; {TABLES}"
            f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {FORM}; COMMIT;"
        )
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise NotAListFile(_not_a_list(path))
    (form,) = connection.execute("PRAGMA user_version").fetchone()
    if form < FORM:
        raise OlderForm(
            f"{path} has form {form}, and this version reads form {FORM}: run `takeback list pull` "
            "again, which replaces it"
        )
    if form > FORM:
        raise NotAListFile(
            f"{path} has form {form}, and this version reads form {FORM}: update takeback, or "
            "remove the file and pull the list again"
        )


def _not_a_list(path: Path) -> str:
    return f"{path} is not a list file; `takeback list pull` makes one, as a new file"


def _damaged(path: Path) -> str:
    return f"{path} is damaged: remove it and its snapshot, and run `takeback list pull`"


def _says_it_is_a_list(path: Path) -> bool:
    """Whether the beginning of a file that SQLite cannot read is that of a list."""
    with path.open("rb") as file:
        header = file.read(100)
    return header[68:72] == APPLICATION_ID.to_bytes(4, "big")


def read_meta(connection: sqlite3.Connection, key: str) -> str | None:
    """Return a note about the list; `None` when it was never written.

    `cursor` and `url` say where the latest page came from, `more` (`yes`, `no`) whether that page
    said that others waited, `pulled_at` when a pull last got through.
    """
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def count_entries(connection: sqlite3.Connection) -> int:
    """Return how many entries are in force on this list."""
    return int(connection.execute("SELECT count(*) FROM entries").fetchone()[0])


def apply_page(connection: sqlite3.Connection, page: FeedPage, *, url: str) -> None:
    """Make the page's changes and remember its cursor: both, or neither.

    So a pull that is killed at any moment goes on where the last whole page ended.
    """
    with in_transaction(connection, "IMMEDIATE"):
        apply_changes(connection, page.changes)
        connection.executemany(
            "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)",
            [("cursor", page.cursor), ("url", url), ("more", "yes" if page.more else "no")],
        )


@contextmanager
def in_transaction(
    connection: sqlite3.Connection, kind: Literal["DEFERRED", "IMMEDIATE"]
) -> Iterator[None]:
    """Do all of it or nothing, and see one state of the list meanwhile; IMMEDIATE is to write."""
    connection.execute(f"BEGIN {kind}")
    try:
        yield
    except BaseException:
        # A full disk has made SQLite roll back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def note_pull(connection: sqlite3.Connection, now: datetime) -> None:
    """Remember when a pull got through."""
    connection.execute(
        "INSERT OR REPLACE INTO meta (key, value) VALUES ('pulled_at', ?)",
        (now.isoformat(timespec="seconds"),),
    )


def listed_fingerprints(
    connection: sqlite3.Connection, recipe: str
) -> Iterator[tuple[str, ListedFingerprint]]:
    """Yield each entry with each of its fingerprints of one recipe, in the order listed.

    `listed_arrays` gives the same as arrays, in a tenth of the time.
    """
    is_found_by_index = recipe not in FOR_EVERYBODY
    rows = connection.execute(_BY_INDEX if is_found_by_index else _BY_READING, (recipe,))
    names = [name for _, name in read_views(connection)]
    for entry, size, views, bits in rows:
        for view, one in unpack_row(views, bits, size=size):
            yield entry, ListedFingerprint(recipe, names[view], one)


def entries_with_digest(connection: sqlite3.Connection, recipe: str, bits: bytes) -> list[str]:
    """Return the entries of exactly this file, by its MD5 or SHA-256."""
    if recipe not in DIGESTS:
        raise ValueError(f"{recipe} is not a digest; md5 and sha256 are")
    rows = connection.execute(
        "SELECT DISTINCT entries.entry FROM fingerprints JOIN entries ON number = place >> 16"
        " WHERE recipe = ? AND recipe IN ('md5', 'sha256') AND bits = ? ORDER BY number",
        (recipe, bits),
    )
    return [row[0] for row in rows]
