"""The fingerprints of one recipe in a list file, as arrays: ready to be searched."""

import sqlite3
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from takeback.matching.list_rows import view_names

SIZE = 32  # bytes of a fingerprint of a picture, in every recipe that compares them


@dataclass(frozen=True)
class ListedArrays:
    """Number n belongs to `entries[owners[n]]`, and is its view `names[views[n]]`.

    `bits` has a row of 32 bytes for each fingerprint. In the order listed.
    """

    entries: tuple[str, ...]
    names: tuple[str, ...]
    owners: npt.NDArray[np.int64]
    views: npt.NDArray[np.uint16]
    bits: npt.NDArray[np.uint8]


def listed_arrays(connection: sqlite3.Connection, recipe: str) -> ListedArrays:
    """Return every listed fingerprint of a recipe whose fingerprints have 32 bytes.

    A fingerprint of another length is left out: nothing of 32 bytes can be compared with it.
    """
    rows = connection.execute(
        "SELECT entries.entry, views, bits FROM fingerprints JOIN entries USING (number)"
        " WHERE recipe = ? AND size = ? ORDER BY fingerprints.rowid",
        (recipe, SIZE),
    ).fetchall()
    places: dict[str, int] = {}
    owners = [places.setdefault(entry, len(places)) for entry, _, _ in rows]
    counts = [len(bits) // SIZE for _, _, bits in rows]
    bits = np.frombuffer(b"".join(bits for _, _, bits in rows), np.uint8)
    views = np.frombuffer(b"".join(views for _, views, _ in rows), np.dtype("<u2"))
    by_number = view_names(connection)
    return ListedArrays(
        entries=tuple(places),
        names=tuple(by_number[number] for number in range(len(by_number))),
        owners=np.repeat(np.array(owners, dtype=np.int64), counts),
        views=views.astype(np.uint16, copy=False),
        bits=bits.reshape(-1, SIZE),
    )
