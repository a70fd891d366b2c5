"""Fingerprints in a list file as arrays: of a recipe, of some entries, or of those to refine."""

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from takeback.matching.list_rows import read_views

SIZE = 32  # bytes of a fingerprint of a picture, in every recipe that compares them
HOUSE, PLAIN = "pdq-mean-1", "pdq-1"

# What is read of a row: the entry's number and its name, the recipe, the views, the bits.
Row = tuple[int, str, str, bytes, bytes]
_OF_RECIPE = """
SELECT number, entry, recipe, views, bits
FROM fingerprints JOIN entries ON number = place >> 16
WHERE recipe = ? AND size = ? ORDER BY place
"""
# Of each entry it is said where its rows stand, so that no other's are read; they come in the order
# of their places. The entries are put in order afterwards: SQLite would sort with all their bits.
_OF_ENTRIES = """
SELECT number, entry, recipe, views, bits
FROM (SELECT value AS met FROM json_each(?))
JOIN entries ON number = met
JOIN fingerprints ON place BETWEEN met << 16 AND (met << 16) + 65535
WHERE recipe IN ('pdq-1', 'pdq-mean-1') AND size = ?
"""
_TO_REFINE = """
SELECT number, entry, recipe, views, bits
FROM (
    SELECT DISTINCT place >> 16 AS met FROM fingerprints
    WHERE recipe = ? AND recipe NOT IN ('pdq-1', 'md5', 'sha256')
)
JOIN entries ON number = met
JOIN fingerprints ON place BETWEEN met << 16 AND (met << 16) + 65535
WHERE recipe IN ('pdq-1', 'pdq-mean-1') AND size = ?
"""


@dataclass(frozen=True)
class ListedArrays:
    """Number n belongs to `entries[owners[n]]`, and is its view `names[views[n]]`.

    `bits` has a row of 32 bytes for each fingerprint. In the order listed; `numbers[e]` says where
    in that order `entries[e]` stands.
    """

    entries: tuple[str, ...]
    numbers: npt.NDArray[np.int64]
    names: tuple[str, ...]
    owners: npt.NDArray[np.int64]
    views: npt.NDArray[np.uint16]
    bits: npt.NDArray[np.uint8]


def listed_arrays(connection: sqlite3.Connection, recipe: str) -> ListedArrays:
    """Return every listed fingerprint of a recipe whose fingerprints have 32 bytes.

    A fingerprint of another length is left out: nothing of 32 bytes can be compared with it.
    """
    rows = connection.execute(_OF_RECIPE, (recipe, SIZE))
    return _arrays(rows, _names(connection), recipe)


def arrays_of(
    connection: sqlite3.Connection, numbers: Collection[int]
) -> tuple[ListedArrays, ListedArrays]:
    """Return the fingerprints by pdq-1 and by pdq-mean-1 of the entries with these numbers.

    One that has left the list meanwhile is left out.
    """
    rows = connection.execute(_OF_ENTRIES, (json.dumps(sorted(numbers)), SIZE)).fetchall()
    return _both(connection, rows)


def arrays_to_refine(connection: sqlite3.Connection) -> tuple[ListedArrays, ListedArrays]:
    """Return the same of all entries with something by pdq-mean-1, without which none is refined.

    They are found by an index: of ten million entries without, nothing is read.
    """
    return _both(connection, connection.execute(_TO_REFINE, (HOUSE, SIZE)).fetchall())


def _both(connection: sqlite3.Connection, rows: list[Row]) -> tuple[ListedArrays, ListedArrays]:
    names = _names(connection)
    rows.sort(key=lambda row: row[0])
    return _arrays(rows, names, PLAIN), _arrays(rows, names, HOUSE)


def _names(connection: sqlite3.Connection) -> tuple[str, ...]:
    return tuple(name for _, name in read_views(connection))


def _arrays(rows: Iterable[Row], names: tuple[str, ...], recipe: str) -> ListedArrays:
    wanted = [row for row in rows if row[2] == recipe]
    entries = {number: entry for number, entry, *_ in wanted}
    places = {number: place for place, number in enumerate(entries)}
    owners = np.array([places[row[0]] for row in wanted], dtype=np.int64)
    bits = np.frombuffer(b"".join(row[4] for row in wanted), np.uint8)
    views = np.frombuffer(b"".join(row[3] for row in wanted), np.dtype("<u2"))
    return ListedArrays(
        entries=tuple(entries.values()),
        numbers=np.array(list(entries), dtype=np.int64),
        names=names,
        owners=np.repeat(owners, [len(row[4]) // SIZE for row in wanted]),
        views=views.astype(np.uint16, copy=False),
        bits=bits.reshape(-1, SIZE),
    )
