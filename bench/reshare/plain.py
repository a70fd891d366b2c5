"""What a partner has who runs an existing matcher: one plain fingerprint of what it sees."""

import numpy as np
import pdqhash
from numpy.typing import NDArray

from takeback.fingerprint.recipes import RECIPES

LIMIT = RECIPES["pdq-1"].limit


def plain_fingerprint(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], int]:
    """Return 32 bytes and the quality, computed as partners' existing matchers do."""
    bits, quality = pdqhash.compute(np.ascontiguousarray(pixels))
    return np.packbits(bits), int(quality)


def apart(some: NDArray[np.uint8], others: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Return (n, m): how many bits differ between rows of 32 bytes."""
    one, other = np.ascontiguousarray(some), np.ascontiguousarray(others)
    differ = one.view(np.uint64)[:, None] ^ other.view(np.uint64)[None]
    distances: NDArray[np.int32] = np.bitwise_count(differ).sum(axis=2, dtype=np.int32)
    return distances
