from typing import Any

import numpy as np
import pytest
from PIL import Image
from PIL.Image import Transpose

from takeback.fingerprint.picture import VIEWS, fingerprint_pixels
from takeback.fingerprint.recipes import RECIPES
from takeback.fingerprint.value import distance
from tests.fingerprint.photographs import NAMES, open_photograph, pixels_of

MOVES = {
    "mirror": Transpose.FLIP_LEFT_RIGHT,
    "flip": Transpose.FLIP_TOP_BOTTOM,
    "turn-90": Transpose.ROTATE_90,
    "turn-180": Transpose.ROTATE_180,
    "turn-270": Transpose.ROTATE_270,
    "transpose": Transpose.TRANSPOSE,
    "transverse": Transpose.TRANSVERSE,
}


def _checkers(side: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    y, x = np.mgrid[0:side, 0:side]
    return np.repeat(((x // 30 + y // 40) % 2 * 255).astype(np.uint8)[..., None], 3, axis=2)


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("photograph", ["coffee.png", "chelsea.png", "rocket.jpg"])
def test_a_view_is_what_the_moved_picture_itself_gives(name: str, photograph: str) -> None:
    # At this size the windows of the filter reach as far to one side as to the other.
    image = open_photograph(photograph).resize((300, 380))
    views = {view.view: view.fingerprint for view in fingerprint_pixels(pixels_of(image)).views}

    moved = fingerprint_pixels(pixels_of(image.transpose(MOVES[name]))).whole

    assert distance(views[name], moved) <= 2
    assert min(distance(views[other], moved) for other in views if other != name) > 60


@pytest.mark.parametrize("name", MOVES)
def test_at_512_pixels_a_view_is_mostly_near_what_the_moved_picture_gives(name: str) -> None:
    place = VIEWS.index(name)
    distances = []
    for photograph in NAMES:
        image = open_photograph(photograph).resize((512, 512))
        made = fingerprint_pixels(pixels_of(image)).views[place].fingerprint
        moved = fingerprint_pixels(pixels_of(image.transpose(MOVES[name]))).whole
        distances.append(distance(made, moved))

    # A window of four pixels reaches further to the right, so a move shifts the grid by a pixel.
    assert np.median(distances) <= RECIPES["pdq-1"].limit


def test_the_views_come_in_their_order_beginning_with_the_picture_itself() -> None:
    made = fingerprint_pixels(_checkers(200))

    assert tuple(view.view for view in made.views) == VIEWS
    assert made.whole == made.views[0].fingerprint
    assert {view.fingerprint.recipe for view in made.views} == {"pdq-1"}


def test_the_sides_of_the_picture_are_told() -> None:
    made = fingerprint_pixels(np.zeros((30, 700, 3), np.uint8))

    assert (made.width, made.height) == (700, 30)


def test_a_picture_of_one_colour_has_no_quality() -> None:
    made = fingerprint_pixels(np.full((300, 300, 3), 200, np.uint8))

    assert made.quality == 0
    assert not made.is_clear_enough


@pytest.mark.parametrize("name", NAMES)
def test_a_photograph_is_clear_enough_unless_it_is_nearly_flat(name: str) -> None:
    made = fingerprint_pixels(pixels_of(open_photograph(name)))

    assert made.is_clear_enough is (name != "clock_motion.png")


def test_a_fourth_channel_makes_no_difference() -> None:
    pixels = pixels_of(open_photograph("chelsea.png"))
    alpha = np.random.default_rng(4).integers(0, 256, (*pixels.shape[:2], 1), np.uint8)

    assert fingerprint_pixels(np.concatenate([pixels, alpha], axis=2)) == fingerprint_pixels(pixels)


@pytest.mark.parametrize(
    "cut",
    [
        np.s_[::-1],
        np.s_[:, ::-1],
        np.s_[10:300:2, 5:400:3],
        np.s_[:, :, ::-1],
    ],
)
def test_pixels_in_any_order_of_memory_give_the_same(cut: Any) -> None:
    view = pixels_of(open_photograph("coffee.png"))[cut]

    assert fingerprint_pixels(view) == fingerprint_pixels(view.copy(order="C"))
    assert fingerprint_pixels(np.asfortranarray(view)) == fingerprint_pixels(view)


@pytest.mark.parametrize("shape", [(1, 1, 3), (4, 400, 3), (400, 4, 4), (1, 512, 3)])
def test_a_picture_under_five_pixels_a_side_has_nothing_to_fingerprint(
    shape: tuple[int, ...],
) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, shape, np.uint8)

    made = fingerprint_pixels(pixels)

    assert made.quality == 0
    assert {view.fingerprint.bits for view in made.views} == {0}


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ((0, 5, 3), "without pixels"),
        ((5, 0, 3), "without pixels"),
        ((0, 0, 4), "without pixels"),
        ((5, 5, 0), "3 channels"),
        ((5, 5, 2), "3 channels"),
        ((5, 5, 5), "3 channels"),
        ((75,), "the shape"),
        ((), "the shape"),
        ((1, 5, 5, 3), "the shape"),
        ((1, 1_048_577, 3), "longer than 1048576"),
        ((1_048_577, 1, 3), "longer than 1048576"),
    ],
)
def test_another_shape_is_refused(shape: tuple[int, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        fingerprint_pixels(np.zeros(shape, np.uint8))


@pytest.mark.parametrize("dtype", [np.int8, np.uint16, np.int64, np.float32, np.bool_, np.object_])
def test_another_type_of_numbers_is_refused(dtype: Any) -> None:
    pixels: Any = np.zeros((20, 20, 3), dtype)

    with pytest.raises(TypeError):
        fingerprint_pixels(pixels)


def test_a_recompressed_and_resized_copy_is_near() -> None:
    image = open_photograph("coffee.png")
    copy = image.resize((300, 200), Image.Resampling.BICUBIC)

    near = distance(
        fingerprint_pixels(pixels_of(image)).whole, fingerprint_pixels(pixels_of(copy)).whole
    )

    assert near <= 31
