"""Near misses that are worth refining: which, of all that came near."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from takeback.matching.efforts import MOST_CANDIDATES, MOST_OF_AN_ENTRY


@dataclass(frozen=True)
class Pairs:
    """Parts of a query and listed fingerprints that are near each other: number n is one pair.

    `parts` and `listed` are their places; `distances` are bits.
    """

    parts: npt.NDArray[np.int64]
    listed: npt.NDArray[np.int64]
    distances: npt.NDArray[np.int64]

    def where(self, chosen: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> "Pairs":
        """Return some of the pairs, by a mask or by number."""
        return Pairs(self.parts[chosen], self.listed[chosen], self.distances[chosen])


def _masks() -> npt.NDArray[np.uint64]:
    """Bits of coarse structure, ever coarser: rings about the lowest wave, as (3, 4) words.

    Bit k of a fingerprint, as a number, belongs to the wave k / 16 down and k % 16 across.
    """
    k = np.arange(255, -1, -1)
    ring = np.hypot(k // 16 + 1, k % 16 + 1)
    return np.stack([np.packbits(ring <= radius).view(np.uint64) for radius in (13, 9, 6)])


MASKS = _masks()


def weighted(differing: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """Return the weighted distance of (n, 4) words of differing bits.

    A part that lies a few per cent off disagrees in the fine waves first; of unrelated pictures all
    waves disagree alike. So coarse waves count up to four times.
    """
    total: npt.NDArray[np.int64] = np.bitwise_count(differing).sum(axis=1, dtype=np.int64)
    for mask in MASKS:
        total += np.bitwise_count(differing & mask).sum(axis=1, dtype=np.int64)
    return total


def choose(pairs: Pairs, *, scores: npt.NDArray[np.int64], owners: npt.NDArray[np.int64]) -> Pairs:
    """Return the pairs with the lowest scores, best first, so many that work stays bounded.

    `owners` are the entries of the pairs' listed fingerprints. At most `MOST_OF_AN_ENTRY` of one
    entry and `MOST_CANDIDATES` in all.
    """
    taken: dict[int, int] = {}
    chosen: list[int] = []
    for number in np.lexsort((pairs.listed, pairs.parts, scores)).tolist():
        owner = int(owners[number])
        if taken.get(owner, 0) < MOST_OF_AN_ENTRY:
            taken[owner] = taken.get(owner, 0) + 1
            chosen.append(number)
        if len(chosen) == MOST_CANDIDATES:
            break
    return pairs.where(np.array(chosen, dtype=np.int64))
