"""Realistic fingerprints in any number: bits of two pictures' coefficients laid over each other."""

import numpy as np
from numpy.typing import NDArray

from bench.matching.crops import BITS, SEED, WAVES, Coefficients

Bits = NDArray[np.uint8]  # (n, 32)

# Each chunk is drawn by itself, so a shorter list is the beginning of a longer one.
CHUNK = 20_000
# Chosen so that as many entries share a piece of 16 bits, or miss it by one, as among the crops
# themselves; above 0.9, entries with one main crop are near each other, as copies in real lists.
LEAST_SHARE, MOST_SHARE = 0.5, 1.0
CONTRAST = 1.5  # what is rich in contrast outweighs what is not, more than light laid over light


def bits_of(coefficients: Coefficients) -> Bits:
    """Return which are above the 128th of their row, as pdq-1 writes them: bit 255 first."""
    threshold = np.partition(coefficients, BITS // 2 - 1, axis=1)[:, BITS // 2 - 1, None]
    return np.packbits((coefficients > threshold)[:, ::-1], axis=1)


def views() -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Return order and signs of the coefficients in each of the eight views: (8, 256) each."""
    places = np.arange(BITS)
    down, across = places // WAVES % 2 == 0, places % WAVES % 2 == 0
    turned = places.reshape(WAVES, WAVES).T.ravel()
    orders = [turned if view & 4 else places for view in range(8)]
    signs = [
        np.where(down & bool(view & 2), -1, 1) * np.where(across & bool(view & 1), -1, 1)
        for view in range(8)
    ]
    return np.array(orders), np.array(signs, dtype=np.float32)


class Blender:
    """Crops of pictures, ready to be blended; always the same for a chunk's number."""

    def __init__(self, crops: Coefficients) -> None:
        """Take the coefficients of at least two crops, none of them all zero."""
        lengths = np.linalg.norm(crops, axis=1, keepdims=True)
        self._crops = crops / lengths * (lengths / lengths.mean()) ** CONTRAST
        self._orders, self._signs = views()

    def blend(self, number: int, count: int = CHUNK) -> Bits:
        """Return the fingerprints of one chunk."""
        draw = np.random.default_rng([SEED, number])
        shares = draw.uniform(LEAST_SHARE, MOST_SHARE, count).astype(np.float32)[:, None]
        return bits_of(shares * self._part(draw, count) + (1 - shares) * self._part(draw, count))

    def _part(self, draw: np.random.Generator, count: int) -> Coefficients:
        seen = draw.integers(0, 8, count)
        chosen = self._crops[draw.integers(0, len(self._crops), count)]
        return np.take_along_axis(chosen, self._orders[seen], axis=1) * self._signs[seen]
