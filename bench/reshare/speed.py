"""Milliseconds of a query by effort, against ten thousand registered pictures, in one thread."""

import time
from collections.abc import Sequence
from statistics import median

import numpy as np
from numpy.typing import NDArray

from bench.reshare.copies import EFFORTS
from bench.reshare.ours import Entry, found_by_effort, listed
from bench.reshare.photographs import Photograph
from bench.reshare.transforms import apply, transforms

REGISTERED = 10_000


def queries(photos: Sequence[Photograph]) -> list[NDArray[np.uint8]]:
    """Return pictures as they come in, none of them on the list."""
    every = transforms()
    changed = [
        apply(every[(11 * number) % len(every)].name, photo.image, f"speed/{photo.name}")
        for number, photo in enumerate(photos)
    ]
    return [np.ascontiguousarray(image) for image in changed]


def measure(entries: Sequence[Entry], photos: Sequence[Photograph]) -> dict[str, object]:
    """Return the median, and the slowest of twenty, of each effort; decoded pixels to answer.

    Queries that are on no list take longest: nothing ends their search early.
    """
    house, asked = listed(entries[:REGISTERED]), queries(photos)
    figures: dict[str, object] = {"registered": len(house.entries), "queries": len(asked)}
    for effort in EFFORTS:
        took = []
        for pixels in asked:
            start = time.thread_time()
            found_by_effort(house, pixels, most=effort)
            took.append(1000 * (time.thread_time() - start))
        took.sort()
        figures[f"effort {effort}"] = round(median(took), 1)
        figures[f"effort {effort}, 95th of 100"] = round(took[len(took) * 95 // 100], 1)
    return figures
