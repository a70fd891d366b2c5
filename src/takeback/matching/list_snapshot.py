"""The snapshot beside a list file: an index over what is looked up, kept up to date with the list.

The list says what is in force; the snapshot only finds it quickly. It may lag behind: what the list
has since is applied in memory, and what cannot be used is built anew from the list.
"""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from takeback.matching.house_list import is_looked_up
from takeback.matching.index import Index, SnapshotRefused
from takeback.matching.list_file import in_transaction
from takeback.matching.list_rows import (
    PLACE_BITS,
    forget_gone,
    gone_since,
    last_change,
    read_views,
)
from takeback.matching.listed_arrays import SIZE

# Rows read at once: of at most 3 kB each, so that some twenty megabytes are in hand.
ROWS = 8192
# Fingerprints that a snapshot may lack. Whoever opens the list reads and scans them: 20,000 take
# some 50 ms once, and 20 us a query. The snapshot of a small list is written in less.
MOST_LACKING = 20_000
LACKING_SHARE = 64  # or one in so many

Tell = Callable[[int, int], None]

_ADDED = """
SELECT place, views, bits FROM fingerprints
WHERE place BETWEEN ? AND ? AND recipe IN ('pdq-1', 'pdq-mean-1') AND size = ?
ORDER BY place LIMIT ?
"""
_LACKING = """
SELECT coalesce(sum(length(bits)), 0) / 32 FROM fingerprints
WHERE place >= ? AND recipe IN ('pdq-1', 'pdq-mean-1') AND size = 32
"""


class NotOfThisList(SnapshotRefused):
    """The snapshot is whole, but of another list, or of another time of this one."""


@dataclass(frozen=True)
class Standing:
    """Which list, and the number of its newest change."""

    list: str
    change: int


@dataclass(frozen=True)
class SnapshotUpdate:
    """What became of a snapshot: how many fingerprints it holds, how large, and was it written.

    `refused_because` says why the one before could not be used; `None` when it could, or when there
    was none.
    """

    fingerprints: int
    size_bytes: int
    is_written: bool = False
    refused_because: str | None = None


def snapshot_path(list_path: Path) -> Path:
    """Return where the snapshot of a list stands."""
    return list_path.with_name(f"{list_path.name}.snapshot")


def update_snapshot(connection: sqlite3.Connection, path: Path, *, tell: Tell) -> SnapshotUpdate:
    """Write the list's snapshot anew if it has to be; the caller holds the list's lock.

    It has to be when there is none that can be used, when it holds anything that has left the list,
    or when it lacks much. `tell` hears how many changes of how many were read. Raises `OSError`,
    the old one untouched, when it cannot be written.
    """
    refused = None
    try:
        index, since = open_of_this_list(connection, path)
        if not _has_left(connection, since) and not _lacks_much(connection, since, len(index)):
            return SnapshotUpdate(len(index), path.stat().st_size)
        index.verify()  # what is copied into the new one
    except FileNotFoundError:
        index, since = Index(), 0
    except (SnapshotRefused, PermissionError) as error:
        index, since, refused = Index(), 0, str(error)
    standing = _catch_up(connection, index, since=since, tell=tell)
    index.save(path, note=json.dumps(asdict(standing)).encode())
    with in_transaction(connection, "IMMEDIATE"):
        forget_gone(connection, standing.change)
    return SnapshotUpdate(len(index), path.stat().st_size, is_written=True, refused_because=refused)


def open_listed_index(
    connection: sqlite3.Connection, path: Path, *, complain: Callable[[str], None]
) -> Index:
    """Return an index of what the list says now, with the help of its snapshot if there is one.

    A snapshot that cannot be used is complained of, with what, why and what to do, and the index is
    built in memory: slower, and the same answers.
    """
    for is_last in (False, True):
        try:
            index, since = open_of_this_list(connection, path)
            _catch_up(connection, index, since=since, tell=_tell_nobody)
        except FileNotFoundError:
            break
        except NotOfThisList as error:
            # A pull may have replaced either of the two between our looks at them.
            if is_last:
                complain(refusal(path, error))
        except (SnapshotRefused, OSError) as error:
            complain(refusal(path, error))
            break
        else:
            return index
    return build_in_memory(connection)


def build_in_memory(connection: sqlite3.Connection) -> Index:
    """Return an index of what the list says now, from the list alone."""
    while True:
        index = Index()
        try:
            _catch_up(connection, index, since=0, tell=_tell_nobody)
        except NotOfThisList:  # a pull got between: pulls are minutes apart, and this takes seconds
            continue
        return index


