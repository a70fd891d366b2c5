"""Our engine in the ways it is used: `python -m bench.matching.ours NAME QUERIES [SNAPSHOT]`."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import numpy as np

from bench.matching.serving import Answer, Bits, Pairs, Verb, serve
from takeback.matching.index import Index, Neighbours

CHANGES = 1_000
CHANGED_SEED = 7


class Takeback:
    """The index over a list in memory; `by` is `scan` for the one that compares everything."""

    def __init__(self, *, compact: bool = False, by: Literal["scan"] | None = None) -> None:
        self.index = Index(compact=compact)
        self._by = by

    def build(self, chunks: Iterator[Bits], *, threads: int) -> None:
        """Add everything and index it; ids are places."""
        done = 0
        for chunk in chunks:
            self.index.add(chunk, np.arange(done, done + len(chunk)))
            done += len(chunk)
        if self._by is None:
            self.index.build(threads=threads)

    def find(self, queries: Bits, *, limit: int, threads: int) -> Neighbours:
        """Search for all in one call."""
        return self.index.search_many(queries, limit, threads=threads, by=self._by)

    def find_one(self, query: Bits, *, limit: int) -> Neighbours:
        """Search for one as a caller with one does."""
        if self._by:
            return self.find(query[None], limit=limit, threads=1)
        return self.index.search(query, limit)

    def pairs(self, found: Any) -> Pairs:  # noqa: ANN401 - each engine has its own form
        """Put the columns beside each other."""
        return np.stack([found.queries, found.ids, found.distances], axis=1).astype(np.int64)


class Mapped(Takeback):
    """The index over a snapshot that stays in its file."""

    def __init__(self, snapshot: Path, *, resident: bool = False) -> None:
        super().__init__()
        self._snapshot, self._resident = snapshot, resident

    def build(self, chunks: Iterator[Bits], *, threads: int) -> None:
        """Open the snapshot; the list and the threads are not needed."""
        self.index = Index.open(self._snapshot, resident=self._resident)


def timed(work: Callable[[], object]) -> float:
    """Return the seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def about(engine: Takeback, order: Answer) -> Answer:
    """Return what the index says of itself."""
    return {
        "path": engine.index.path,
        "bytes": engine.index.memory_bytes,
        "count": len(engine.index),
    }


def save(engine: Takeback, order: Answer) -> Answer:
    """Write a snapshot."""
    path = Path(order["to"])
    return {"seconds": timed(lambda: engine.index.save(path)), "bytes": path.stat().st_size}


def verify(engine: Takeback, order: Answer) -> Answer:
    """Check every block of an opened snapshot."""
    return {"seconds": timed(engine.index.verify)}


def change(engine: Takeback, order: Answer) -> Answer:
    """Add 1,000 and withdraw 1,000, each seen by the next query; return milliseconds."""
    index, queries = engine.index, order["queries"]
    draw = np.random.default_rng(CHANGED_SEED)
    new = draw.integers(0, 256, (CHANGES, 32), dtype=np.uint8)
    ids = np.arange(order["count"], order["count"] + CHANGES)
    figures = {"add_1000_ms": timed(lambda: index.add(new, ids)) * 1000}
    figures["search_after_add_ms"] = timed(lambda: index.search(new[0])) * 1000
    assert index.search_many(new).ids.tolist() == ids.tolist()
    gone = draw.choice(order["count"], CHANGES, replace=False)
    before = index.search_many(queries)
    figures["withdraw_1000_ms"] = timed(lambda: index.withdraw(gone)) * 1000
    figures["search_after_withdraw_ms"] = timed(lambda: index.search(queries[0])) * 1000
    after = index.search_many(queries)
    kept = ~np.isin(before.ids, gone)
    assert after.ids.tolist() == before.ids[kept].tolist()
    assert index.withdraw(ids) == CHANGES
    one = draw.integers(0, 256, (1, 32), dtype=np.uint8)
    figures["add_1_ms"] = timed(lambda: index.add(one, ids[:1])) * 1000
    return figures


def fold(engine: Takeback, order: Answer) -> Answer:
    """Index everything again on two threads, after changes."""
    return {"seconds": timed(lambda: engine.index.build(threads=2))}


VERBS: dict[str, Verb] = {
    "about": about,
    "save": save,
    "verify": verify,
    "change": change,
    "fold": fold,
}

OURS = "takeback"
COMPACT, MAPPED, SCANNING = f"{OURS}, compact", f"{OURS}, mapped", f"{OURS}, comparing all"


def engine(name: str, snapshot: str | None) -> Takeback:
    """Return the engine of one of these names; `MAPPED` needs a snapshot."""
    if name == MAPPED:
        return Mapped(Path(snapshot or ""))
    return Takeback(compact=name == COMPACT, by="scan" if name == SCANNING else None)


if __name__ == "__main__":
    serve(engine(sys.argv[1], sys.argv[3] if len(sys.argv) > 3 else None), sys.argv[2], VERBS)
