"""What must be found, and how much of it was."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.matching.serving import Bits, Pairs

LIMIT = 31
CHUNK = 200_000  # rows compared at a time; small enough for the processor's cache


@dataclass(frozen=True)
class Recall:
    """Shares, 0 to 1, of planted neighbours and of all pairs; how many were reported wrongly."""

    planted: float
    pairs: float
    wrong: int

    @property
    def is_exact(self) -> bool:
        """Whether everything was found and nothing else."""
        return self.pairs == 1 and not self.wrong


def brute_force(entries: Bits, queries: Bits, rows: NDArray[np.intp]) -> Pairs:
    """Return the pairs of some of the queries by plain numpy, by query and place."""
    found = []
    for start in range(0, len(entries), CHUNK):
        words = np.ascontiguousarray(entries[start : start + CHUNK]).view(np.uint64)
        for row in rows:
            apart = np.bitwise_count(words ^ queries[row].view(np.uint64))
            distances = apart.sum(axis=1, dtype=np.int64)
            places = np.flatnonzero(distances <= LIMIT)
            query = np.full(len(places), row)
            found.append(np.stack([query, start + places, distances[places]], axis=1))
    pairs = np.concatenate(found)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def of(pairs: Pairs, queries: NDArray[np.intp]) -> Pairs:
    """Return only those of some queries."""
    return pairs[np.isin(pairs[:, 0], queries)]


def recall(found: Pairs, truth: Pairs, planted: NDArray[np.int64]) -> Recall:
    """Compare what was found with what is there, distances included.

    A row of `planted` is a place and how many bits were changed, for the first queries.
    """
    seen = set(map(tuple, found.tolist()))
    there = set(map(tuple, truth.tolist()))
    within = [
        (query, place, bits)
        for query, (place, bits) in enumerate(planted.tolist())
        if bits <= LIMIT
    ]
    return Recall(
        planted=sum(pair in seen for pair in within) / len(within),
        pairs=len(seen & there) / max(1, len(there)),
        wrong=len(seen - there) + len(found) - len(seen),
    )
