"""The plain twin of `Index`: a list, and every fingerprint compared."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from takeback.matching.index import Bits, Index, Neighbours

Row = tuple[int, int, int, int]  # query, distance, id, tag


@dataclass
class PlainIndex:
    """Fingerprints in the order of adding."""

    bits: list[bytes] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)

    def add(self, bits: Bits, ids: npt.NDArray[np.int64], tags: npt.NDArray[np.uint16]) -> None:
        self.bits += [row.tobytes() for row in bits]
        self.ids += [int(number) for number in ids]
        self.tags += [int(tag) for tag in tags]

    def withdraw(self, ids: set[int]) -> int:
        kept = [place for place, number in enumerate(self.ids) if number not in ids]
        gone = len(self.ids) - len(kept)
        self.bits = [self.bits[place] for place in kept]
        self.ids = [self.ids[place] for place in kept]
        self.tags = [self.tags[place] for place in kept]
        return gone

    def search(self, queries: Bits, limit: int) -> list[Row]:
        words = np.frombuffer(b"".join(self.bits), dtype=np.uint64).reshape(-1, 4)
        found: list[Row] = []
        for number, query in enumerate(np.ascontiguousarray(queries).view(np.uint64)):
            distances = np.bitwise_count(words ^ query).sum(axis=1, dtype=np.int64)
            near = np.flatnonzero(distances <= limit)
            for place in near[np.argsort(distances[near], kind="stable")]:
                found.append(
                    (number, int(distances[place]), self.ids[int(place)], self.tags[int(place)])
                )
        return found


def rows_of(found: Neighbours) -> list[Row]:
    """Return what an index found, as the twin says it."""
    columns = (found.queries, found.distances, found.ids, found.tags)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def assert_same(index: Index, twin: PlainIndex, queries: Bits, limit: int) -> None:
    """Both hold as many, and find the same, in the same order, however it is searched."""
    expected = twin.search(queries, limit)

    assert len(index) == len(twin.ids)
    assert rows_of(index.search_many(queries, limit)) == expected
    assert rows_of(index.search_many(queries, limit, threads=2)) == expected
    assert rows_of(index.search_many(queries, limit, by="scan")) == expected


def random_bits(random: np.random.Generator, count: int) -> Bits:
    """Return fingerprints that have nothing in common."""
    return random.integers(0, 256, (count, 32), dtype=np.uint8)


def flipped(random: np.random.Generator, bits: Bits, most: int) -> Bits:
    """Return copies of which 0 to `most` bits are flipped."""
    changed = np.unpackbits(bits, axis=1)
    for row in changed:
        places = random.choice(256, int(random.integers(0, most + 1)), replace=False)
        row[places] ^= 1
    return np.packbits(changed, axis=1)
