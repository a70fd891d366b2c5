import numpy as np
import pytest

from takeback.fingerprint.picture import MIN_QUALITY, fingerprint_pixels, make_views
from takeback.fingerprint.value import parse_fingerprint
from takeback.fingerprint.views import VIEW_TABLE, Box
from tests.fingerprint.photographs import open_photograph, pixels_of
from tests.kernel.mean_vectors import read_mean_vectors
from tests.kernel.vectors import draw
from tools.generate_views import TARGET, make_page

TABLE = {view.name: view for view in VIEW_TABLE}


def test_the_views_of_a_photograph_carry_their_recipe_and_quality() -> None:
    made = make_views(pixels_of(open_photograph("coffee.png")))

    assert [view.view for view in made] == [
        name for name in TABLE if name in {view.view for view in made}
    ]
    assert all(view.fingerprint.recipe == view.recipe == TABLE[view.view].recipe for view in made)
    assert all(view.quality >= MIN_QUALITY for view in made if TABLE[view.view].kind != "cell")
    assert {view.recipe for view in made} == {"pdq-1", "pdq-mean-1"}


def test_the_first_eight_are_what_fingerprinting_alone_gives() -> None:
    pixels = pixels_of(open_photograph("chelsea.png"))

    alone = [(view.view, view.fingerprint) for view in fingerprint_pixels(pixels).views]

    assert [(view.view, view.fingerprint) for view in make_views(pixels)[:8]] == alone


def test_the_whole_by_the_house_recipe_is_that_of_the_vectors() -> None:
    vector = read_mean_vectors()[-1]
    whole = vector.parts[0]

    made = {view.view: view for view in make_views(draw(vector.drawing))}

    expected = parse_fingerprint("pdq-mean-1", whole.digits)
    assert (made[whole.view].fingerprint, made[whole.view].quality) == (expected, whole.quality)


def test_pixels_in_any_order_of_memory_give_the_same_views() -> None:
    pixels = pixels_of(open_photograph("coffee.png"))[::-1, ::-2]

    assert make_views(pixels) == make_views(pixels.copy(order="C"))


def test_nothing_is_listed_of_a_picture_without_anything_to_see() -> None:
    assert make_views(np.zeros((300, 200, 3), np.uint8)) == ()


def test_pixels_that_are_no_picture_are_refused() -> None:
    with pytest.raises(ValueError, match="without pixels"):
        make_views(np.zeros((0, 3, 3), np.uint8))


def test_the_table_says_which_part_a_view_shows() -> None:
    assert TABLE["mean-whole"].box == TABLE["whole"].box == Box(0, 0, 1, 1)
    assert TABLE["turn-90"].box is None
    middle = TABLE["cell-5"].box
    assert middle is not None
    assert [round(side, 3) for side in (middle.left, middle.top, middle.right, middle.bottom)] == [
        *(0.33, 0.33, 0.67, 0.67)
    ]


def test_the_reference_page_of_views_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == make_page(), "run `make docs`"
