"""A list file ready to be searched: found by its index, and read where something was found."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt

from takeback.matching.exact import Neighbour
from takeback.matching.house_list import HouseList, join_arrays
from takeback.matching.index import Index, Neighbours, SnapshotRefused
from takeback.matching.list_file import open_list
from takeback.matching.list_rows import read_views
from takeback.matching.list_snapshot import (
    build_in_memory,
    open_listed_index,
    read_standing,
    refusal,
    snapshot_path,
)
from takeback.matching.listed_arrays import PLAIN, arrays_of, arrays_to_refine

Bits = npt.NDArray[np.uint8]

# Connections of a process that this one was forked from. SQLite forbids to use them, and closing
# them is use: they are kept until the process ends.
_inherited: list[ExitStack] = []


class IndexedList:
    """A list file and its index, in memory or shared from the snapshot.

    An index may be handed to forked processes, SQLite's connections may not: each process opens its
    own when it first needs one. What was withdrawn since the list was opened is found no longer;
    what was listed since is not found yet.
    """

    def __init__(self, path: Path, *, complain: Callable[[str], None]) -> None:
        self._path, self._complain = path, complain
        self._stack, self._process = ExitStack(), os.getpid()
        self._connection = self._stack.enter_context(open_list(path))
        self._standing = read_standing(self._connection)
        self._index: Index | None = None
        self._to_refine: HouseList | None = None

    @property
    def connection(self) -> sqlite3.Connection:
        """The list, open for reading in this process."""
        if os.getpid() != self._process:
            _inherited.append(self._stack)
            self._stack, self._process = ExitStack(), os.getpid()
            self._connection = self._stack.enter_context(open_list(self._path))
            self._forget_another_list()
        return self._connection

    @property
    def index(self) -> Index:
        """Of every fingerprint that is looked up: ids are entries' numbers, tags are views'."""
        connection = self.connection
        if self._index is None:
            snapshot = snapshot_path(self._path)
            self._index = open_listed_index(connection, snapshot, complain=self._complain)
        return self._index

    def met(self, bits: Bits, limit: int) -> HouseList:
        """Return the entries that have anything to look up within `limit` of any of `bits`."""
        # Not numpy's `unique`: it imports masked arrays, which a short search would wait for.
        numbers = set(self._near(bits, limit).ids.tolist())
        return join_arrays(*arrays_of(self.connection, numbers))

    def to_refine(self) -> HouseList:
        """Return the entries that can be verified; read when first asked for."""
        connection = self.connection
        if self._to_refine is None:
            self._to_refine = join_arrays(*arrays_to_refine(connection))
        return self._to_refine

    def neighbours(self, bits: Bits, limit: int, *, threads: int = 1) -> list[list[Neighbour]]:
        """Return for each row of `bits`, a pdq-1 fingerprint, the entries within `limit`.

        Nearest first, each once with its nearest view, as `exact.near` does.
        """
        near = self._near(bits, limit, threads=threads)
        views = read_views(self.connection)
        is_plain = np.array([recipe == PLAIN for recipe, _ in views], dtype=np.bool_)[near.tags]
        columns = (near.queries, near.ids, near.tags, near.distances)
        pairs = list(zip(*(column[is_plain].tolist() for column in columns), strict=True))
        entries = self._entries({number for _, number, _, _ in pairs})
        found: list[dict[str, Neighbour]] = [{} for _ in bits]
        for query, number, tag, distance in pairs:
            entry = entries.get(number)
            if entry is not None:
                found[query].setdefault(entry, Neighbour(entry, distance, views[tag][1]))
        return [list(each.values()) for each in found]

    def close(self) -> None:
        """Close the list in this process."""
        if os.getpid() == self._process:
            self._stack.close()

    def _near(self, bits: Bits, limit: int, *, threads: int = 1) -> Neighbours:
        try:
            return self.index.search_many(bits, limit, threads=threads)
        except SnapshotRefused as error:  # damaged where nobody had looked so far
            self._complain(refusal(snapshot_path(self._path), error))
            self._index = build_in_memory(self.connection)
            return self._index.search_many(bits, limit, threads=threads)

    def _entries(self, numbers: set[int]) -> dict[int, str]:
        rows = self.connection.execute(
            "SELECT number, entry FROM entries WHERE number IN (SELECT value FROM json_each(?))",
            (json.dumps(list(numbers)),),
        )
        return dict(rows.fetchall())

    def _forget_another_list(self) -> None:
        """Drop what was read of a list that another one has replaced: its numbers mean others."""
        standing = read_standing(self._connection)
        if standing.list != self._standing.list:
            self._index = self._to_refine = None
        self._standing = standing


@contextmanager
def open_indexed_list(path: Path, *, complain: Callable[[str], None]) -> Iterator[IndexedList]:
    """Open a list file for searching. Raises as `open_list` does."""
    listed = IndexedList(path, complain=complain)
    try:
        yield listed
    finally:
        listed.close()
