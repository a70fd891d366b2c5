"""Choosing views one after the other, each time the one that finds most of what is not found."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Step:
    """One view chosen, and the share found once it is there."""

    name: str
    found: float


def choose(
    finds: NDArray[np.bool_], names: list[str], *, weights: NDArray[np.float64], most: int
) -> list[Step]:
    """Return up to `most` steps; ends early when nothing that is left finds anything more.

    `finds` is (copies, candidates): whether a candidate finds a copy. `weights` is (copies,) and
    sums to 1.
    """
    is_found = np.zeros(len(finds), np.bool_)
    steps: list[Step] = []
    for _ in range(most):
        gains = (weights[:, None] * (finds & ~is_found[:, None])).sum(axis=0)
        best = int(np.argmax(gains))
        if gains[best] <= 0:
            break
        is_found |= finds[:, best]
        steps.append(Step(names[best], float(weights[is_found].sum())))
    return steps
