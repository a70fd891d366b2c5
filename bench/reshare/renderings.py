"""Any part of a picture on any canvas as 64 x 64 luma: a plain twin of the kernel's renderings."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from takeback import _kernel

Box = tuple[float, float, float, float]  # left, top, right, bottom in shares of the sides
Fill = float | Literal["own"]
GRID = 64
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class Rendering:
    """The part `box` of a picture, laid at `place` on a canvas filled by one luma or own blur."""

    box: Box
    place: Box = WHOLE
    fill: Fill = 0.0
    canvas: float = 1.0  # width to height; only tells how the own blur covers it


def _shares(start: float, end: float, cells: int, pixels: int) -> NDArray[np.float64]:
    """Return (cells, pixels): the part of each cell of `start` to `end` that each pixel makes."""
    edges = np.linspace(start, end, cells + 1)[:, None]
    low, high = (
        np.maximum(edges[:-1], np.arange(pixels)),
        np.minimum(edges[1:], np.arange(1, pixels + 1)),
    )
    shares: NDArray[np.float64] = np.maximum(high - low, 0) / ((end - start) / cells)
    return shares


def _axis(box: tuple[float, float], place: tuple[float, float], pixels: int) -> NDArray[np.float64]:
    """Return (GRID, pixels): how the canvas's cells are made of the picture along one side."""
    scale = (box[1] - box[0]) / (place[1] - place[0])
    start, end = box[0] - place[0] * scale, box[1] + (1 - place[1]) * scale
    shares = _shares(start * pixels, end * pixels, GRID, pixels)
    edges = np.arange(pixels)
    shares[:, (edges + 1 <= box[0] * pixels) | (edges >= box[1] * pixels)] = 0
    return shares


def _own_blur(luma: NDArray[np.float32], canvas: float) -> NDArray[np.float64]:
    height, width = luma.shape
    across, down = min(1.0, canvas / (width / height)), min(1.0, (width / height) / canvas)
    image = Image.fromarray(luma)
    left, top = (1 - across) / 2 * width, (1 - down) / 2 * height
    part = (left, top, left + across * width, top + down * height)
    small = image.resize((8, 8), Image.Resampling.BOX, box=part)
    return np.asarray(small.resize((GRID, GRID), Image.Resampling.BILINEAR), np.float64) * 0.8


def render(luma: NDArray[np.float32], rendering: Rendering) -> NDArray[np.uint8]:
    """Return the canvas as (64, 64) luma; `luma` is the picture's, (height, width), 0 to 255."""
    height, width = luma.shape
    left, top, right, bottom = rendering.box
    x1, y1, x2, y2 = rendering.place
    across = _axis((left, right), (x1, x2), width)
    down = _axis((top, bottom), (y1, y2), height)
    covered = down.sum(axis=1)[:, None] * across.sum(axis=1)[None, :]
    is_own = rendering.fill == "own"
    fill = _own_blur(luma, rendering.canvas) if is_own else np.float64(rendering.fill)
    drawn = down @ luma @ across.T + (1 - covered.clip(0, 1)) * fill
    drawn_bytes: NDArray[np.uint8] = drawn.round().clip(0, 255).astype(np.uint8)
    return drawn_bytes


def fingerprints(
    luma: NDArray[np.float32], renderings: list[Rendering]
) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Return (n, 2, 32) bits, as it is and mirrored, and (n,) qualities."""
    whole = np.array([WHOLE], np.float32)
    made = [
        _kernel.Plane(render(luma, each)).fingerprint_boxes(whole, [0, 1]) for each in renderings
    ]
    bits = np.concatenate([bits for bits, _ in made])
    return bits, np.concatenate([quality for _, quality in made])
