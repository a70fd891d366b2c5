"""Which parts of a query are looked up, effort by effort."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from takeback import _kernel
from takeback.matching.boxes import WHOLE, Boxes, as_boxes, distinct, inside
from takeback.matching.house_list import known_views
from takeback.matching.margins import without_margins
from takeback.matching.orientations import ALL, AS_IT_IS, CORNERS, MIRROR
from takeback.matching.query_boxes import PARTS, SEARCHED, TILES, TILTS
from takeback.matching.straight_edges import boxes_by_edges
from takeback.matching.subjects import subjects
from takeback.matching.texture import boxes_by_texture

# Bounds the work: at most 128 boxes of a query are looked up, whatever is in it, and 8 tilted ones.
MOST_FOUND = 32
MOST_BOXES = 127  # besides the whole
IN_ALL_ORIENTATIONS = 10  # of the found boxes; the others as they are and mirrored
AS_NEGATIVES = 4
WITH_PARTS = 4
MIN_QUALITY = 50  # of a part; with less to see unrelated ones are alike, say the makers of PDQ

Quads = npt.NDArray[np.float32]  # (n, 4, 2): corners in shares of the query, see the kernel


@dataclass(frozen=True)
class Parts:
    """Fingerprints of parts of a query, each in one orientation.

    `quads[n]` are the corners of what `bits[n]` shows, in the order in which it shows them;
    `is_negative` says that light and dark were swapped.
    """

    bits: npt.NDArray[np.uint8]
    quads: Quads
    orientations: npt.NDArray[np.int64]
    is_negative: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Contents:
    """What was found in a query: `boxes`, in order of trust; `subjects` are the first of them.

    There are subjects only when the query shows pictures in calm surroundings.
    """

    boxes: Boxes
    subjects: Boxes


def whole_picture(plane: _kernel.Plane) -> Parts:
    """Effort 0: the whole query in its eight orientations."""
    return _parts_of_boxes(plane, as_boxes([WHOLE]), ALL)


def look_inside(plane: _kernel.Plane, found: Boxes) -> Parts:
    """Effort 1: what was found in the query, the tiles of a collage, and negatives."""
    main, others = found[:IN_ALL_ORIENTATIONS], found[IN_ALL_ORIENTATIONS:]
    upright = _parts_of_boxes(plane, main, ALL)
    negatives = np.concatenate([as_boxes([WHOLE]), found[:AS_NEGATIVES]])
    return join(
        upright,
        _parts_of_boxes(plane, others, (AS_IT_IS, MIRROR)),
        _negative(_parts_of_boxes(plane, negatives, (AS_IT_IS, MIRROR))),
    )


def searched(plane: _kernel.Plane, boxes: Boxes, quads: Quads) -> Parts:
    """Effort 2: boxes over the query and over what was found in it, and small turns."""
    return join(
        _parts_of_boxes(plane, boxes, (AS_IT_IS, MIRROR)),
        _parts_of_quads(plane, quads, (AS_IT_IS, MIRROR)),
    )


def find_contents(plane: _kernel.Plane) -> Contents:
    """Find the boxes in which a picture seems to be shown: at most `MOST_FOUND`.

    What is busy in calm surroundings comes first, then what is left without borders of one colour,
    then what straight edges and texture say, then the tiles of a collage.
    """
    luma = plane.luma()
    by_edges = boxes_by_edges(luma)
    seen = [without_margins(luma, by_edges), _alternately(by_edges, boxes_by_texture(luma))]
    found = np.concatenate([as_boxes([plane.trim()]), *seen])
    is_part = np.abs(found - np.array(WHOLE, dtype=np.float32)).max(axis=1) > 0.004
    seen_boxes = distinct(found[is_part], most=MOST_FOUND)
    shown = subjects(luma, seen_boxes)
    boxes = distinct(np.concatenate([shown, seen_boxes, TILES]), most=MOST_FOUND)
    return Contents(boxes, shown)


def places_to_search(contents: Contents, *, aspect: float) -> tuple[Boxes, Quads]:
    """Return what to look up when nothing that was found is listed: boxes, and tilted quads.

    The boxes are spread over the query or, when it shows pictures in calm surroundings, mostly over
    those; none is among those that were found. `aspect` is the query's width divided by its height.
    """
    whole = as_boxes([WHOLE])
    over = [inside(SEARCHED, box) for box in contents.subjects]
    within = [inside(PARTS, box) for box in contents.boxes[:WITH_PARTS]]
    if over:
        places = [_registered_in(contents.subjects[:1]), _alternately(*over), SEARCHED]
    else:
        places = [_registered_in(whole), *within[:2], SEARCHED, *within[2:]]
    boxes = distinct(np.concatenate([contents.boxes, *places]), most=MOST_BOXES)
    middles = np.concatenate([contents.subjects, whole, contents.boxes])[:2]
    quads = [_tilted(box, degrees, aspect) for box in middles for degrees in TILTS]
    return boxes[len(contents.boxes) :], np.array(quads, dtype=np.float32).reshape(-1, 4, 2)


def _registered_in(subject: Boxes) -> Boxes:
    """Where the listed parts are, if nothing was cut off: what covers the others is avoided."""
    return inside(known_views().boxes, subject[0])


def _alternately(*groups: Boxes) -> Boxes:
    """Return the first box of each group, the second of each, and so on."""
    length = max(len(boxes) for boxes in groups)
    order = [boxes[i] for i in range(length) for boxes in groups if i < len(boxes)]
    return np.array(order, dtype=np.float32).reshape(-1, 4)


def _tilted(box: npt.NDArray[np.float32], degrees: float, aspect: float) -> npt.NDArray[np.float64]:
    """Return the largest tilted quad of a box's own shape about its middle that stays inside."""
    square = np.array([aspect, 1.0])  # shares to equal units
    middle, half = (box[:2] + box[2:]) / 2, (box[2:] - box[:2]) / 2 * square
    angle = np.radians(degrees)
    cosine, sine = np.cos(angle), np.sin(angle)
    longest = max(half[0] / half[1], half[1] / half[0])
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    corners /= cosine + abs(sine) * longest
    turned = corners @ np.array([[cosine, sine], [-sine, cosine]])
    return np.asarray(middle + turned / square)


