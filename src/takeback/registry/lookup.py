"""What is near this fingerprint? An index over the entries in force, as fresh as the database.

- Before each lookup the registry's newest number is read. What changed is applied to the index in
  memory, under a lock; so a new entry is found by the very next request.
- Entries are named by the database, which names active ones only: one that was withdrawn or
  suspended cannot be named, whatever an index still holds.
- A snapshot file saves the next process the building. Processes share its pages, and change over
  when it is replaced (`lookup_file.py`).
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

import numpy as np
from django.conf import settings

from takeback.matching.index import Index, Neighbours, SnapshotRefused
from takeback.registry.feed import Cursor
from takeback.registry.lookup_file import FILE_NAME, LookupFile
from takeback.registry.lookup_rows import (
    BY_LOOKS,
    ROW_BYTES,
    Listed,
    Reached,
    Views,
    active_names,
    all_listed,
    changed_between,
    listed_between,
    newest,
    row_of,
)
from takeback.registry.refused import Refused

LIMIT = 31  # of 256 bits: what PDQ's authors call a confident match
# Applying a page of changes takes milliseconds; only a first building takes longer.
PATIENCE_SECONDS = 1.0
# Views, of one or several entries. An answer of as many entries is 10 MB. More come about only when
# a list holds one picture thousands of times over.
MOST_NEIGHBOURS = 100_000
QUERIES_AT_ONCE = 100

Result = TypeVar("Result")


@dataclass(frozen=True)
class Sought:
    """A fingerprint that somebody asks about. Its text does not show it."""

    recipe: str
    bits: bytes = field(repr=False)


@dataclass(frozen=True)
class Neighbour:
    """An active entry, the nearest of its views, and how many bits that one differs by.

    `number` is the entry's number in this database, for callers that need a number.
    """

    entry: str
    number: int
    distance: int
    view: str


@dataclass(frozen=True)
class Found:
    """For each fingerprint its neighbours, nearest first; and how far the list was that was asked.

    `as_of` is a cursor of the feed.
    """

    neighbours: tuple[tuple[Neighbour, ...], ...]
    as_of: str


@dataclass(frozen=True)
class Held:
    """An index, how far it is, and how many fingerprints the snapshot lacks or has too many."""

    index: Index
    views: Views
    reached: Reached
    lacking: int = 0
    outdated: int = 0


class Lookup:
    """The index of one process. All its methods may be called by several threads at once."""

    def __init__(self, file: LookupFile) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._held: Held | None = None

    def near(self, sought: Sequence[Sought], *, limit: int = LIMIT) -> Found:
        """Return the neighbours of each fingerprint: pictures within `limit`, files when equal.

        Raises `Refused` (`lookup_not_ready`) while a first index is being built, and
        (`too_many_neighbours`) when the answer would have more than `MOST_NEIGHBOURS`.
        """
        return self._trusting(lambda: self._near(sought, limit))

    def up_to_date(self) -> Held:
        """Return the index with every change applied that is committed now."""
        reached = newest()
        held = self._held
        if held is not None and held.reached == reached:
            return held
        with self._patiently() as is_ours:
            if is_ours:
                self._held = self._refreshed()
                return self._held
        if held is None or held.reached.registry != reached.registry:
            raise Refused("lookup_not_ready", "the index is being built; ask again in a moment")
        # Somebody applies a great many changes: `as_of` says how far this one is.
        return held

    def take_replaced(self) -> None:
        """Change over to the snapshot if another one stands there now, and is whole.

        Reads all of it first, while lookups go on with what there is.
        """
        snapshot = self._file.open_replaced()
        if snapshot is None:
            return
        taken = Held(*snapshot)
        with self._lock:
            if self._held is None or taken.reached.registry == self._held.reached.registry:
                self._held = taken

    def keep_snapshot(self) -> bool:
        """Bring the index up to date and write it, if the file is worth replacing.

        It is when it holds fingerprints that were withdrawn since, or lacks a good many. Returns
        whether it was written. Raises `OSError` when it cannot be, and then leaves no file that
        holds what was withdrawn.
        """
        return self._trusting(self._keep)

    def _keep(self) -> bool:
        if self._file.is_another():
            # Not ours any more: what is there now is read, and replaced when it is damaged.
            with self._lock:
                self._held = None
        held = self.up_to_date()
        with self._lock:
            if not self._file.is_worth_writing(len(held.index), held.lacking, held.outdated):
                return False
            try:
                self._file.write(held.index, held.views, held.reached)
            except OSError:
                if held.outdated or self._file.is_refused():
                    self._file.remove()
                raise
            # What is mapped from the old file would keep it on the disk.
            self._held = None
        return True

    def _near(self, sought: Sequence[Sought], limit: int) -> Found:
        if self._held is not None:
            self._file.look(self.take_replaced)
        held = self.up_to_date()
        pairs = [pair for some in _pairs(held, sought, limit) for pair in some]
        names = active_names({entry for _, entry, _, _ in pairs}) if pairs else {}
        found: list[list[Neighbour]] = [[] for _ in sought]
        for place, entry, distance, view in pairs:
            if entry in names:
                found[place].append(Neighbour(names[entry], entry, distance, view))
        as_of = Cursor(held.reached.registry, held.reached.sequence)
        return Found(tuple(tuple(some) for some in found), str(as_of))

    def _refreshed(self) -> Held:
        held = self._held
        if held is None or not _leads_to(held.reached, newest()):
            held = self._opened() or _built(newest())
        # Asked again: a snapshot may be ahead of what was newest when we began.
        return _brought_to(held, newest())

    def _opened(self) -> Held | None:
        snapshot = self._file.open()
        if snapshot is None:
            return None
        held = Held(*snapshot)
        if not _leads_to(held.reached, newest()):
            self._file.refuse("of another registry, or from before a backup was restored")
            return None
        return held

    def _trusting(self, work: Callable[[], Result]) -> Result:
        """Do the work; once more, without the snapshot, if a part that is read only now is damaged.

        A large one is not read as a whole when it is opened.
        """
        try:
            return work()
        except SnapshotRefused as refused:
            self._file.refuse(refused)
            with self._lock:
                self._held = None
            return work()

    @contextmanager
    def _patiently(self) -> Iterator[bool]:
        """Tell whether the lock could be had."""
        is_ours = self._lock.acquire(timeout=PATIENCE_SECONDS)
        try:
            yield is_ours
        finally:
            if is_ours:
                self._lock.release()


@cache
def the_lookup() -> Lookup:
    """Return this process's lookup."""
    return Lookup(LookupFile(Path(settings.LOOKUP_FOLDER) / FILE_NAME))


