"""The vectors of recipe pdq-mean-1: parts of drawn pictures, and what they must give."""

from dataclasses import dataclass
from pathlib import Path

from tests.kernel.vectors import Drawing

MEAN_FILE = Path(__file__).parents[2] / "kernel/vectors/pdq-mean-1.txt"


@dataclass(frozen=True)
class Part:
    """A view by its name, its sides in hundredths of the picture, and what it must give."""

    view: str
    percent: tuple[int, int, int, int]
    quality: int
    digits: str

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom, 0 to 1."""
        left, top, right, bottom = (side / 100 for side in self.percent)
        return left, top, right, bottom


@dataclass(frozen=True)
class MeanVector:
    """A picture and its parts."""

    drawing: Drawing
    parts: tuple[Part, ...]


def read_mean_vectors() -> list[MeanVector]:
    """Return every vector of the file."""
    blocks = MEAN_FILE.read_text().split("\n\n")[1:]
    return [_read_block(block) for block in blocks]


def _read_block(block: str) -> MeanVector:
    (_, kind, *numbers), *lines = (line.split() for line in block.splitlines())
    width, height, seed = map(int, numbers)
    return MeanVector(Drawing(kind, width, height, seed), tuple(map(_read_part, lines)))


def _read_part(words: list[str]) -> Part:
    view, *numbers, digits = words
    left, top, right, bottom, quality = map(int, numbers)
    return Part(view, (left, top, right, bottom), quality, digits)
