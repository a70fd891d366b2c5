"""Which parts of a picture our own matcher should have registered: who is met by its search."""

import numpy as np
from numpy.typing import NDArray

from bench.reshare.candidates import relative_boxes
from bench.reshare.photographs import Photograph
from bench.reshare.plain import apart
from bench.reshare.transforms import apply, transforms
from takeback import _kernel
from takeback.fingerprint.picture import MIN_QUALITY
from takeback.matching import proposals
from takeback.matching.candidates import weighted
from takeback.matching.efforts import LIMIT, REFINED_LIMIT, START_LIMIT, START_WEIGHTED
from takeback.matching.house_list import as_words
from takeback.matching.proposals import Parts

Finds = NDArray[np.bool_]


def all_parts(pixels: NDArray[np.uint8]) -> tuple[_kernel.Plane, Parts]:
    """Return everything that a search of a picture looks up, up to effort 2."""
    plane = _kernel.Plane(pixels)
    found = proposals.find_contents(plane)
    boxes, quads = proposals.places_to_search(found, aspect=pixels.shape[1] / pixels.shape[0])
    return plane, proposals.join(
        proposals.whole_picture(plane),
        proposals.look_inside(plane, found.boxes),
        proposals.searched(plane, boxes, quads),
    )


def house_finds(key: str, photo: Photograph) -> tuple[list[str], Finds, Finds]:
    """Return names, and (transforms, candidates) twice: found by look-ups, found by refinement.

    A registered part counts as found by refinement when its best start ends within the limit;
    verification is left out, for it compares with what is registered besides.
    """
    boxes = relative_boxes()
    plane = _kernel.Plane(photo.pixels)
    sides = np.array(list(boxes.values()), np.float32)
    bits, qualities = plane.fingerprint_boxes(sides, (0,))
    is_clear = qualities >= MIN_QUALITY
    looked_up = np.zeros((len(transforms()), len(boxes)), np.bool_)
    refined = looked_up.copy()
    for number, each in enumerate(transforms()):
        copy = np.ascontiguousarray(apply(each.name, photo.image, f"{key}/{photo.name}"))
        looked_up[number], refined[number] = _met(copy, np.ascontiguousarray(bits[:, 0]))
    return list(boxes), looked_up & is_clear, (looked_up | refined) & is_clear


def _met(copy: NDArray[np.uint8], listed: NDArray[np.uint8]) -> tuple[Finds, Finds]:
    """Return which listed fingerprints are within the limit, and which come there by refinement."""
    plane, parts = all_parts(copy)
    if not len(parts.bits):
        return np.zeros(len(listed), np.bool_), np.zeros(len(listed), np.bool_)
    distances = apart(listed, parts.bits)
    is_met = distances.min(axis=1) <= LIMIT
    words, targets = as_words(parts.bits).T, as_words(listed).T
    nearness = np.stack([weighted(words ^ target) for target in targets])
    nearness[distances > START_LIMIT] = START_WEIGHTED + 1
    best = nearness.argmin(axis=1)
    is_near = nearness.min(axis=1) <= START_WEIGHTED
    tried = np.flatnonzero(is_near & ~is_met)
    if not len(tried):
        return is_met, np.zeros(len(listed), np.bool_)
    wanted = listed[tried]
    is_negative = parts.is_negative[best[tried]]
    wanted = np.where(is_negative[:, None], ~wanted, wanted)
    quads = np.ascontiguousarray(parts.quads[best[tried]])
    _, ends = _kernel.refine(plane, quads, np.ascontiguousarray(wanted))
    is_refined = np.zeros(len(listed), np.bool_)
    is_refined[tried] = ends <= REFINED_LIMIT
    return is_met, is_refined
