"""Parts of a picture as boxes: in shares of its width and height, `(left, top, right, bottom)`."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

# (n, 4): left, top, right, bottom; 0 is the picture's left or upper edge, 1 its right or lower.
Boxes = npt.NDArray[np.float32]

WHOLE = (0.0, 0.0, 1.0, 1.0)
NO_BOXES: Boxes = np.zeros((0, 4), dtype=np.float32)
SAME = 0.008  # of a side; boxes nearer than this give fingerprints about 15 bits apart or less
SMALLEST_SIDE = 0.08  # of the picture; of less there is too little left to be recognised


def as_boxes(rows: Iterable[tuple[float, float, float, float]]) -> Boxes:
    """Return boxes from tuples; none for none."""
    return np.array(list(rows), dtype=np.float32).reshape(-1, 4)


def areas(boxes: Boxes) -> npt.NDArray[np.float32]:
    """Return each box's share of the picture's area."""
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def inside(inner: Boxes, outer: npt.NDArray[np.float32]) -> Boxes:
    """Return boxes given in shares of the box `outer` in shares of the picture."""
    sides = np.array([outer[2] - outer[0], outer[3] - outer[1]], dtype=np.float32)
    return (np.tile(outer[:2], 2) + inner * np.tile(sides, 2)).astype(np.float32)


def distinct(boxes: Boxes, *, most: int) -> Boxes:
    """Return the first `most` boxes that are large enough and unlike all that come before them."""
    kept: Boxes = np.empty((most, 4), dtype=np.float32)
    count = 0
    sides = boxes[:, 2:] - boxes[:, :2]
    for box, side in zip(boxes, sides, strict=True):
        if count == most:
            break
        if side.min() < SMALLEST_SIDE:
            continue
        if not (np.abs(kept[:count] - box).max(axis=1, initial=0.0) < SAME * side.max()).any():
            kept[count] = box
            count += 1
    return kept[:count]
