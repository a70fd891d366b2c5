"""Matches between pictures that have nothing to do with each other: there should be none."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bench.reshare.copies import EFFORTS
from bench.reshare.ours import Entry, found_by_effort, listed, may_be_registered, register
from bench.reshare.progress import in_processes
from bench.reshare.table import FAMILIES
from bench.reshare.transforms import apply
from bench.reshare.unrelated import Unrelated, is_drawing, with_parts
from takeback.matching.house_list import HouseList

# No picture is searched for in a list that holds it or a part of it: in a fourth of all there are.
FOLDS = 4
AS_THEY_ARE, CHANGED = "as they are", "as screenshots and collages"
DRAWINGS = "against drawings"


@dataclass(frozen=True)
class Listed:
    """A registered picture, with what tells its relatives."""

    picture: Unrelated
    entry: Entry
    fold: int
    is_drawing: bool


@dataclass(frozen=True)
class FalseMatch:
    """Two unrelated pictures that were matched, and by which effort first."""

    query: str
    entry: str
    effort: int


@dataclass(frozen=True)
class Pairs:
    """What was compared, and what matched though it should not."""

    count: int
    matches: tuple[FalseMatch, ...]

    def at(self, effort: int) -> int:
        """Return how many matched at this effort or a smaller one."""
        return sum(match.effort <= effort for match in self.matches)


def fold_of(picture: Unrelated) -> int:
    """Return the part of all pictures that one belongs to with its parts, 0 to `FOLDS` - 1."""
    return sum(picture.photo.name.encode()) % FOLDS


def register_all(wholes: Sequence[Unrelated]) -> list[Listed]:
    """Register pictures and their parts."""
    made = in_processes(_register, wholes, shared=None, label="registered")
    return list(chain.from_iterable(made))


def _register(_: None, whole: Unrelated) -> list[Listed]:
    is_drawn = is_drawing(whole)
    return [
        Listed(each, register(each.name, each.pixels), fold_of(whole), is_drawn)
        for each in with_parts(whole)
        if may_be_registered(each.pixels)
    ]


def _changed(query: Unrelated) -> NDArray[np.uint8]:
    """Return a query as a screenshot or in a collage, which of them is told by its name."""
    rows = [*FAMILIES["screenshot"], *FAMILIES["collage"]]
    name = rows[sum(query.name.encode()) % len(rows)][0]
    image = apply(name, Image.fromarray(query.pixels), f"false/{query.name}")
    return np.ascontiguousarray(image)


def _search(shared: tuple[HouseList, dict[str, str], bool], query: Unrelated) -> list[FalseMatch]:
    house, origins, is_changed = shared
    pixels = _changed(query) if is_changed else query.pixels
    return [
        FalseMatch(query.name, entry, effort)
        for entry, effort in found_by_effort(house, pixels).items()
        if origins[entry] != query.origin
    ]


def measure(
    wholes: Sequence[Unrelated], registered: Sequence[Listed], queries: int
) -> dict[str, Pairs]:
    """Search for up to `queries` of some pictures, none of them in a list that holds it.

    Photographs and paintings, which are what visitors register, are searched among each other. A
    quarter of everything is also searched in a list of drawings, which is far harder.
    """
    pictures = [each for each in registered if not each.is_drawing]
    drawings = [each for each in registered if each.is_drawing]
    asked = [each.picture for each in pictures]
    asked = [asked[place] for place in np.random.default_rng(2).permutation(len(asked))][:queries]
    return {
        AS_THEY_ARE: _compare(asked, pictures, is_changed=False),
        CHANGED: _compare(asked, pictures, is_changed=True),
        DRAWINGS: _compare(wholes[: queries // 4], drawings, is_changed=False),
    }


def _compare(
    asked: Sequence[Unrelated], registered: Sequence[Listed], *, is_changed: bool
) -> Pairs:
    matches: list[FalseMatch] = []
    count = 0
    for fold in range(FOLDS):
        held = [each for each in registered if each.fold != fold]
        mine = [each for each in asked if fold_of(each) == fold]
        origins = {each.entry.name: each.picture.origin for each in held}
        relatives = Counter(origins.values())
        shared = (listed([each.entry for each in held]), origins, is_changed)
        label = f"unrelated, part {fold + 1} of {FOLDS}"
        matches += chain.from_iterable(in_processes(_search, mine, shared=shared, label=label))
        count += sum(len(held) - relatives[query.origin] for query in mine)
    return Pairs(count, tuple(matches))


def upper_bound(pairs: Pairs, effort: int) -> float:
    """Return how many false matches in 10 million pairs there are at most, with 95 % confidence.

    The one-sided upper end for a Poisson count; within 0.2 of the exact one where any were found.
    """
    found = pairs.at(effort)
    most = 3.0 if found == 0 else found + 1.645 * (found + 1) ** 0.5 + 1.4
    return most / max(1, pairs.count) * 10_000_000


def figures(measured: dict[str, Pairs]) -> dict[str, dict[str, object]]:
    """Return false matches and their upper bound in 10 million pairs."""
    return {
        kind: {
            "pairs": pairs.count,
            **{f"effort {effort}": pairs.at(effort) for effort in EFFORTS},
            "at_most_in_10_million": round(upper_bound(pairs, EFFORTS[-1]), 2),
            "which": [f"{match.query} {match.entry} {match.effort}" for match in pairs.matches],
        }
        for kind, pairs in measured.items()
    }
