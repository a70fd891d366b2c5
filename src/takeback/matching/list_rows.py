"""The tables of a list file: how entries and their fingerprints are laid down and read back.

The fingerprints of an entry stand packed in one row a recipe: 34 bytes each, where a row for each
of them would take 80. Digests have a row each, because they are looked up.
"""

import sqlite3
import struct
from collections import defaultdict
from collections.abc import Iterator, Sequence

from takeback.matching.feed_pages import Change, ListedFingerprint, NotAFeedPage

DIGESTS = ("md5", "sha256")
_NUMBER = struct.Struct("<H")  # of a view's name, in two bytes with the little end first
MOST_VIEW_NAMES = 1 << 16

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entries (
    number INTEGER PRIMARY KEY,
    entry TEXT NOT NULL UNIQUE,
    assurance TEXT NOT NULL,
    changed_at TEXT NOT NULL
);
CREATE TABLE views (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE fingerprints (
    number INTEGER NOT NULL REFERENCES entries (number) ON DELETE CASCADE,
    recipe TEXT NOT NULL,
    size INTEGER NOT NULL,
    views BLOB NOT NULL,
    bits BLOB NOT NULL
);
CREATE INDEX fingerprints_number ON fingerprints (number);
CREATE INDEX digests ON fingerprints (recipe, bits) WHERE recipe IN ('md5', 'sha256');
"""

Packed = dict[tuple[str, int, int], list[ListedFingerprint]]


def apply_change(connection: sqlite3.Connection, change: Change) -> None:
    """Make the list say of an entry what the change says, in the caller's transaction.

    Raises `NotAFeedPage` when the list would have more than 65,536 different names of views.
    """
    connection.execute("DELETE FROM entries WHERE entry = ?", (change.entry,))
    if change.state != "active":
        return
    number = connection.execute(
        "INSERT INTO entries (entry, assurance, changed_at) VALUES (?, ?, ?)",
        (change.entry, change.assurance, change.changed_at),
    ).lastrowid
    numbers = _view_numbers(connection, [item.view for item in change.fingerprints])
    connection.executemany(
        "INSERT INTO fingerprints (number, recipe, size, views, bits) VALUES (?, ?, ?, ?, ?)",
        [
            (number, recipe, size, _pack(numbers, items), b"".join(item.bits for item in items))
            for (recipe, size, _), items in _by_row(change.fingerprints).items()
        ],
    )


def unpack_row(views: bytes, bits: bytes, *, size: int) -> Iterator[tuple[int, bytes]]:
    """Yield the number of each view's name in a row, and its `size` bytes of fingerprint."""
    for place, (number,) in enumerate(_NUMBER.iter_unpack(views)):
        yield number, bits[place * size : place * size + size]


def view_names(connection: sqlite3.Connection) -> dict[int, str]:
    """Return the names of the views by their numbers."""
    return dict(connection.execute("SELECT number, name FROM views"))


def _by_row(fingerprints: Sequence[ListedFingerprint]) -> Packed:
    """Return which fingerprints share a row: those of a recipe that are equally long."""
    rows: Packed = defaultdict(list)
    for place, item in enumerate(fingerprints):
        own = place if item.recipe in DIGESTS else 0
        rows[item.recipe, len(item.bits), own].append(item)
    return rows


def _pack(numbers: dict[str, int], items: Sequence[ListedFingerprint]) -> bytes:
    return b"".join(_NUMBER.pack(numbers[item.view]) for item in items)


def _view_numbers(connection: sqlite3.Connection, names: Sequence[str]) -> dict[str, int]:
    known = {name: number for number, name in view_names(connection).items()}
    for name in dict.fromkeys(names):
        if name not in known:
            known[name] = len(known)
            connection.execute(
                "INSERT INTO views (number, name) VALUES (?, ?)", (known[name], name)
            )
    if len(known) > MOST_VIEW_NAMES:
        raise NotAFeedPage(f"more than {MOST_VIEW_NAMES} names of views; a list holds no more")
    return known
