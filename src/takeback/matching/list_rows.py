"""The tables of a list file: how entries and their fingerprints are laid down and read back.

Every change has a number, counted up for ever; an entry is known by the number of the change that
wrote it. So what a snapshot lacks is what has a higher number than its own, and what is `gone`.

The fingerprints of an entry stand packed in one row a recipe: 34 bytes each, where a row for each
of them would take 80. Digests have a row each, because they are looked up.
"""

import hashlib
import json
import sqlite3
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from takeback.matching.feed_pages import Change, ListedFingerprint, NotAFeedPage

DIGESTS = ("md5", "sha256")
_NUMBER = struct.Struct("<H")  # of a view, in two bytes with the little end first
MOST_VIEWS = 1 << 16
# A row's place is its entry's number, then 16 bits for its own: an entry's rows stand together, and
# need no index to be found.
PLACE_BITS = 16
MOST_ROWS = 1 << PLACE_BITS
# Names come in no order: one index of ten million would be rewritten all over with each page. So
# new ones stand in a small index, and join the large one all at once, in its order.
SETTLE_AFTER = 250_000  # changes

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entries (
    number INTEGER PRIMARY KEY,
    entry TEXT NOT NULL,
    assurance TEXT NOT NULL,
    changed_at TEXT NOT NULL
);
CREATE TABLE names (key INTEGER, number INTEGER, PRIMARY KEY (key, number)) WITHOUT ROWID;
CREATE TABLE new_names (key INTEGER, number INTEGER, PRIMARY KEY (key, number)) WITHOUT ROWID;
CREATE TABLE gone (number INTEGER PRIMARY KEY, changed INTEGER NOT NULL);
CREATE TABLE views (
    number INTEGER PRIMARY KEY,
    recipe TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (recipe, name)
);
CREATE TABLE fingerprints (
    place INTEGER PRIMARY KEY,
    recipe TEXT NOT NULL,
    size INTEGER NOT NULL,
    views BLOB NOT NULL,
    bits BLOB NOT NULL
);
CREATE INDEX digests ON fingerprints (recipe, bits) WHERE recipe IN ('md5', 'sha256');
CREATE INDEX others ON fingerprints (recipe) WHERE recipe NOT IN ('pdq-1', 'md5', 'sha256');
INSERT INTO meta VALUES ('list', lower(hex(randomblob(16)))), ('change', '0'), ('gone_since', '0');
INSERT INTO meta VALUES ('settled', '0');
"""
_KNOWN = """
SELECT number, entry FROM entries WHERE number IN (
    SELECT number FROM names WHERE key IN (SELECT value FROM json_each(?1))
    UNION ALL
    SELECT number FROM new_names WHERE key IN (SELECT value FROM json_each(?1))
)
"""

Packed = dict[tuple[str, int, int], list[ListedFingerprint]]
Row = tuple[int, str, int, bytes, bytes]  # of the table fingerprints


def apply_changes(connection: sqlite3.Connection, changes: Sequence[Change]) -> None:
    """Make the list say of each entry what its last change says, in the caller's transaction.

    Raises `NotAFeedPage` when the list would have more than 65,536 different views, or an entry
    more than 65,536 digests.
    """
    before = last_change(connection)
    latest = {each.entry: (number, each) for number, each in enumerate(changes, before + 1)}
    keys = {entry: _key(entry) for entry in latest}
    rows = connection.execute(_KNOWN, (json.dumps(list(keys.values())),)).fetchall()
    # Two names may have one key; what is not meant stays.
    known = [(number, entry) for number, entry in rows if entry in latest]
    _take_out(connection, [(number, latest[entry][0]) for number, entry in known])
    _forget_names(connection, [(keys[entry], number) for number, entry in known])
    active = [each for each in latest.values() if each[1].state == "active"]
    _put_in(connection, sorted(active, key=lambda each: each[0]))
    _learn_names(connection, [(keys[each.entry], number) for number, each in active])
    _write_number(connection, "change", before + len(changes))
    if before + len(changes) - _read_number(connection, "settled") >= SETTLE_AFTER:
        _settle_names(connection)
        _write_number(connection, "settled", before + len(changes))


def last_change(connection: sqlite3.Connection) -> int:
    """Return the number of the newest change."""
    return _read_number(connection, "change")


def gone_since(connection: sqlite3.Connection) -> int:
    """Return from which change on the list remembers what has left it."""
    return _read_number(connection, "gone_since")


def forget_gone(connection: sqlite3.Connection, upto: int) -> None:
    """Forget what has left the list up to a change, in the caller's transaction."""
    connection.execute("DELETE FROM gone WHERE changed <= ?", (upto,))
    _write_number(connection, "gone_since", upto)


