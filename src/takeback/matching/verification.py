"""Is it really the same picture? Its other listed parts are compared where they should be."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from takeback import _kernel
from takeback.matching.boxes import Boxes, areas
from takeback.matching.efforts import (
    BETTER_SHARE,
    ENOUGH_TO_REFUTE,
    MOST_SKEW_DEGREES,
    MOST_TAPER,
    REFUTED_ABOVE,
    TOGETHER_LIMITS,
    VERIFIED_LIMIT,
    WEAK_LEAST_COMPARED,
    WEAK_TOGETHER_LIMIT,
)
from takeback.matching.house_list import HouseList, known_views
from takeback.matching.proposals import Quads, corners_of

OUTSIDE = 0.02  # of the query; how far a part's corner may lie beyond its edge,
LEAST_INSIDE = 0.88  # or how much of the part must lie inside: what is cut off counts as its edge
SMALLEST = 24.0  # pixels of the plane; of a smaller part there is too little left to compare
MIN_QUALITY = 20
LEAST_COMPARED = 2
ALIKE = 0.75  # of two boxes' joint area; boxes that share more are taken to be the same part


@dataclass(frozen=True)
class Fit:
    """A claim: the query shows the known view `view` of the entry `entry` in the corners `quad`.

    `is_negative` says that it shows light and dark swapped.
    """

    entry: int
    view: int
    quad: npt.NDArray[np.float32]
    is_negative: bool


@dataclass(frozen=True)
class Verification:
    """How far an entry's other parts are from what the query shows in their places.

    `score` is the mean, in bits, over the better share of the `compared` parts that lie inside the
    query; unrelated pictures give 85 and more. `quality` is the mean of what the query shows there.
    """

    score: float
    compared: int
    quality: float

    @property
    def speaks_against(self) -> bool:
        """Whether enough parts were compared and they are as different as of unrelated pictures."""
        return self.compared >= ENOUGH_TO_REFUTE and self.score > REFUTED_ABOVE

    def agrees(self, refined: int, *, is_weak: bool) -> bool:
        """Whether it is the same picture, when the refined view differs in `refined` bits.

        `is_weak` says that there is little to tell the entry or the query by.
        """
        together = self.score + refined
        if is_weak:
            return self.compared >= WEAK_LEAST_COMPARED and together <= WEAK_TOGETHER_LIMIT
        limits = [
            limit
            for quality, compared, limit in TOGETHER_LIMITS
            if self.quality >= quality and self.compared >= compared
        ]
        return self.score <= VERIFIED_LIMIT and together <= max(limits, default=-1.0)


def verify(plane: _kernel.Plane, listed: HouseList, fit: Fit) -> Verification | None:
    """Compare the entry's other parts where they should be.

    `None` when fewer than two lie inside the query: then nothing is known.
    """
    distances, qualities = compare(plane, listed, fit)
    if len(distances) < LEAST_COMPARED:
        return None
    better = np.sort(distances)[: int(np.ceil(BETTER_SHARE * len(distances)))]
    return Verification(float(better.mean()), len(distances), float(qualities.mean()))


def is_plausible(quad: npt.NDArray[np.float32], aspect: float) -> bool:
    """Whether a picture could be shown in these corners: nearly a rectangle, at any angle.

    `aspect` is the query's width divided by its height.
    """
    corners = quad.astype(np.float64) * np.array([aspect, 1.0])
    sides = np.roll(corners, -1, axis=0) - corners
    lengths = np.linalg.norm(sides, axis=1)
    if lengths.min() < 1e-6:
        return False
    skew = np.abs((sides * np.roll(sides, 1, axis=0)).sum(axis=1))
    skew /= lengths * np.roll(lengths, 1)
    taper = np.maximum(lengths[:2] / lengths[2:], lengths[2:] / lengths[:2]).max()
    return bool(skew.max() <= np.sin(np.radians(MOST_SKEW_DEGREES)) and taper <= MOST_TAPER)


def compare(
    plane: _kernel.Plane, listed: HouseList, fit: Fit
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    """Return how far the entry's other parts are from what the query shows in their places.

    In bits; and the quality of what it shows. Parts outside the query are left out, and places that
    show next to nothing.
    """
    rows = slice(listed.starts[fit.entry], listed.starts[fit.entry + 1])
    views, bits = listed.check_views[rows], listed.checks[rows]
    boxes = known_views().boxes
    quads = predict(boxes[views], boxes[fit.view], fit.quad)
    is_usable = is_another(boxes[views], boxes[fit.view]) & _can_be_compared(quads, plane)
    shown, qualities = _kernel.fingerprint_quads(plane, np.ascontiguousarray(quads[is_usable]))
    differing = (~shown if fit.is_negative else shown) ^ bits[is_usable]
    distances = np.bitwise_count(differing).sum(axis=1, dtype=np.int64)
    is_clear = qualities >= MIN_QUALITY
    return distances[is_clear], qualities[is_clear]


def is_another(boxes: Boxes, known: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """Which show another part than `known`: what was refined towards proves nothing."""
    shared = np.minimum(boxes[:, 2:], known[2:]) - np.maximum(boxes[:, :2], known[:2])
    shared_area = np.clip(shared, 0, None).prod(axis=1)
    joint_area = areas(boxes) + areas(known[np.newaxis]) - shared_area
    return np.asarray(shared_area < ALIKE * joint_area)


def predict(boxes: Boxes, known: npt.NDArray[np.float32], quad: npt.NDArray[np.float32]) -> Quads:
    """Return where the query shows boxes of the original, when `quad` shows the box `known`."""
    sides = known[2:] - known[:2]
    places = (corners_of(boxes) - known[:2]) / sides
    return _project(_homography(quad.astype(np.float64)), places).astype(np.float32)


def _homography(quad: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the 3 x 3 map from the unit square to a quad (Heckbert, 1989)."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = quad
    dx1, dx2, sx = x1 - x2, x3 - x2, x0 - x1 + x2 - x3
    dy1, dy2, sy = y1 - y2, y3 - y2, y0 - y1 + y2 - y3
    area = dx1 * dy2 - dx2 * dy1
    g = (sx * dy2 - dx2 * sy) / area
    h = (dx1 * sy - sx * dy1) / area
    return np.array(
        [
            [x1 - x0 + g * x1, x3 - x0 + h * x3, x0],
            [y1 - y0 + g * y1, y3 - y0 + h * y3, y0],
            [g, h, 1.0],
        ]
    )


def _project(
    homography: npt.NDArray[np.float64], places: npt.NDArray[np.floating]
) -> npt.NDArray[np.float64]:
    """Map places of the shape (n, 4, 2); what lies behind the viewer becomes NaN."""
    mapped = places @ homography[:, :2].T + homography[:, 2]
    depth = np.where(mapped[..., 2:] > 0.05, mapped[..., 2:], np.nan)
    return np.asarray(mapped[..., :2] / depth)


def _is_mostly_inside(quads: Quads) -> npt.NDArray[np.bool_]:
    """Which lie inside the query but for a strip, by the upright boxes about them."""
    first, last = quads.min(axis=1), quads.max(axis=1)
    shown = np.clip(np.minimum(last, 1) - np.maximum(first, 0), 0, None)
    return np.asarray(shown.prod(axis=1) >= LEAST_INSIDE * (last - first).prod(axis=1))


def _can_be_compared(quads: Quads, plane: _kernel.Plane) -> npt.NDArray[np.bool_]:
    """Which lie inside the query, and are shown large enough."""
    is_inside = ((quads >= -OUTSIDE) & (quads <= 1 + OUTSIDE)).all(axis=(1, 2))
    is_inside |= _is_mostly_inside(quads)
    pixels = quads * np.array([plane.width, plane.height], dtype=np.float32)
    sides = np.linalg.norm(pixels - np.roll(pixels, 1, axis=1), axis=2)
    return np.asarray(is_inside & (sides.min(axis=1) >= SMALLEST))
