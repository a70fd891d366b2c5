"""The eight flips and turns: their names, what undoes each, and where corners go."""

import numpy as np
import numpy.typing as npt

from takeback.fingerprint.picture import VIEWS

AS_IT_IS, MIRROR = 0, 1
ALL = tuple(range(len(VIEWS)))

# Turning a quarter one way is undone by a quarter the other way; every other one undoes itself.
_UNDONE_BY = {"turn-90": "turn-270", "turn-270": "turn-90"}

# Each is mirrored into its partner, and back.
_MIRRORED = {
    "whole": "mirror",
    "turn-180": "flip",
    "turn-90": "transverse",
    "turn-270": "transpose",
}
_MIRRORED |= {mirrored: name for name, mirrored in _MIRRORED.items()}

# Where the corners of what is seen after the change come from: 0 top left, 1 top right, 2 bottom
# right, 3 bottom left of what is changed, in that same order.
CORNERS: npt.NDArray[np.int64] = np.array(
    [
        [0, 1, 2, 3],  # whole
        [1, 0, 3, 2],  # mirror
        [3, 2, 1, 0],  # flip
        [1, 2, 3, 0],  # turn-90, against the clock
        [2, 3, 0, 1],  # turn-180
        [3, 0, 1, 2],  # turn-270
        [0, 3, 2, 1],  # transpose
        [2, 1, 0, 3],  # transverse
    ]
)


def done_to_the_original(orientation: int) -> str:
    """Return what was done to the original, when this orientation of a copy shows it upright."""
    name = VIEWS[orientation]
    return _UNDONE_BY.get(name, name)


def shown_by(view: str, *, is_mirrored: bool) -> str:
    """Return what was done to the original, when a copy, or its mirror image, shows this view.

    Views other than the eight show a part of the original upright, or by their name mirrored.
    """
    upright = "mirror" if view.endswith("mirror") else "whole"
    done = view if view in VIEWS else upright
    return _MIRRORED[done] if is_mirrored else done
