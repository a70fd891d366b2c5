"""Which of the boxes found in a query is the picture that somebody shows there?"""

import numpy as np
import numpy.typing as npt

from takeback.matching.boxes import Boxes

Luma = npt.NDArray[np.float32]

STEP = 5.0  # luma from one pixel to the next; more is busy
# How much busier a shown picture is than what surrounds it, as shares of the area: interfaces with
# text are busy in a tenth of theirs.
LEAST_CONTRAST = 0.12
MOST_SUBJECTS = 2
SEVERAL = 0.15  # boxes that overlap by less than this share are two pictures and not one


def subjects(luma: Luma, boxes: Boxes) -> Boxes:
    """Return the boxes that are busy while what surrounds them is not, the clearest first.

    At most `MOST_SUBJECTS`; none when the query seems to be one picture. `luma` has the shape
    (height, width), 0 to 255.
    """
    thin = luma[::2, ::2]
    if min(thin.shape) < 2 or not len(boxes):
        return boxes[:0]
    busy = np.abs(np.diff(thin, axis=0))[:, 1:] > STEP
    busy |= np.abs(np.diff(thin, axis=1))[1:] > STEP
    sums = np.zeros((busy.shape[0] + 1, busy.shape[1] + 1), dtype=np.int32)
    np.cumsum(np.cumsum(busy, axis=0, dtype=np.int32), axis=1, out=sums[1:, 1:])
    sizes = np.tile(np.array(busy.shape[::-1]), 2)
    left, top, right, bottom = np.rint(boxes * sizes).astype(np.int64).T
    inside = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
    area = np.maximum((right - left) * (bottom - top), 1)
    outside = (sums[-1, -1] - inside) / np.maximum(busy.size - area, 0.02 * busy.size)
    contrast = inside / area - 2 * outside
    chosen: list[int] = []
    for number in np.argsort(-contrast, kind="stable").tolist():
        is_apart = all(_overlap(boxes[number], boxes[other]) < SEVERAL for other in chosen)
        if contrast[number] >= LEAST_CONTRAST and is_apart and len(chosen) < MOST_SUBJECTS:
            chosen.append(number)
    return boxes[chosen]


def _overlap(one: npt.NDArray[np.float32], other: npt.NDArray[np.float32]) -> float:
    """Return the shared area as a share of the smaller box's."""
    shared = np.clip(np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2]), 0, None)
    smaller = min(float((box[2:] - box[:2]).prod()) for box in (one, other))
    return float(shared.prod()) / max(smaller, 1e-9)
