"""Our own side: pictures registered, a list that holds them, a query searched in it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from takeback import _kernel
from takeback.fingerprint.picture import fingerprint_pixels
from takeback.matching.efforts import HARDEST
from takeback.matching.house_list import HouseList, open_house_list
from takeback.matching.search import open_query, search


@dataclass(frozen=True)
class Entry:
    """One picture's listed fingerprints: (recipe, view, bits), in the order listed."""

    name: str
    rows: tuple[tuple[str, str, bytes], ...]

    def bits(self, recipe: str, views: Sequence[str] | None = None) -> NDArray[np.uint8]:
        """Return (n, 32): the fingerprints of a recipe, of all views or those named."""
        some = [
            bits
            for its_recipe, view, bits in self.rows
            if its_recipe == recipe and (views is None or view in views)
        ]
        return np.frombuffer(b"".join(some), np.uint8).reshape(-1, 32)


@dataclass(frozen=True)
class Registered:
    """Pictures by name, and the list that holds them all."""

    entries: dict[str, Entry]
    house: HouseList


def may_be_registered(pixels: NDArray[np.uint8]) -> bool:
    """Whether the service takes a picture: what is too plain as a whole, it refuses."""
    return fingerprint_pixels(pixels).is_clear_enough


def register(name: str, pixels: NDArray[np.uint8]) -> Entry:
    """Return what a list would hold of a picture."""
    made = _kernel.make_views(pixels)
    return Entry(name, tuple((recipe, view, bits) for view, recipe, bits, _ in made))


def listed(entries: Sequence[Entry]) -> HouseList:
    """Return the list that holds these entries."""
    return open_house_list(
        (entry.name, recipe, view, bits) for entry in entries for recipe, view, bits in entry.rows
    )


def found_by_effort(
    house: HouseList, pixels: NDArray[np.uint8], *, most: int = HARDEST
) -> dict[str, int]:
    """Return the entries that are found in a picture, each with the least effort that finds it."""
    found: dict[str, int] = {}
    for match in search(open_query(pixels), house, effort=most):
        found[match.entry] = min(match.effort, found.get(match.entry, HARDEST))
    return found
