"""The guard list: common harmless pictures, near which nothing is listed.

Blank screens, test cards, text pages, app windows, emoji, flags: whoever lists one of those, by
mistake or on purpose, would have partners find everybody's. `tools/build_guard_list.py` draws them.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from takeback.fingerprint.recipes import recipe_named
from takeback.fingerprint.value import ViewFingerprint

BITS = 256
# The limit within which a partner would take the harmless picture for a copy of this one. For its
# copies the steady bits are counted alone too, with a limit that is less by as much: half of the
# bits of a heart or a test card say nothing, since it is its own mirror image, and they hang on a
# grain of dust.
LIMIT = 31
FEWEST_STEADY = 96  # with fewer, too many pictures would be near; then all 256 count
WHOLES = frozenset({"whole", "mean-whole"})  # the whole picture, by either recipe


class TooCommon(ValueError):
    """The picture as a whole, or all that could be listed of it, is one that everybody has."""


def leave_out_common(fingerprints: Sequence[ViewFingerprint]) -> list[ViewFingerprint]:
    """Return what may be listed: all but the views that are near the guard list.

    Digests are not looked at. Raises `TooCommon` when the whole picture is near it, or every view.
    """
    by_looks = [item for item in fingerprints if _is_perceptual(item)]
    common = {item for item, is_near in zip(by_looks, near_guard(by_looks), strict=True) if is_near}
    if any(item.view in WHOLES for item in common) or (by_looks and len(common) == len(by_looks)):
        raise TooCommon("it looks like a picture that everybody has")
    return [item for item in fingerprints if item not in common]


def is_by_looks(fingerprints: Iterable[ViewFingerprint]) -> bool:
    """Whether any of these is compared by looks, and not only as a file."""
    return any(_is_perceptual(item) for item in fingerprints)


def near_guard(fingerprints: Sequence[ViewFingerprint]) -> npt.NDArray[np.bool_]:
    """Return of each whether it is near anything on the guard list.

    All are of recipes of 256 bits that compare looks: a picture of 64 x 64 is the same in each.
    """
    bits, steady, limits = guard_list()
    found = np.zeros(len(fingerprints), dtype=np.bool_)
    for place, item in enumerate(fingerprints):
        query = np.frombuffer(bytes.fromhex(item.fingerprint.hex), np.uint64).reshape(-1, 1)
        differing = bits ^ query
        found[place] = np.any(_count(differing) <= LIMIT) or np.any(
            _count(differing & steady) <= limits
        )
    return found


Words = npt.NDArray[np.uint64]


@cache
def guard_list() -> tuple[Words, Words, npt.NDArray[np.int64]]:
    """Return the bits of the guard list, which of them are steady, and the limit of each.

    Of the first two, a row for each of the four words and a column for each fingerprint.
    """
    packed = files("takeback.matching").joinpath("guard_list.bin").read_bytes()
    words = np.ascontiguousarray(np.frombuffer(packed, np.uint64).reshape(-1, 8).T)
    bits, steady = words[:4], words[4:]
    counting = np.bitwise_count(steady).sum(axis=0, dtype=np.int64)
    return bits, steady, LIMIT * counting // BITS


def _count(words: Words) -> npt.NDArray[np.uint16]:
    return np.asarray(np.bitwise_count(words).sum(axis=0, dtype=np.uint16))


def _is_perceptual(item: ViewFingerprint) -> bool:
    return recipe_named(item.fingerprint.recipe).is_perceptual
