"""The thin margins between a frame's edge and the picture in it: a chat bubble's, a print's."""

import numpy as np
import numpy.typing as npt

from takeback.matching.boxes import Boxes

Luma = npt.NDArray[np.float32]

WIDEST = 12  # pixels of the plane; wider margins have edges of their own
FLAT = 8.0  # luma, darkest to brightest of a line; compression makes some


def without_margins(luma: Luma, boxes: Boxes) -> Boxes:
    """Return the boxes that have flat margins, without them; boxes that have none are left out.

    `luma` has the shape (height, width), 0 to 255.
    """
    sizes = np.tile(np.array(luma.shape[::-1]), 2)
    kept = [_inner(luma, np.rint(box * sizes).astype(np.int64)) for box in boxes]
    changed = [box for box in kept if box is not None]
    return np.asarray(np.array(changed).reshape(-1, 4) / sizes, dtype=np.float32)


def _inner(luma: Luma, box: npt.NDArray[np.int64]) -> npt.NDArray[np.int64] | None:
    left, top, right, bottom = box.tolist()
    shown = luma[top:bottom, left:right]
    if min(shown.shape) < 4 * WIDEST:
        return None
    # The corners of a frame are often round: they say nothing of its sides.
    rows, columns = shown[:, WIDEST:-WIDEST], shown[WIDEST:-WIDEST].T
    near, far = (columns, rows), (columns[::-1], rows[::-1])
    cut = np.array([*map(_flat_lines, near), *(-_flat_lines(lines) for lines in far)])
    return box + cut if cut.any() and np.abs(cut).max() < WIDEST else None


def _flat_lines(lines: Luma) -> int:
    """Return how many of the first lines are flat: `WIDEST` when all that are looked at."""
    near = lines[:WIDEST]
    is_busy = near.max(axis=1) - near.min(axis=1) > FLAT
    return int(is_busy.argmax()) if is_busy.any() else WIDEST
