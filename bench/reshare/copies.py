"""Each photograph shared again in every way, and who finds the copy."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.reshare.change import Transform
from bench.reshare.ours import Registered, found_by_effort
from bench.reshare.photographs import Photograph
from bench.reshare.plain import LIMIT, apart, plain_fingerprint
from bench.reshare.transforms import apply
from takeback.fingerprint.picture import MIN_QUALITY, VIEWS

KEY = "report"
EFFORTS = (0, 1, 2, 3)


@dataclass(frozen=True)
class Copy:
    """One copy, and who finds it.

    `effort` is the least effort of ours that does, `None` when none does; `others` counts wrong
    photographs that were matched.
    """

    transform: str
    family: str
    severity: int
    is_found_plain: bool
    is_found_in_eight: bool
    is_found_by_views: bool
    effort: int | None
    others: int

    def is_found(self, way: str) -> bool:
        """Whether one of `WAYS` finds it."""
        if way.startswith("effort"):
            return self.effort is not None and self.effort <= int(way[-1])
        return {
            "plain": self.is_found_plain,
            "eight": self.is_found_in_eight,
            "views": self.is_found_by_views,
        }[way]


# One plain fingerprint against one; against eight flips and turns; against all published views;
# and our own matcher.
WAYS = ("plain", "eight", "views", *(f"effort {effort}" for effort in EFFORTS))


def share_again(shared: tuple[Registered, Sequence[Transform]], photo: Photograph) -> list[Copy]:
    """Return the copies of one photograph."""
    registered, transforms = shared
    entry = registered.entries[photo.name]
    one, _ = plain_fingerprint(photo.pixels)
    copies = []
    for each in transforms:
        pixels = np.ascontiguousarray(apply(each.name, photo.image, f"{KEY}/{photo.name}"))
        query, quality = plain_fingerprint(pixels)
        is_seen = quality >= MIN_QUALITY
        efforts = found_by_effort(registered.house, pixels)
        copies.append(
            Copy(
                each.name,
                each.family,
                each.severity,
                is_found_plain=is_seen and _is_near(query, one[None]),
                is_found_in_eight=is_seen and _is_near(query, entry.bits("pdq-1", VIEWS)),
                is_found_by_views=is_seen and _is_near(query, entry.bits("pdq-1")),
                effort=efforts.get(photo.name),
                others=len(efforts.keys() - {photo.name}),
            )
        )
    return copies


def _is_near(query: NDArray[np.uint8], listed: NDArray[np.uint8]) -> bool:
    return bool((apart(query[None], listed) <= LIMIT).any())
