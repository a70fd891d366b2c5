"""Recipe pdq-mean-1 written down plainly: the twin that the kernel is compared with.

Sums are made of whole numbers below 2**53, which doubles hold exactly.
"""

import math

import numpy as np
from numpy.typing import NDArray

SIDE = 512
GRID = 64
STEPS = 4096  # of an edge in one pixel of the plane

Box = tuple[float, float, float, float]


def _overlaps(edges: NDArray[np.int64], length: int, count: int) -> NDArray[np.float64]:
    """How much of each of `count` stretches of a length lies between each two edges."""
    starts = np.arange(count) * length
    first = np.maximum(edges[:-1, None], starts)
    last = np.minimum(edges[1:, None], starts + length)
    return np.asarray(np.maximum(last - first, 0), dtype=np.float64)


def plane_of(pixels: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the working plane, 256 times luma, of a picture (height, width, 1, 3 or 4)."""
    weights = [1000] if pixels.shape[2] == 1 else [299, 587, 114]
    luma = pixels[..., : len(weights)].astype(np.float64) @ np.array(weights, np.float64)
    shares = []
    for pixel_count in luma.shape:
        cells = min(pixel_count, SIDE)
        edges = np.arange(cells + 1) * pixel_count
        shares.append(_overlaps(edges, cells, pixel_count))
    sums = (shares[0] @ luma @ shares[1].T).astype(np.int64)
    whole = 125 * luma.size
    return (64 * sums + whole) // (2 * whole)


def _edges(first: float, last: float, pixel_count: int) -> NDArray[np.int64]:
    most = pixel_count * STEPS
    left = min(max(math.floor(first * most + 0.5), 0), most - GRID)
    right = min(max(math.floor(last * most + 0.5), left + GRID), most)
    place = np.arange(GRID + 1)
    return (left * (GRID - place) + right * place) // GRID


def grid_of(plane: NDArray[np.int64], box: Box) -> NDArray[np.float32]:
    """Return the means over the cells of a box, whose sides are single floats in 0 to 1."""
    left, top, right, bottom = (float(np.float32(side)) for side in box)
    height, width = plane.shape
    across, down = _edges(left, right, width), _edges(top, bottom, height)
    sums = _overlaps(down, STEPS, height) @ plane @ _overlaps(across, STEPS, width).T
    areas = np.diff(down)[:, None] * np.diff(across)[None, :]
    means: NDArray[np.float32] = (sums / (256.0 * areas)).astype(np.float32)
    return means


def _cosines() -> NDArray[np.float32]:
    scale = float(np.float32(math.sqrt(2 / GRID)))
    waves = [
        [scale * math.cos(math.pi / 128 * (k + 1) * (2 * x + 1)) for x in range(GRID)]
        for k in range(16)
    ]
    return np.array(waves).astype(np.float32)


def waves_of(grid: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the 16 x 16 slowest waves; every sum in single floats, in the recipe's order."""
    cosines = _cosines()
    half = np.zeros((16, GRID), np.float32)
    waves = np.zeros((16, 16), np.float32)
    for k in range(GRID):
        half += cosines[:, k, None] * grid[k]
    for k in range(GRID):
        waves += half[:, k, None] * cosines[:, k]
    return waves


def digits_of(grid: NDArray[np.float32]) -> str:
    """Return the 64 hexadecimal digits of a grid."""
    values = waves_of(grid).ravel()
    bits = values > np.sort(values)[127]
    return np.packbits(bits[::-1]).tobytes().hex()


def quality_of(grid: NDArray[np.float32]) -> int:
    """Return how much there is to see, 0 to 100."""
    steps = (np.diff(grid, axis=0).ravel(), np.diff(grid, axis=1).ravel())
    total = sum(
        int(np.abs((step * np.float32(100) / np.float32(255)).astype(np.int32)).sum())
        for step in steps
    )
    return min(total // 90, 100)
