"""Pictures inside a picture, found by their straight edges: a screenshot's, a collage's."""

import numpy as np
import numpy.typing as npt

from takeback.matching.boxes import NO_BOXES, WHOLE, Boxes

Luma = npt.NDArray[np.float32]
Marks = npt.NDArray[np.bool_]
Lines = npt.NDArray[np.int64]

STEP = 5.0  # luma from one pixel to the next; compression alone seldom makes more
GAP = 5  # pixels of an edge that may be missing in a row: where both sides happen to be alike
SHORTEST = 0.15  # of the picture's side
SMALLEST = 16  # pixels; of less there is nothing to be found in
MOST_LINES = 14  # in each direction; bounds the work at 14,400 boxes, whatever the picture holds
MOST_BOXES = 14
# What must be seen of each side, and of the four together.
LEAST_SEEN, SEEN_TOGETHER = 0.25, 0.5
BESIDE = 3  # pixels; where the neighbourhood of an edge is looked at
BUSY_BOTH = 0.6
OWN_EDGE = 0.7  # seen of the picture's own edge


def boxes_by_edges(luma: Luma) -> Boxes:
    """Return boxes with straight edges on all four sides, best seen first: at most `MOST_BOXES`.

    `luma` has the shape (height, width), 0 to 255.
    """
    height, width = luma.shape
    if min(height, width) < SMALLEST:
        return NO_BOXES
    across = np.abs(luma[1:] - luma[:-1]) > STEP  # between row y and y + 1
    along = np.abs(luma[:, 1:] - luma[:, :-1]).T > STEP
    rows, columns = _lines(across), _lines(along)
    row_sums, column_sums = _sums(across, rows), _sums(along, columns)
    top, bottom = _pairs(rows)
    left, right = _pairs(columns)
    # Every pair of rows with every pair of columns.
    top, left = np.repeat(top, len(left)), np.tile(left, len(top))
    bottom, right = np.repeat(bottom, len(right)), np.tile(right, len(bottom))
    x, y = columns, rows
    seen = np.stack(
        [
            _seen(row_sums, top, x[left], x[right]),
            _seen(row_sums, bottom, x[left], x[right]),
            _seen(column_sums, left, y[top], y[bottom]),
            _seen(column_sums, right, y[top], y[bottom]),
        ]
    )
    score = seen.mean(axis=0)
    is_good = (seen.min(axis=0) >= LEAST_SEEN) & (score >= SEEN_TOGETHER)
    order = np.flatnonzero(is_good)[np.argsort(-score[is_good], kind="stable")]
    sides = np.stack([x[left], y[top], x[right], y[bottom]], axis=1)[order[: 3 * MOST_BOXES]]
    return _unlike((sides / np.array([width, height, width, height])).astype(np.float32))


def _lines(marks: Marks) -> Lines:
    """Return the rows that stand out as edges, as the number of the first row below each.

    Half of them have the longest edges, half most more edge than the rows about them. The first and
    the last are the picture's own edges.
    """
    length = _longest_runs(marks) / marks.shape[1]
    share = marks.mean(axis=1)
    beside = np.pad(share, BESIDE, mode="edge")
    excess = share - (beside[: -2 * BESIDE] + beside[2 * BESIDE :]) / 2
    least = max(4.0 / marks.shape[1], SHORTEST)
    lines = np.concatenate([_peaks(length, least=least), _peaks(excess, least=0.08)])
    return np.concatenate([[0], np.unique(lines) + 1, [len(marks) + 1]])


def _peaks(values: npt.NDArray[np.float64], *, least: float) -> Lines:
    neighbours = np.lib.stride_tricks.sliding_window_view(np.pad(values, 2, mode="edge"), 5)
    peaks = np.flatnonzero((values >= least) & (values == neighbours.max(axis=1)))
    return peaks[np.argsort(-values[peaks], kind="stable")[: MOST_LINES // 2]]


def _longest_runs(marks: Marks) -> Lines:
    """Return for each row the length of its longest run of marks, small gaps closed."""
    # The other way round, running down: ten times as fast as running along.
    down = np.ascontiguousarray(marks.T)
    places = np.arange(len(down), dtype=np.int16)[:, np.newaxis]
    last = np.maximum.accumulate(np.where(down, places, np.int16(-GAP - 2)), axis=0)
    start = np.maximum.accumulate(np.where(places - last > GAP, places, np.int16(-1)), axis=0)
    return np.asarray((last - start).max(axis=0), dtype=np.int64)


def _pairs(lines: Lines) -> tuple[Lines, Lines]:
    """Return the numbers of all pairs of lines that are not too near each other."""
    first, second = np.triu_indices(len(lines), 1)
    is_wide = lines[second] - lines[first] >= SHORTEST * lines[-1]
    return first[is_wide], second[is_wide]


def _sums(marks: Marks, lines: Lines) -> npt.NDArray[np.float64]:
    """Return running sums of how much edge is seen along each line: shape (lines, length + 1).

    An edge that a slight tilt or the reduction spread over two rows counts in both; what is as busy
    on both sides counts less.
    """
    inner = lines[1:-1] - 1
    last = len(marks) - 1

    def near(offset: int) -> Marks:
        return marks[np.clip(inner + offset, 0, last)]

    at = near(0) | near(-1) | near(1)
    beside = np.minimum(
        _smooth(near(-BESIDE) | near(-BESIDE - 1) | near(-BESIDE + 1)),
        _smooth(near(BESIDE) | near(BESIDE + 1) | near(BESIDE - 1)),
    )
    sums = np.zeros((len(lines), marks.shape[1] + 1))
    np.cumsum(at - BUSY_BOTH * beside, axis=1, out=sums[1:-1, 1:])
    sums[[0, -1]] = OWN_EDGE * np.arange(sums.shape[1])
    return sums


def _smooth(marks: Marks) -> npt.NDArray[np.float64]:
    sums = np.cumsum(np.pad(marks, ((0, 0), (9, 8)), mode="edge"), axis=1)
    return np.asarray((sums[:, 17:] - sums[:, :-17]) / 17)


def _seen(
    sums: npt.NDArray[np.float64], line: Lines, start: Lines, end: Lines
) -> npt.NDArray[np.float64]:
    """Return the share of each line between start and end that is an edge."""
    return np.asarray((sums[line, end] - sums[line, start]) / (end - start))


def _unlike(boxes: Boxes) -> Boxes:
    """Drop boxes that repeat a better one, one pixel more or less, and the whole picture."""
    kept: list[npt.NDArray[np.float32]] = [np.array(WHOLE, dtype=np.float32)]
    for box in boxes:
        if all(np.abs(box - other).max() > 0.012 for other in kept):
            kept.append(box)
    return np.array(kept[1 : 1 + MOST_BOXES], dtype=np.float32).reshape(-1, 4)
