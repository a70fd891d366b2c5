"""The peers' engines, set up as `threatexchange` does; runs in the peers' environment.

`python -m bench.matching.peers NAME QUERIES`, then orders by standard input: see `serving`.
"""

import importlib
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from bench.matching.serving import Answer, Bits, Engine, Pairs, serve

LIMIT = 31
PIECES = 16  # `threatexchange` cuts 256 bits so, and turns over 31 // 16 bits of a piece


class Faiss:
    """An index of faiss; ids are places."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        self._faiss = importlib.import_module("faiss")
        self._index = make(self._faiss)

    def build(self, chunks: Iterator[Bits], *, threads: int) -> None:
        """Add everything."""
        self._faiss.omp_set_num_threads(threads)
        for chunk in chunks:
            self._index.add(chunk)

    def find(self, queries: Bits, *, limit: int, threads: int) -> object:
        """Return where each query's results end, the distances and the places."""
        self._faiss.omp_set_num_threads(threads)
        return self._index.range_search(queries, limit + 1)

    def find_one(self, query: Bits, *, limit: int) -> object:
        """Search on one thread."""
        return self.find(query[None], limit=limit, threads=1)

    def pairs(self, found: Any) -> Pairs:  # noqa: ANN401 - untyped
        """Number the queries."""
        ends, distances, places = found
        counts = np.diff(ends.astype(np.int64))
        queries = np.repeat(np.arange(len(counts)), counts)
        return np.stack([queries, places, distances], axis=1).astype(np.int64)


class ThreatExchange:
    """An index of `threatexchange`: hexadecimal in, entries out, one query a call."""

    def __init__(self, module: str, name: str) -> None:
        self._kind = getattr(importlib.import_module(module), name)
        self._faiss = importlib.import_module("faiss")

    def build(self, chunks: Iterator[Bits], *, threads: int) -> None:
        """Make the index of everything at once, as `threatexchange` does after a fetch."""
        self._faiss.omp_set_num_threads(threads)
        rows = (row.tobytes().hex() for chunk in chunks for row in chunk)
        self._index = self._kind(entries=((bits, place) for place, bits in enumerate(rows)))

    def find(self, queries: Bits, *, limit: int, threads: int) -> object:
        """Ask for one after the other, on as many threads."""
        self._check(limit)
        self._faiss.omp_set_num_threads(1)
        if threads == 1:
            return [self._ask(query) for query in queries]
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(self._ask, queries))

    def find_one(self, query: Bits, *, limit: int) -> object:
        """Ask once."""
        self._check(limit)
        return self._ask(query)

    def pairs(self, found: Any) -> Pairs:  # noqa: ANN401 - untyped
        """Take distances out of the matches."""
        rows = [
            (number, match.metadata, int(match.similarity_info.distance))
            for number, matches in enumerate(found)
            for match in matches
        ]
        return np.array(rows, dtype=np.int64).reshape(-1, 3)

    def add_one(self, bits: Bits) -> float:
        """Return the seconds that adding one entry takes."""
        start = time.perf_counter()
        self._index.add(bits.tobytes().hex(), len(self._index))
        return time.perf_counter() - start

    def _ask(self, query: Bits) -> object:
        return self._index.query(query.tobytes().hex())

    def _check(self, limit: int) -> None:
        if limit != LIMIT:
            raise ValueError(f"limit {limit}; this index knows {LIMIT} only")


def _multi_hash(faiss: Any) -> Any:  # noqa: ANN401 - untyped
    index = faiss.IndexBinaryMultiHash(256, PIECES, 256 // PIECES)
    index.nflip = LIMIT // PIECES
    return index


def _hash(flips: int) -> Callable[[Any], Any]:
    def make(faiss: Any) -> Any:  # noqa: ANN401 - untyped
        index = faiss.IndexBinaryHash(256, 16)
        index.nflip = flips
        return index

    return make


def add_one(engine: ThreatExchange, order: Answer) -> Answer:
    """Return the milliseconds that one more entry takes."""
    return {"add_1_ms": engine.add_one(order["queries"][0]) * 1000}


PDQ = "threatexchange.signal_type.pdq"
ENGINES: dict[str, Callable[[], Engine]] = {
    "IndexBinaryFlat": lambda: Faiss(lambda faiss: faiss.IndexBinaryFlat(256)),
    "IndexBinaryMultiHash": lambda: Faiss(_multi_hash),
    "IndexBinaryHash, 1 flip": lambda: Faiss(_hash(1)),
    "IndexBinaryHash, 3 flips": lambda: Faiss(_hash(3)),
    "PDQIndex": lambda: ThreatExchange(f"{PDQ}.pdq_index", "PDQIndex"),
    "PDQIndex2": lambda: ThreatExchange(f"{PDQ}.pdq_index2", "PDQIndex2"),
}

if __name__ == "__main__":
    serve(ENGINES[sys.argv[1]](), sys.argv[2], {"add_one": add_one})
