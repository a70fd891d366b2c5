"""From the frames of a video to the fingerprints of a clip: recipe vpdq-1."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from takeback import _kernel
from takeback.fingerprint.picture import MIN_QUALITY
from takeback.fingerprint.value import Fingerprint

RECIPE = "vpdq-1"

# Bits. Two looks at a scene in which nothing moves differ by up to about this much after coding;
# a limit of 31 still finds the one from a copy of the other.
NEARLY_EQUAL = 6
# Bits; of a query more is kept, because what is left out here is missing from the limit there.
NEARLY_EQUAL_IN_QUERY = 2

# Borders are settled by the first frames: a longer wait would hold more pictures in memory.
SETTLING_FRAMES = 20
# Of five frames that are not plain, four must have the strip. So neither a subtitle in a bar keeps
# it, nor does a night scene, dark at its edge, cut the others.
WITHOUT_STRIP = 0.2
# A share of the side. A fingerprint bears about 1.5 % of error, and other programs cut nothing.
LEAST_STRIP = 0.02

Pixels = NDArray[np.uint8]
Box = tuple[float, float, float, float]  # left, top, right, bottom: shares of the picture
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)

# What is searched for of a query: as it is and mirrored, by the kernel's numbers.
ORIENTATIONS = ("whole", "mirror")


@dataclass(frozen=True)
class Frame:
    """An upright frame: (height, width, 3) bytes of red, green and blue.

    `number` counts the video's frames from 0 in the order shown; `at` is seconds from the first.
    `size` is the width and height that the video has; `pixels` may be fewer.
    """

    number: int
    at: float
    pixels: Pixels
    size: tuple[int, int]


@dataclass(frozen=True)
class FrameFingerprint:
    """One frame of a clip; `quality` goes from 0 (flat) to 100 (busy)."""

    number: int
    at: float
    quality: int
    fingerprint: Fingerprint

    @property
    def is_clear_enough(self) -> bool:
        """Whether there is enough to see for the fingerprint to mean this frame."""
        return self.quality >= MIN_QUALITY


@dataclass(frozen=True)
class ClipQuery:
    """Frames of a clip to be found in a list, ready for `takeback.matching.clips`.

    Row n of `bits` (rows of 32 bytes) is a fingerprint of frame `frames[n]`, counted from 0 to
    `size - 1`, in the orientation `ORIENTATIONS[orientations[n]]`. A frame with borders has rows
    with and without them.
    """

    bits: NDArray[np.uint8]
    frames: NDArray[np.int64]
    orientations: NDArray[np.int64]
    size: int


def fingerprint_clip(frames: Iterable[Frame]) -> tuple[FrameFingerprint, ...]:
    """Fingerprint frames in the order shown, without borders and without nearly equal neighbours.

    Borders are what most of the first frames have: strips of one colour. Frames of any quality are
    returned; one under 50 is not for a list.
    """
    made: list[FrameFingerprint] = []
    box, frames = _settle_borders(iter(frames))
    for frame in frames:
        quality, views = _kernel.fingerprint(np.ascontiguousarray(_cut(frame.pixels, box)))
        fingerprint = Fingerprint(RECIPE, int.from_bytes(views[0]))
        if made and _differing(fingerprint, made[-1].fingerprint) <= NEARLY_EQUAL:
            continue
        made.append(FrameFingerprint(frame.number, frame.at, quality, fingerprint))
    return tuple(made)


def make_query(frames: Iterable[Frame]) -> ClipQuery:
    """Return what a clip is searched by: every frame, mirrored too, with and without its borders.

    The fingerprints are of the recipe pdq-mean-1, which is nearer to a listed frame of another
    size than its own recipe. Frames and parts of them under quality 50 are left out.
    """
    rows: list[tuple[NDArray[np.uint8], int, int]] = []
    size, last = 0, None
    for frame in frames:
        bits, qualities = _looks(frame.pixels)
        if last is not None and _differing_bytes(bits[0, 0], last) <= NEARLY_EQUAL_IN_QUERY:
            continue
        last = bits[0, 0]
        found = [
            (bits[look, turn], size, turn)
            for look in np.flatnonzero(qualities >= MIN_QUALITY)
            for turn in range(len(ORIENTATIONS))
        ]
        rows += found
        size += bool(found)
    return ClipQuery(
        bits=np.array([row[0] for row in rows], dtype=np.uint8).reshape(-1, 32),
        frames=np.array([row[1] for row in rows], dtype=np.int64),
        orientations=np.array([row[2] for row in rows], dtype=np.int64),
        size=size,
    )


def _looks(pixels: Pixels) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Return bits (looks, orientations, 32) and a quality each, of the whole first."""
    plane = _kernel.Plane(pixels)
    inner = _worth_cutting(plane.trim())
    boxes = [WHOLE] if inner == WHOLE else [WHOLE, inner]
    return plane.fingerprint_boxes(
        np.array(boxes, dtype=np.float32), orientations=range(len(ORIENTATIONS))
    )


def _settle_borders(frames: Iterator[Frame]) -> tuple[Box, Iterator[Frame]]:
    """Return what is left without borders, and all the frames again."""
    held: list[Frame] = []
    inner: list[Box] = []
    for frame in frames:
        held.append(frame)
        plane = _kernel.Plane(frame.pixels)
        _, qualities = plane.fingerprint_boxes(np.array([WHOLE], dtype=np.float32))
        if qualities[0] >= MIN_QUALITY:
            inner.append(_worth_cutting(plane.trim()))
        is_settled = inner.count(WHOLE) > WITHOUT_STRIP * SETTLING_FRAMES
        if is_settled or len(held) == SETTLING_FRAMES:
            break
    return _shared_box(inner), chain(held, frames)


def _shared_box(inner: list[Box]) -> Box:
    if not inner:
        return WHOLE
    # As strips: how much is cut from each side. The lowest fifth may have less.
    strips = np.array(inner) * (1, 1, -1, -1) + (0, 0, 1, 1)
    left, top, right, bottom = np.quantile(strips, WITHOUT_STRIP, axis=0, method="lower")
    return _worth_cutting((float(left), float(top), 1 - float(right), 1 - float(bottom)))


def _worth_cutting(box: Box) -> Box:
    left, top, right, bottom = box
    return (
        left if left >= LEAST_STRIP else 0.0,
        top if top >= LEAST_STRIP else 0.0,
        right if right <= 1 - LEAST_STRIP else 1.0,
        bottom if bottom <= 1 - LEAST_STRIP else 1.0,
    )


def _cut(pixels: Pixels, box: Box) -> Pixels:
    height, width = pixels.shape[:2]
    left, top, right, bottom = box
    return pixels[
        round(top * height) : max(round(bottom * height), 1),
        round(left * width) : max(round(right * width), 1),
    ]


def _differing(a: Fingerprint, b: Fingerprint) -> int:
    return (a.bits ^ b.bits).bit_count()


def _differing_bytes(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> int:
    return int(np.bitwise_count(a ^ b).sum())
