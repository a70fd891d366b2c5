from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageOps

from takeback import _kernel
from takeback.fingerprint.picture import VIEWS
from takeback.matching.efforts import HARDEST
from takeback.matching.exact import near
from takeback.matching.house_list import HouseList, known_views, open_house_list
from takeback.matching.search import Match, Query, open_query, search
from tests.matching.copies import (
    NAMES,
    bubble,
    listed_photographs,
    part,
    photograph,
    pixels,
    rows_of,
    screenshot,
    side_by_side,
    story,
)
from tests.matching.pages import bits

Change = Callable[[Image.Image], Image.Image]
TURNS = {
    "mirror": Image.Transpose.FLIP_LEFT_RIGHT,
    "flip": Image.Transpose.FLIP_TOP_BOTTOM,
    "turn-90": Image.Transpose.ROTATE_90,
    "turn-180": Image.Transpose.ROTATE_180,
    "turn-270": Image.Transpose.ROTATE_270,
    "transpose": Image.Transpose.TRANSPOSE,
    "transverse": Image.Transpose.TRANSVERSE,
}


def query(picture: Image.Image) -> Query:
    return open_query(pixels(picture))


def find(picture: Image.Image, *, effort: int = HARDEST, limit: int = 31) -> list[Match]:
    return search(query(picture), listed_photographs(), effort=effort, limit=limit)


@pytest.mark.parametrize("name", NAMES)
def test_a_listed_picture_is_found_at_once(name: str) -> None:
    (found,) = find(photograph(name))

    assert found == Match(name, 0, "whole", effort=0, orientation="whole")


@pytest.mark.parametrize("done", TURNS)
def test_what_was_done_to_the_original_is_told(done: str) -> None:
    (found,) = find(photograph("chelsea").transpose(TURNS[done]), effort=0)

    assert (found.entry, found.orientation) == ("chelsea", done)


@pytest.mark.parametrize("done", TURNS)
@pytest.mark.parametrize("is_plain", [True, False])
def test_the_same_is_told_of_a_part_in_a_screenshot_and_of_entries_with_eight_views_only(
    done: str,
    is_plain: bool,  # noqa: FBT001  a case of the table above
) -> None:
    rows = rows_of("coffee", photograph("coffee"))
    listed = open_house_list(row for row in rows if not is_plain or row[2] in VIEWS)
    copy, _ = screenshot(photograph("coffee").transpose(TURNS[done]), top=150)

    (found,) = search(query(copy.resize((400, 867))), listed, effort=1)

    assert (found.effort, found.orientation) == (1, done)
    assert (found.verification is None) == is_plain


@pytest.mark.parametrize(
    ("change", "effort"),
    [
        (lambda picture: screenshot(picture)[0], 1),
        (lambda picture: bubble(picture)[0], 1),
        (lambda picture: story(picture)[0], 1),
        (lambda picture: ImageOps.expand(picture, 90, "black"), 1),
        (ImageOps.invert, 1),
        (lambda picture: part(picture, 0.08, 0.02, 0.9, 0.93), 3),
        (lambda picture: part(picture, 0.0, 0.0, 0.81, 0.74), 3),
        (lambda picture: part(picture.rotate(6), 0.1, 0.1, 0.9, 0.9), 3),
        (lambda picture: ImageOps.invert(part(picture, 0.05, 0.0, 0.95, 0.88)), 3),
        (lambda picture: ImageOps.mirror(part(picture, 0.1, 0.05, 0.97, 0.9)), 3),
        (lambda picture: screenshot(part(picture, 0.06, 0.04, 0.93, 0.97))[0], 3),
    ],
)
@pytest.mark.parametrize("name", ["astronaut", "chelsea", "coffee"])
def test_a_changed_copy_is_found_at_the_effort_that_is_for_it(
    change: Change, effort: int, name: str
) -> None:
    (found,) = find(change(photograph(name)))

    assert found.entry == name
    assert found.effort <= effort
    if found.effort > 0:
        assert found.verification is not None
        assert found.verification <= 50


def test_all_tiles_of_a_collage_are_found() -> None:
    collage, _ = side_by_side(*(photograph(name) for name in ("astronaut", "chelsea", "coffee")))

    assert {found.entry for found in find(collage)} == {"astronaut", "chelsea", "coffee"}


@pytest.mark.parametrize("effort", [0, 1, 2, 3])
def test_what_is_not_listed_is_not_found(effort: int) -> None:
    listed = open_house_list(
        row for name in ("chelsea", "coffee") for row in rows_of(name, photograph(name))
    )
    for name in ("astronaut", "rocket", "camera"):
        copy = screenshot(photograph(name))[0]

        assert search(query(photograph(name)), listed, effort=effort) == []
        assert search(query(copy), listed, effort=effort) == []


def test_a_harder_effort_is_not_made_when_the_answer_is_known() -> None:
    copy = photograph("rocket").resize((300, 200))

    assert [found.effort for found in find(copy)] == [0]


def test_a_narrow_limit_holds_for_what_is_refined_too() -> None:
    copy = part(photograph("coffee"), 0.08, 0.02, 0.9, 0.93)

    assert find(copy)[0].effort == 3
    assert find(copy, limit=0) == []