def read_standing(connection: sqlite3.Connection) -> Standing:
    """Return which list this is, and how far it came."""
    (name,) = connection.execute("SELECT value FROM meta WHERE key = 'list'").fetchone()
    return Standing(str(name), last_change(connection))


def standing_of(index: Index) -> Standing:
    """Return of which list an opened snapshot is. Raises `NotOfThisList` when of none."""
    try:
        note = json.loads(index.note)
        return Standing(str(note["list"]), int(note["change"]))
    except (ValueError, TypeError, KeyError):
        raise NotOfThisList("it is a snapshot of something else than a list") from None


def open_of_this_list(connection: sqlite3.Connection, path: Path) -> tuple[Index, int]:
    """Return the snapshot and the number of the newest change in it."""
    index = Index.open(path)
    made_of, now = standing_of(index), read_standing(connection)
    if made_of.list != now.list:
        raise NotOfThisList("it is the snapshot of another list, or of one that was pulled anew")
    if not gone_since(connection) <= made_of.change <= now.change:
        raise NotOfThisList(
            f"it stands at change {made_of.change} and the list at {now.change}: "
            "one of the two files was put back from another time"
        )
    return index, made_of.change


def _has_left(connection: sqlite3.Connection, since: int) -> bool:
    """Whether an entry of the snapshot is in force no longer."""
    gone = "SELECT EXISTS (SELECT 1 FROM gone WHERE changed > ? AND number <= ?)"
    return bool(connection.execute(gone, (since, since)).fetchone()[0])


def _lacks_much(connection: sqlite3.Connection, since: int, held: int) -> bool:
    (lacking,) = connection.execute(_LACKING, ((since + 1) << PLACE_BITS,)).fetchone()
    return int(lacking) > min(MOST_LACKING, held // LACKING_SHARE)


def _catch_up(connection: sqlite3.Connection, index: Index, *, since: int, tell: Tell) -> Standing:
    """Bring an index of the list at change `since` up to what the list says now.

    Most is read without keeping a pull from writing; only what was written meanwhile in one view of
    the list. Raises `NotOfThisList` when a snapshot that was written meanwhile made the list forget
    what has left it.
    """
    first = last_change(connection)
    _add(connection, index, between=(since, first), tell=tell)
    with in_transaction(connection, "DEFERRED"):
        standing = read_standing(connection)
        if gone_since(connection) > (since or first):
            raise NotOfThisList("the list was pulled while it was read")
        _add(connection, index, between=(first, standing.change), tell=tell)
        gone = connection.execute("SELECT number FROM gone WHERE changed > ?", (since,)).fetchall()
    index.withdraw(np.array([number for (number,) in gone], dtype=np.int64))
    return standing


def _add(
    connection: sqlite3.Connection, index: Index, *, between: tuple[int, int], tell: Tell
) -> None:
    """Add what was listed after the first of two changes, up to the second."""
    after, upto = between
    wanted = np.array([is_looked_up(*view) for view in read_views(connection)], dtype=np.bool_)
    place, end = (after + 1) << PLACE_BITS, (upto + 1) << PLACE_BITS
    while rows := connection.execute(_ADDED, (place, end - 1, SIZE, ROWS)).fetchall():
        places, views, bits = zip(*rows, strict=True)
        tags = np.frombuffer(b"".join(views), np.dtype("<u2")).astype(np.uint16, copy=False)
        counts = [len(each) // SIZE for each in bits]
        ids = np.repeat(np.array(places, dtype=np.int64) >> PLACE_BITS, counts)
        chosen = wanted[tags]
        fingerprints = np.frombuffer(b"".join(bits), np.uint8).reshape(-1, SIZE)
        index.add(fingerprints[chosen], ids[chosen], tags[chosen])
        place = places[-1] + 1
        tell((place >> PLACE_BITS) - after, upto - after)


def refusal(path: Path, error: Exception) -> str:
    """Return what is said of a snapshot that cannot be used: what, why, and what to do."""
    reason = getattr(error, "strerror", None) or str(error).removeprefix(f"{path}: ")
    return (
        f"{path} cannot be used: {reason}. The list is indexed in memory, which takes longer and "
        "finds the same; run `takeback list pull` to have the snapshot written anew"
    )


def _tell_nobody(_done: int, _of: int) -> None:
    """Nobody waits for it."""