def corners_of(boxes: Boxes) -> Quads:
    """Return boxes as quads: top left, top right, bottom right, bottom left."""
    return np.ascontiguousarray(boxes[:, [[0, 1], [2, 1], [2, 3], [0, 3]]])


def _parts_of_boxes(plane: _kernel.Plane, boxes: Boxes, orientations: tuple[int, ...]) -> Parts:
    bits, qualities = plane.fingerprint_boxes(np.ascontiguousarray(boxes), orientations)
    is_clear = qualities >= MIN_QUALITY
    return _in_orientations(bits[is_clear], corners_of(boxes)[is_clear], orientations)


def _parts_of_quads(plane: _kernel.Plane, quads: Quads, orientations: tuple[int, ...]) -> Parts:
    bits, qualities = zip(
        *(_kernel.fingerprint_quads(plane, quads[:, CORNERS[each]]) for each in orientations),
        strict=True,
    )
    is_clear = qualities[0] >= MIN_QUALITY
    return _in_orientations(np.stack(bits, axis=1)[is_clear], quads[is_clear], orientations)


def _in_orientations(
    bits: npt.NDArray[np.uint8], quads: Quads, orientations: tuple[int, ...]
) -> Parts:
    """Return parts from bits of the shape (n, orientations, 32) and n upright quads."""
    numbers = np.array(orientations, dtype=np.int64)
    count = len(quads) * len(numbers)
    return Parts(
        bits=bits.reshape(count, 32),
        quads=quads[:, CORNERS[numbers]].reshape(count, 4, 2),
        orientations=np.tile(numbers, len(quads)),
        is_negative=np.zeros(count, dtype=np.bool_),
    )


def _negative(parts: Parts) -> Parts:
    """Swapping light and dark turns every bit round, for the median turns round with it."""
    return Parts(~parts.bits, parts.quads, parts.orientations, ~parts.is_negative)


def join(*groups: Parts) -> Parts:
    """Return the parts of all groups, in order."""
    return Parts(
        bits=np.concatenate([group.bits for group in groups]),
        quads=np.concatenate([group.quads for group in groups]),
        orientations=np.concatenate([group.orientations for group in groups]),
        is_negative=np.concatenate([group.is_negative for group in groups]),
    )
