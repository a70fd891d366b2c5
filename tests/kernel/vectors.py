"""The shared vectors: pictures drawn by recipe, and the fingerprints they must give."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).parents[2] / "kernel/vectors/pdq-1.txt"
LINES_PER_VECTOR = 10


@dataclass(frozen=True)
class Drawing:
    """A picture by recipe; kernel/vectors/README.md has the formulas."""

    kind: str
    width: int
    height: int
    seed: int

    def __str__(self) -> str:
        return f"{self.kind}-{self.width}x{self.height}-{self.seed}"


@dataclass(frozen=True)
class Vector:
    """A picture and what must come of it; `views` in the order of the file, 64 digits each."""

    drawing: Drawing
    quality: int
    views: dict[str, str]


def read_vectors() -> list[Vector]:
    """Return every vector of the file."""
    lines = [line.split() for line in FILE.read_text().splitlines()]
    kept = [words for words in lines if words and not words[0].startswith("#")]
    starts = range(0, len(kept), LINES_PER_VECTOR)
    return [_vector(kept[start : start + LINES_PER_VECTOR]) for start in starts]


def _vector(lines: list[list[str]]) -> Vector:
    (_, kind, *numbers), (_, quality), *views = lines
    width, height, seed = map(int, numbers)
    return Vector(Drawing(kind, width, height, seed), int(quality), dict(views))


def draw(drawing: Drawing) -> NDArray[np.uint8]:
    """Return the pixels of a recipe, in the shape (height, width, 3)."""
    shape = (drawing.height, drawing.width, 3)
    y, x, c = (place.astype(np.int32) for place in np.ogrid[: shape[0], : shape[1], : shape[2]])
    return np.broadcast_to(_value(drawing, x, y, c), shape).astype(np.uint8, order="C")


def _value(
    drawing: Drawing, x: NDArray[np.int32], y: NDArray[np.int32], c: NDArray[np.int32]
) -> NDArray[np.int32]:
    width, height, seed = drawing.width, drawing.height, drawing.seed
    match drawing.kind:
        case "flat":
            return np.int32(seed) + 0 * x
        case "noise":
            drawn = np.fromiter(_numbers(seed), np.int32, count=width * height * 3)
            return drawn.reshape(height, width, 3) % 256
        case "gradient":
            ramps = np.where(c == 0, x * 255 // width, y * 255 // height)
            return np.where(c == 2, (x + y + seed) % 256, ramps)
        case "checkers":
            return (x // seed + y // seed) % 2 * 255
        case "stripes":
            return 20 + (x + 2 * c) // seed % 2 * 210
        case "waves":
            return _waves(drawing, x, y, c)
    raise ValueError(f"no recipe draws {drawing.kind}")


def _waves(
    drawing: Drawing, x: NDArray[np.int32], y: NDArray[np.int32], c: NDArray[np.int32]
) -> NDArray[np.int32]:
    source = _numbers(drawing.seed)
    total = 0 * (x + y + c)
    for _ in range(4):
        across, down, start = next(source) % 12, next(source) % 12, next(source) % 512
        place = across * x * 256 // drawing.width + down * y * 256 // drawing.height
        phase = (place + start + 40 * c) % 512
        total += np.where(phase < 256, phase, 511 - phase)
    return total // 4 * 31 // 32 + (7 * x + 13 * y + 5 * c) % 8


def _numbers(seed: int) -> Iterator[int]:
    state = seed
    while True:
        state = (state * 1664525 + 1013904223) % 2**32
        yield state >> 16