def test_the_hardest_effort_gives_the_same_twice() -> None:
    copy = bubble(part(photograph("astronaut"), 0.0, 0.1, 0.9, 1.0))[0]

    assert find(copy) == find(copy) != []


def test_the_plain_look_up_agrees_with_its_twin() -> None:
    listed = listed_photographs()
    copy = query(photograph("camera").resize((200, 150)).resize((512, 512)))

    (twin,) = near(listed.plain, copy.plain[0])
    (found,) = search(copy, listed, effort=0)

    assert found.distance > 0
    assert (found.entry, found.distance, found.view) == (twin.entry, twin.distance, twin.view)


def collided(forged: bytes, name: str = "mean-whole") -> HouseList:
    """A list of one entry that has nothing in common with any picture, but for one view."""
    views = known_views().numbers
    flips = [("pdq-1", view) for view in VIEWS]
    names = dict.fromkeys(
        [*views, *flips, ("pdq-mean-1" if name == "mean-whole" else "pdq-1", name)]
    )
    return open_house_list(
        ("forged", recipe, view, forged if view == name else bits(number))
        for number, (recipe, view) in enumerate(names)
    )


def part_listed_for_everybody() -> str:
    """The name of a part that is listed by pdq-1, and mirrored as well."""
    boxes = known_views().numbers
    return next(view for recipe, view in boxes if recipe == "pdq-1" and view != "whole")


@pytest.mark.parametrize("is_mirrored", [True, False])
@pytest.mark.parametrize("number", [0, 1])
def test_what_is_met_plainly_is_given_up_when_the_other_parts_speak_against_it(
    number: int,
    is_mirrored: bool,  # noqa: FBT001  a case of the table above
) -> None:
    shown = query(photograph("astronaut"))
    name = part_listed_for_everybody() + ("-mirror" if is_mirrored else "")

    assert search(shown, collided(shown.plain[number], name), effort=0) == []


def test_what_is_met_plainly_by_a_frame_has_nobody_to_ask() -> None:
    shown = query(photograph("astronaut"))

    (found,) = search(shown, collided(shown.plain[0], "some-frame"), effort=0)

    assert (found.distance, found.view, found.orientation) == (0, "some-frame", "whole")


def test_a_query_that_looks_like_its_own_mirror_image_is_met_by_wholes_only() -> None:
    half = np.asarray(photograph("astronaut"))[:, :256]
    shown = open_query(np.concatenate([half, half[:, ::-1]], axis=1))

    assert shown.is_symmetric
    assert search(shown, collided(shown.plain[0], "some-frame"), effort=0) == []
    assert len(search(shown, collided(shown.plain[0], "whole"), effort=0)) == 1


def test_a_view_that_happens_to_agree_is_not_enough() -> None:
    shown = query(part(photograph("coffee"), 0.1, 0.1, 0.9, 0.9))
    box = np.array([[0.1, 0.1, 0.9, 0.9]], dtype=np.float32)
    forged, _ = shown.plane.fingerprint_boxes(box)

    assert search(shown, collided(forged.tobytes())) == []


def test_a_view_that_agrees_in_corners_that_no_picture_has_is_not_enough() -> None:
    shown = query(photograph("astronaut"))
    corners = np.array([[[0.12, 0.0], [0.88, 0.0], [1.0, 1.0], [0.0, 1.0]]], dtype=np.float32)
    forged, _ = _kernel.fingerprint_quads(shown.plane, corners)

    assert search(shown, collided(forged.tobytes())) == []


def test_an_entry_listed_twice_over_is_named_once() -> None:
    rows = [row for row in rows_of("coffee", photograph("coffee")) if row[2] == "whole"]

    (found,) = search(query(screenshot(photograph("coffee"))[0]), open_house_list(rows * 2))

    assert found.entry == "coffee"


def test_a_plain_picture_finds_nothing() -> None:
    gray = np.full((300, 300, 3), 128, dtype=np.uint8)
    listed = open_house_list([("gray", "pdq-1", "whole", bytes(32))])

    assert search(open_query(gray), listed) == []


def test_an_empty_list_has_nothing_to_find() -> None:
    assert search(query(screenshot(photograph("coffee"))[0]), open_house_list([])) == []


@pytest.mark.parametrize(("effort", "limit"), [(-1, 31), (4, 31), (3, -1), (3, 32)])
def test_an_effort_or_a_limit_that_there_is_not_is_refused(effort: int, limit: int) -> None:
    with pytest.raises(ValueError, match=r"there are 0 to 3|within 0 to 31"):
        find(photograph("coffee"), effort=effort, limit=limit)


@pytest.mark.parametrize("shape", [(1, 1), (1, 700), (700, 1), (3, 900), (64, 64), (17, 300)])
def test_pictures_of_any_shape_and_content_are_searched_for(shape: tuple[int, int]) -> None:
    chance = np.random.default_rng(shape[1])
    noise = chance.integers(0, 256, (*shape, 3), dtype=np.uint8)
    stripes = np.repeat(chance.integers(0, 2, (shape[0], 1, 3), dtype=np.uint8), shape[1], axis=1)

    for content in (noise, stripes * 255):
        assert search(open_query(content), listed_photographs()) == []
