"""Lists and queries, written once and read by everybody who is measured.

Run as `python -m bench.matching.lists [SIZE...]`. A list is a `.npy` of (n, 32) bytes. Of its 1,000
queries the first half are entries of it with 0 to 40 bits changed, in the order of `planted`; the
others are drawn alike and not listed.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bench.matching.blends import CHUNK, Bits, Blender
from bench.matching.crops import BITS, SEED, crops
from bench.matching.places import bits_folder
from bench.reshare.progress import in_processes

Kind = Literal["real", "random"]
KINDS: tuple[Kind, ...] = ("real", "random")
SIZES = (100_000, 1_000_000, 10_000_000)
QUERIES = 1_000
PLANTED = QUERIES // 2
FARTHEST = 40
UNLISTED_CHUNK = 1_000_000  # far behind the last chunk of any list


@dataclass(frozen=True)
class Listed:
    """A list of `size` fingerprints of one kind, by the files that hold it."""

    kind: Kind
    size: int

    @property
    def name(self) -> str:
        """What files are called by, as `real-10m`."""
        return f"{self.kind}-{label(self.size)}"

    @property
    def path(self) -> Path:
        """The entries: (size, 32)."""
        return bits_folder() / f"{self.name}.npy"

    @property
    def queries_path(self) -> Path:
        """The queries: (1000, 32)."""
        return bits_folder() / f"queries-{self.name}.npy"

    @property
    def planted_path(self) -> Path:
        """Place in the list and bits changed, of the first 500 queries: (500, 2)."""
        return bits_folder() / f"planted-{self.name}.npy"


def label(size: int) -> str:
    """Return a size shortly: `100k`, `10m`, or its digits."""
    for unit, letter in ((1_000_000, "m"), (1_000, "k")):
        if size % unit == 0:
            return f"{size // unit}{letter}"
    return str(size)


def distances() -> NDArray[np.intp]:
    """Return how many bits are changed in each planted query: 0 to 40, each as often."""
    return np.arange(PLANTED) % (FARTHEST + 1)


def plant(entries: Bits, changed: NDArray[np.intp], draw: np.random.Generator) -> Bits:
    """Return each entry with so many of its bits turned over, any of them."""
    turned = np.zeros((len(entries), BITS), dtype=bool)
    for row, count in zip(turned, changed, strict=True):
        row[draw.choice(BITS, count, replace=False)] = True
    return entries ^ np.packbits(turned, axis=1)


def random_chunk(number: int, count: int = CHUNK) -> Bits:
    """Return fingerprints of bits that are thrown."""
    return np.random.default_rng([SEED, number, 1]).integers(0, 256, (count, 32), dtype=np.uint8)


def _real_chunk(blender: Blender, number: int) -> Bits:
    return blender.blend(number)


def _random_chunk(_: None, number: int) -> Bits:
    return random_chunk(number)


def _chunks(listed: Listed, blender: Blender | None) -> Iterator[Bits]:
    numbers = range(-(-listed.size // CHUNK))
    if blender is None:
        return in_processes(_random_chunk, numbers, shared=None, label=listed.name)
    return in_processes(_real_chunk, numbers, shared=blender, label=listed.name)


def write(listed: Listed, blender: Callable[[], Blender]) -> None:
    """Write the list and its queries, unless they are there.

    The list is written under another name first: one that is there is complete.
    """
    if listed.planted_path.exists():
        return
    ours = blender() if listed.kind == "real" else None
    partial = listed.path.with_suffix(".partial")
    entries = np.lib.format.open_memmap(
        partial, mode="w+", dtype=np.uint8, shape=(listed.size, BITS // 8)
    )
    done = 0
    for chunk in _chunks(listed, ours):
        rows = chunk[: listed.size - done]
        entries[done : done + len(rows)] = rows
        done += len(rows)
    entries.flush()
    draw = np.random.default_rng([SEED, listed.size])
    places = draw.choice(listed.size, PLANTED, replace=False)
    unlisted = (ours.blend if ours else random_chunk)(UNLISTED_CHUNK, QUERIES - PLANTED)
    queries = np.concatenate([plant(np.asarray(entries[places]), distances(), draw), unlisted])
    np.save(listed.queries_path, queries)
    partial.rename(listed.path)
    np.save(listed.planted_path, np.stack([places, distances()], axis=1))


def write_all(chosen: Sequence[Listed]) -> None:
    """Write the lists that are not there yet."""
    made: list[Blender] = []

    def blender() -> Blender:
        if not made:
            made.append(Blender(crops()[0]))
        return made[0]

    for listed in chosen:
        write(listed, blender)
        print(f"  {listed.path}", flush=True)


if __name__ == "__main__":
    given = [int(size) for size in sys.argv[1:]] or SIZES
    write_all([Listed(kind, size) for size in given for kind in KINDS])