def _read_number(connection: sqlite3.Connection, key: str) -> int:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return int(row[0])


def _write_number(connection: sqlite3.Connection, key: str, number: int) -> None:
    connection.execute("UPDATE meta SET value = ? WHERE key = ?", (str(number), key))


def _key(entry: str) -> int:
    """Return what an entry is found by: 64 bits, of which two entries hardly ever share all."""
    digest = hashlib.blake2b(entry.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def _learn_names(connection: sqlite3.Connection, names: Sequence[tuple[int, int]]) -> None:
    connection.executemany("INSERT INTO new_names (key, number) VALUES (?, ?)", names)


def _forget_names(connection: sqlite3.Connection, names: Sequence[tuple[int, int]]) -> None:
    connection.executemany("DELETE FROM new_names WHERE key = ? AND number = ?", names)
    connection.executemany("DELETE FROM names WHERE key = ? AND number = ?", names)


def _settle_names(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO names (key, number) SELECT key, number FROM new_names ORDER BY key, number"
    )
    connection.execute("DELETE FROM new_names")


def _take_out(connection: sqlite3.Connection, leaving: Sequence[tuple[int, int]]) -> None:
    """Take out entries, each given with the number of the change that says so."""
    connection.executemany("INSERT INTO gone (number, changed) VALUES (?, ?)", leaving)
    connection.executemany(
        "DELETE FROM fingerprints WHERE place BETWEEN ? AND ?",
        [(number << PLACE_BITS, (number << PLACE_BITS) + MOST_ROWS - 1) for number, _ in leaving],
    )
    connection.executemany(
        "DELETE FROM entries WHERE number = ?", [(number,) for number, _ in leaving]
    )


def _put_in(connection: sqlite3.Connection, active: Sequence[tuple[int, Change]]) -> None:
    views = _view_numbers(connection, [change for _, change in active])
    connection.executemany(
        "INSERT INTO entries (number, entry, assurance, changed_at) VALUES (?, ?, ?, ?)",
        [(number, each.entry, each.assurance, each.changed_at) for number, each in active],
    )
    connection.executemany(
        "INSERT INTO fingerprints (place, recipe, size, views, bits) VALUES (?, ?, ?, ?, ?)",
        (row for number, change in active for row in _rows(number, change, views)),
    )


def _rows(number: int, change: Change, views: dict[tuple[str, str], int]) -> Iterator[Row]:
    """Yield an entry's rows: those of a recipe that are equally long share one."""
    rows: Packed = defaultdict(list)
    for place, item in enumerate(change.fingerprints):
        own = place if item.recipe in DIGESTS else 0
        rows[item.recipe, len(item.bits), own].append(item)
    if len(rows) > MOST_ROWS:
        raise NotAFeedPage(f"an entry of {len(rows)} digests; a list holds {MOST_ROWS} of each")
    for place, ((recipe, size, _), items) in enumerate(rows.items(), number << PLACE_BITS):
        packed = b"".join(_NUMBER.pack(views[recipe, item.view]) for item in items)
        yield place, recipe, size, packed, b"".join(item.bits for item in items)


def unpack_row(views: bytes, bits: bytes, *, size: int) -> Iterator[tuple[int, bytes]]:
    """Yield the number of each view in a row, and its `size` bytes of fingerprint."""
    for place, (number,) in enumerate(_NUMBER.iter_unpack(views)):
        yield number, bits[place * size : place * size + size]


def read_views(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return recipe and name of each view, in the order of their numbers, which begin with 0."""
    return connection.execute("SELECT recipe, name FROM views ORDER BY number").fetchall()


def _view_numbers(
    connection: sqlite3.Connection, changes: Iterable[Change]
) -> dict[tuple[str, str], int]:
    known = {view: number for number, view in enumerate(read_views(connection))}
    shown = {(item.recipe, item.view): None for each in changes for item in each.fingerprints}
    new = [view for view in shown if view not in known]
    if len(known) + len(new) > MOST_VIEWS:
        raise NotAFeedPage(f"more than {MOST_VIEWS} different views; a list holds no more")
    added = {view: number for number, view in enumerate(new, len(known))}
    connection.executemany(
        "INSERT INTO views (number, recipe, name) VALUES (?, ?, ?)",
        [(number, *view) for view, number in added.items()],
    )
    return known | added
