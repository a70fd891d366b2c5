"""The busy parts of a picture: what stands between flat or blurred surroundings."""

import numpy as np
import numpy.typing as npt

from takeback.matching.boxes import NO_BOXES, Boxes, as_boxes

Luma = npt.NDArray[np.float32]

SMALLEST = 16  # pixels; of less there is nothing to be found in
# Luma from one pixel to the next. Blurred surroundings stay under the first, interfaces with some
# compression under the second.
STEPS = (1.5, 5.0)
# How much of a row must be busy for it to belong to a picture and not to text and symbols.
SHARES = (0.12, 0.3, 0.5)
GAP = 0.03  # of the side; a calm strip as narrow as this does not divide a picture
SHORTEST = 0.12  # of the side
MOST_PARTS = 3  # in each direction
SNAP = 0.015  # of the side; how far a side is moved to the strongest edge


def boxes_by_texture(luma: Luma) -> Boxes:
    """Return the busy parts, found by cutting the picture into rows, columns and rows again.

    `luma` has the shape (height, width), 0 to 255. At most 54 boxes.
    """
    height, width = luma.shape
    if min(height, width) < SMALLEST:
        return NO_BOXES
    down = np.abs(np.diff(luma, axis=0, append=luma[-1:]))
    along = np.abs(np.diff(luma, axis=1, append=luma[:, -1:]))
    steepest = np.maximum(down, along)
    found: list[tuple[int, int, int, int]] = []
    for step in STEPS:
        busy = steepest > step
        for share in SHARES:
            found += [_snapped(part, down, along) for part in _parts(busy, share)]
    return as_boxes(
        (left / width, top / height, right / width, bottom / height)
        for left, top, right, bottom in found
    )


def _parts(busy: npt.NDArray[np.bool_], share: float) -> list[tuple[int, int, int, int]]:
    """Return boxes in pixels: left, top, right, bottom."""
    boxes = []
    for top, bottom in _runs(busy.mean(axis=1), share):
        band = busy[top:bottom]
        for left, right in _runs(band.mean(axis=0), share):
            for upper, lower in _runs(band[:, left:right].mean(axis=1), share)[:1]:
                boxes.append((left, top + upper, right, top + lower))
    return boxes


def _runs(profile: npt.NDArray[np.float64], share: float) -> list[tuple[int, int]]:
    """Return the longest stretches where the profile is above the share, longest first."""
    is_busy = np.concatenate([[False], profile >= share, [False]])
    changes = np.flatnonzero(is_busy[1:] != is_busy[:-1])
    starts, ends = changes[::2], changes[1::2]
    if not len(starts):
        return []
    is_divided = starts[1:] - ends[:-1] > max(2.0, GAP * len(profile))
    starts = starts[np.concatenate([[True], is_divided])]
    ends = ends[np.concatenate([is_divided, [True]])]
    lengths = ends - starts
    order = np.argsort(-lengths, kind="stable")[:MOST_PARTS]
    least = max(8.0, SHORTEST * len(profile))
    return [(int(starts[i]), int(ends[i])) for i in order if lengths[i] >= least]


def _snapped(box: tuple[int, int, int, int], down: Luma, right: Luma) -> tuple[int, int, int, int]:
    """Move each side to the strongest edge near it; the picture's own edges count as none."""
    left, top, end, bottom = box
    columns, rows = right[top:bottom].mean(axis=0), down[:, left:end].mean(axis=1)
    return (
        _strongest(columns, left),
        _strongest(rows, top),
        _strongest(columns, end),
        _strongest(rows, bottom),
    )


def _strongest(profile: npt.NDArray[np.float32], place: int) -> int:
    """Return where the strongest step near `place` is: `profile[i]` lies between i and i + 1."""
    reach = max(2, round(SNAP * len(profile)))
    if place <= 1 or place >= len(profile) - 1:
        return 0 if place <= 1 else len(profile)
    start = max(0, place - 1 - reach)
    near = profile[start : place + reach]
    return start + int(near.argmax()) + 1
