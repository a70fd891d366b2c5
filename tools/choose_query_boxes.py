"""Prints where to search a query that shows no sign of where to look: `SEARCHED` of query_boxes.py.

By geometry alone, no picture is looked at: a few thousand crops by chance, and of many boxes those,
one after the other, that bring a listed view within the reach of refinement for the most crops that
are still unmet. To be run again when the table of views changes.
"""

from itertools import product

import numpy as np
from numpy.typing import NDArray

from takeback.matching.house_list import known_views

CROPS = 2600
WANTED = 80
SIDES = (0.38, 0.44, 0.5, 0.56, 0.62, 0.68, 0.74, 0.8, 0.86, 0.92, 1.0)
PLACES = (0.0, 0.25, 0.5, 0.75, 1.0)
NARROWEST = 2.2  # width to height or height to width
# Bits that a fingerprint changes by for each hundredth that a box is moved, or grown on each side,
# in one direction; moves in several directions add up like lengths at right angles. Measured on 40
# photographs.
MOVED, GROWN = 23.0, 13.0
REACH = 95.0  # bits; where refinement mostly starts from

Floats = NDArray[np.float64]


def crops(chance: np.random.Generator) -> Floats:
    """Return crops as people make them: to a shape, at a side, into a corner, anywhere."""
    made = []
    for number in range(CROPS):
        width, height = 1.0, 1.0
        match number % 5:
            case 0:
                width, height = chance.uniform(0.5, 1, 2)
            case 1:
                width = chance.uniform(0.3, 0.95)
            case 2:
                height = chance.uniform(0.3, 0.95)
            case 3:
                width = height = chance.uniform(0.5, 0.97)
            case _:
                width, height = chance.uniform(0.5, 0.8, 2)
        across, down = (
            chance.choice([0.0, 0.5, 1.0, chance.uniform(0, 1)]) * (1 - side)
            for side in (width, height)
        )
        made.append((across, down, across + width, down + height))
    return np.array(made)


def candidates() -> Floats:
    """Return boxes of many sizes and places."""
    made = {
        (across * (1 - width), down * (1 - height), width, height)
        for width, height, across, down in product(SIDES, SIDES, PLACES, PLACES)
        if max(width / height, height / width) <= NARROWEST
    }
    boxes = np.array(sorted(made))
    boxes[:, 2:] += boxes[:, :2]
    return boxes


def met(cut: Floats, listed: Floats, boxes: Floats) -> NDArray[np.bool_]:
    """Return which boxes of which crops come near one listed view: (crops, boxes)."""
    sizes = cut[:, 2:] - cut[:, :2]
    low = cut[:, np.newaxis, :2] + sizes[:, np.newaxis] * boxes[:, :2]
    high = cut[:, np.newaxis, :2] + sizes[:, np.newaxis] * boxes[:, 2:]
    extent = listed[2:] - listed[:2]
    moved = ((low + high) - (listed[:2] + listed[2:])) / 2 / extent * 100
    grown = ((high - low) / extent - 1) / 2 * 100
    bits = np.hypot(MOVED * moved, GROWN * grown)
    return np.asarray(np.hypot(bits[..., 0], bits[..., 1]) <= REACH)


def main() -> None:
    """Print the chosen boxes, and the share of crops met after each ten."""
    cut, boxes = crops(np.random.default_rng(1)), candidates()
    table = np.zeros((len(cut), len(boxes)), dtype=np.bool_)
    for listed in known_views().boxes.astype(np.float64):
        table |= met(cut, listed, boxes)
    open_ = np.ones(len(cut), dtype=np.bool_)
    for number in range(WANTED):
        best = int(table[open_].sum(axis=0).argmax())
        open_ &= ~table[:, best]
        print(f"    ({', '.join(f'{side:.4g}' for side in boxes[best])}),")
        if number % 10 == 9:
            print(f"    # {1 - open_.mean():.1%} of the crops are met")


if __name__ == "__main__":
    main()
