"""Draw the common harmless pictures and write the guard list: python tools/build_guard_list.py."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageOps

sys.path.insert(0, str(Path(__file__).parents[1]))

from takeback import _kernel
from takeback.matching.guard import BITS, FEWEST_STEADY
from tools.guard_drawings.patterns import Drawing, patterns
from tools.guard_drawings.screens import screens
from tools.guard_drawings.signs import signs

TARGET = Path(__file__).parents[1] / "src" / "takeback" / "matching" / "guard_list.bin"
GRID = 64
# Each drawing is drawn again with the grain of a recompressed copy, and a two-hundredth aside.
GRAIN = 3.0  # of 255, on the reduced picture
SHIFTS = ((0, 0), (1, 0), (0, 1), (-1, -1))
# What is so near an earlier one, in the bits that count there, adds nothing.
SAME_WITHIN = 6

Bits = npt.NDArray[np.uint8]


def main() -> None:
    """Write the list."""
    TARGET.write_bytes(guard_bytes(drawings()))


def guard_bytes(given: Iterable[Drawing]) -> bytes:
    """Return what a file of these holds: 32 bytes of a fingerprint and 32 of which bits count.

    In rows, in the order of the drawings: of the first ones it is the beginning of the whole.
    """
    drawn = [pair for _, picture in given for pair in steady_fingerprints(picture)]
    rows = np.zeros((len(drawn), 8), np.uint64)
    count = 0
    for bits, steady in drawn:
        row = np.frombuffer(bits.tobytes() + steady.tobytes(), np.uint64)
        before = rows[:count]
        differing = (before[:, :4] ^ row[:4]) & before[:, 4:]
        if not np.any(np.bitwise_count(differing).sum(axis=1) <= SAME_WITHIN):
            rows[count] = row
            count += 1
    return rows[:count].tobytes()


def drawings() -> Iterator[Drawing]:
    """Yield every drawing with its name, and each with light and dark exchanged."""
    for family in (patterns(), signs(), screens()):
        for name, picture in family:
            yield name, picture
            yield f"{name}, inverted", ImageOps.invert(picture)


def steady_fingerprints(picture: Image.Image) -> Iterator[tuple[Bits, Bits]]:
    """Yield the bits of a drawing's eight flips and turns, each with which of them are steady.

    Of the picture reduced to 64 x 64 by area mean, which is near a partner's fingerprint of the
    drawing itself and equal to that of our own matcher. A drawing that is its own mirror image has
    bits that hang on a grain of dust; they do not count. Where hardly any is steady, all count, and
    only the drawing as it is is worth listing.
    """
    chance = np.random.default_rng(1)
    grain = chance.normal(0, GRAIN, (len(SHIFTS), GRID, GRID))
    clean = _reduced(picture)
    views = _fingerprints(clean)
    steady = np.full_like(views, 255)
    for shift, noise in zip(SHIFTS, grain, strict=True):
        again = _reduced(ImageChops.offset(picture, *shift)) + noise
        steady &= ~(views ^ _fingerprints(again))
    if np.bitwise_count(steady[0]).sum() < FEWEST_STEADY:
        yield views[0], np.full_like(views[0], 255)
        return
    yield from zip(views, steady, strict=True)


def _reduced(picture: Image.Image) -> npt.NDArray[np.float64]:
    pixels = np.asarray(picture, dtype=np.uint32)
    height, width = pixels.shape[0] // GRID, pixels.shape[1] // GRID
    sums = pixels.reshape(GRID, height, GRID, width).sum(axis=(1, 3))
    return np.asarray(sums / (height * width), dtype=np.float64)


def _fingerprints(grid: npt.NDArray[np.float64]) -> Bits:
    """Return the 32 bytes of each of the eight views."""
    grey = np.clip(np.round(grid), 0, 255).astype(np.uint8)
    _, views = _kernel.fingerprint(np.repeat(grey[:, :, np.newaxis], 3, axis=2))
    return np.frombuffer(b"".join(views), np.uint8).reshape(-1, BITS // 8)


if __name__ == "__main__":
    main()
