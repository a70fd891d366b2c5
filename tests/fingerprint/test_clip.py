from collections.abc import Iterable

import numpy as np
import pytest
from numpy.typing import NDArray

from takeback import _kernel
from takeback.fingerprint.clip import (
    SETTLING_FRAMES,
    Frame,
    fingerprint_clip,
    make_query,
)
from takeback.fingerprint.picture import fingerprint_pixels
from tests.fingerprint.photographs import open_photograph, pixels_of

Pixels = NDArray[np.uint8]

NAMES = ("chelsea.png", "coffee.png", "astronaut.png")
PICTURES = [pixels_of(open_photograph(name).resize((192, 128))) for name in NAMES]
BLACK = np.zeros((128, 192, 3), dtype=np.uint8)


def frames_of(pictures: Iterable[Pixels]) -> list[Frame]:
    """One frame a second."""
    return [
        Frame(30 * second, float(second), pixels, (pixels.shape[1], pixels.shape[0]))
        for second, pixels in enumerate(pictures)
    ]


def framed(pixels: Pixels, *, top: int, left: int, colour: int = 0) -> Pixels:
    widths = ((top, top), (left, left), (0, 0))
    return np.pad(pixels, widths, constant_values=colour)


def whole_of(pixels: Pixels) -> int:
    return fingerprint_pixels(pixels).whole.bits


def test_frames_without_borders_have_the_fingerprints_of_their_pictures() -> None:
    made = fingerprint_clip(frames_of(PICTURES))

    assert [frame.fingerprint.bits for frame in made] == [whole_of(pixels) for pixels in PICTURES]
    assert {frame.fingerprint.recipe for frame in made} == {"vpdq-1"}
    assert [(frame.number, frame.at) for frame in made] == [(0, 0.0), (30, 1.0), (60, 2.0)]
    assert all(frame.is_clear_enough for frame in made)


def test_no_frames_make_no_fingerprints() -> None:
    assert fingerprint_clip([]) == ()
    assert make_query([]).bits.shape == (0, 32)


@pytest.mark.parametrize(("top", "left"), [(40, 0), (0, 60), (16, 24)])
def test_borders_are_cut_exactly(top: int, left: int) -> None:
    made = fingerprint_clip(frames_of(framed(pixels, top=top, left=left) for pixels in PICTURES))

    assert [frame.fingerprint.bits for frame in made] == [whole_of(pixels) for pixels in PICTURES]


def test_borders_thinner_than_a_fiftieth_stay_as_other_programs_keep_them() -> None:
    pictures = [framed(pixels, top=2, left=2) for pixels in PICTURES]

    made = fingerprint_clip(frames_of(pictures))

    assert [frame.fingerprint.bits for frame in made] == [whole_of(pixels) for pixels in pictures]


def test_a_border_that_one_frame_of_six_lacks_is_still_cut() -> None:
    with_a_subtitle = framed(PICTURES[0], top=40, left=0)
    with_a_subtitle[-30:-10, 50:140] = 255
    pictures = [framed(PICTURES[n % 3], top=40, left=0) for n in range(5)]

    made = fingerprint_clip(frames_of([*pictures, with_a_subtitle]))

    assert made[0].fingerprint.bits == whole_of(PICTURES[0])


def test_a_border_that_half_the_frames_lack_stays() -> None:
    pictures = [framed(PICTURES[0], top=40, left=0), framed(PICTURES[1], top=40, left=0)]
    full = [pixels_of(open_photograph(name).resize((192, 208))) for name in NAMES[:2]]

    made = fingerprint_clip(frames_of([*pictures, *full]))

    assert made[0].fingerprint.bits == whole_of(pictures[0])


def test_plain_frames_say_nothing_about_borders() -> None:
    pictures = [framed(pixels, top=40, left=0) for pixels in PICTURES]
    black = framed(BLACK, top=40, left=0)

    made = fingerprint_clip(frames_of([black, black, *pictures]))

    assert [frame.quality > 0 for frame in made] == [False, True, True, True]
    assert made[1].fingerprint.bits == whole_of(PICTURES[0])


def test_borders_are_settled_by_the_first_frames() -> None:
    pictures = [framed(PICTURES[n % 3], top=40, left=0) for n in range(SETTLING_FRAMES)]
    later = [pixels_of(open_photograph(name).resize((192, 208))) for name in NAMES]

    made = fingerprint_clip(frames_of(pictures + later * 20))

    assert made[0].fingerprint.bits == whole_of(PICTURES[0])
    assert made[SETTLING_FRAMES].fingerprint.bits == whole_of(later[0][40:168])


def test_a_frame_nearly_equal_to_the_one_kept_before_is_left_out() -> None:
    brighter = (PICTURES[0] // 2 + 60).astype(np.uint8)

    made = fingerprint_clip(frames_of([PICTURES[0], brighter, PICTURES[1], PICTURES[0]]))

    assert [frame.at for frame in made] == [0.0, 2.0, 3.0]


def test_a_query_has_each_frame_as_it_is_and_mirrored() -> None:
    query = make_query(frames_of(PICTURES[:2]))

    plane = _kernel.Plane(np.ascontiguousarray(PICTURES[1][:, ::-1]))
    whole = np.array([[0, 0, 1, 1]], dtype=np.float32)
    mirrored, _ = plane.fingerprint_boxes(whole)
    assert query.frames.tolist() == [0, 0, 1, 1]
    assert query.orientations.tolist() == [0, 1, 0, 1]
    assert np.bitwise_count(query.bits[3] ^ mirrored[0, 0]).sum() <= 2
    assert query.size == 2


def test_a_query_has_frames_with_borders_without_them_too() -> None:
    query = make_query(frames_of([framed(PICTURES[0], top=40, left=0)]))

    plane = _kernel.Plane(PICTURES[0])
    inner, _ = plane.fingerprint_boxes(np.array([[0, 0, 1, 1]], dtype=np.float32))
    distances = np.bitwise_count(query.bits ^ inner[0, 0]).sum(axis=1)
    assert len(query.bits) == 4
    assert distances.min() <= 4


def test_plain_frames_and_repeated_ones_are_not_searched_for() -> None:
    query = make_query(frames_of([BLACK, PICTURES[0], PICTURES[0], BLACK]))

    assert query.size == 1
    assert set(query.frames.tolist()) == {0}
