"""From decoded pixels to the fingerprints of a picture's flips, turns and further views."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from takeback import _kernel
from takeback.fingerprint.value import Fingerprint, ViewFingerprint

RECIPE = "pdq-1"

# In the kernel's order. Each names what was done to the picture, with the words of Pillow's
# transpositions; turns go against the clock.
VIEWS = (
    "whole",
    "mirror",
    "flip",
    "turn-90",
    "turn-180",
    "turn-270",
    "transpose",
    "transverse",
)

# PDQ's makers say to leave out what is below 50: there is so little to see in it that pictures
# which have nothing to do with each other get close fingerprints.
MIN_QUALITY = 50


@dataclass(frozen=True)
class PictureFingerprints:
    """The views of one picture, in the order of `VIEWS`.

    `width` and `height` are pixels; `quality` goes from 0 (flat) to 100 (busy) and is the same for
    all views.
    """

    width: int
    height: int
    quality: int
    views: tuple[ViewFingerprint, ...]

    @property
    def whole(self) -> Fingerprint:
        """The picture as it is."""
        return self.views[0].fingerprint

    @property
    def is_clear_enough(self) -> bool:
        """Whether there is enough to see for a fingerprint to mean this picture."""
        return self.quality >= MIN_QUALITY


@dataclass(frozen=True)
class ListedView:
    """One view of a picture that is worth listing.

    `view` is its name in `takeback.fingerprint.views.VIEW_TABLE`, `recipe` its fingerprint's.
    `quality` is this view's own, 0 (flat) to 100 (busy).
    """

    view: str
    recipe: str
    fingerprint: Fingerprint
    quality: int


def make_views(pixels: NDArray[np.uint8]) -> tuple[ListedView, ...]:
    """Make all views of an upright picture that are worth listing, in the order of the table.

    `pixels` as for `fingerprint_pixels`. Left out are views under
    `MIN_QUALITY` (cells: under half of it), renderings that look like an earlier view, and
    everything when a side is under five pixels. Raises as `fingerprint_pixels` does.
    """
    made = _kernel.make_views(np.ascontiguousarray(pixels))
    return tuple(
        ListedView(view, recipe, Fingerprint(recipe, int.from_bytes(bits)), quality)
        for view, recipe, bits, quality in made
    )


def fingerprint_pixels(pixels: NDArray[np.uint8]) -> PictureFingerprints:
    """Fingerprint an upright picture of the shape (height, width, 1, 3 or 4), or (height, width).

    A fourth channel is ignored: lay a transparent picture on a background first. Memory of any
    order is taken. Raises `TypeError` unless the numbers are bytes, and `ValueError` for another
    shape, no pixels, or a side above 1,048,576.
    """
    quality, views = _kernel.fingerprint(np.ascontiguousarray(pixels))
    height, width = pixels.shape[:2]
    made = tuple(
        ViewFingerprint(view, Fingerprint(RECIPE, int.from_bytes(bits)))
        for view, bits in zip(VIEWS, views, strict=True)
    )
    return PictureFingerprints(width, height, quality, made)