def _leads_to(there: Reached, reached: Reached) -> bool:
    """Tell whether changes lead from the one to the other: not after a restored backup."""
    return there.registry == reached.registry and there.sequence <= reached.sequence


def _built(reached: Reached) -> Held:
    """Return an index of all that is listed. What changes meanwhile is applied by the next one."""
    index, views = Index(), Views()
    added = _add(index, all_listed(views))
    index.build()
    return Held(index, views, reached, lacking=added)


def _brought_to(held: Held, reached: Reached) -> Held:
    after, up_to = held.reached.sequence, reached.sequence
    if after == up_to:
        return held
    # An entry that was suspended and is active again is taken out and put in.
    withdrawn = held.index.withdraw(changed_between(after, up_to))
    added = _add(held.index, listed_between(after, up_to, held.views))
    return replace(
        held,
        reached=reached,
        lacking=held.lacking + added,
        outdated=held.outdated + withdrawn,
    )


def _add(index: Index, listed: Iterable[Listed]) -> int:
    added = 0
    for some in listed:
        index.add(some.bits, some.entries, some.tags)
        added += len(some.entries)
    return added


Pair = tuple[int, int, int, str]


def _pairs(held: Held, sought: Sequence[Sought], limit: int) -> Iterator[list[Pair]]:
    """Yield place in `sought`, entry, distance and view; for each place the nearest entry first."""
    by_looks = [place for place, one in enumerate(sought) if one.recipe == BY_LOOKS]
    files = [place for place, one in enumerate(sought) if one.recipe != BY_LOOKS]
    count = 0
    for places, within in ((by_looks, limit), (files, 0)):
        for first in range(0, len(places), QUERIES_AT_ONCE):
            some = places[first : first + QUERIES_AT_ONCE]
            rows = b"".join(row_of(sought[place].recipe, sought[place].bits) for place in some)
            queries = np.frombuffer(rows, np.uint8).reshape(-1, ROW_BYTES)
            neighbours = held.index.search_many(queries, within)
            # Before anything is made of them: a few numbers each take no room to speak of.
            count += len(neighbours.queries)
            if count > MOST_NEIGHBOURS:
                raise Refused(
                    "too_many_neighbours",
                    f"more than {MOST_NEIGHBOURS} neighbours; ask about fewer fingerprints at once",
                )
            yield _nearest(neighbours, some, held.views, sought)


def _nearest(
    neighbours: Neighbours, places: Sequence[int], views: Views, sought: Sequence[Sought]
) -> list[Pair]:
    """Return each entry once for each fingerprint, with the nearest of its views.

    Among equally near entries the one that was put in force first comes first.
    """
    if not len(neighbours.queries):
        return []
    nearest: dict[tuple[int, int], tuple[int, str]] = {}
    rows = zip(
        neighbours.queries.tolist(),
        neighbours.ids.tolist(),
        neighbours.distances.tolist(),
        neighbours.tags.tolist(),
        strict=True,
    )
    for query, entry, distance, tag in rows:
        recipe, view = views.names[tag]
        if recipe == sought[places[query]].recipe:
            # They come by distance, so the first one of an entry is its nearest.
            nearest.setdefault((places[query], entry), (distance, view))
    pairs = [(place, entry, *rest) for (place, entry), rest in nearest.items()]
    return sorted(pairs, key=lambda pair: (pair[0], pair[2], pair[1]))
