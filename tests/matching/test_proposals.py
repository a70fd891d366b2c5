from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from takeback import _kernel
from takeback.matching.boxes import Boxes, areas, as_boxes, distinct, inside
from takeback.matching.proposals import (
    MOST_BOXES,
    MOST_FOUND,
    find_contents,
    look_inside,
    places_to_search,
    searched,
    whole_picture,
)
from takeback.matching.straight_edges import MOST_BOXES as MOST_BY_EDGES
from takeback.matching.straight_edges import boxes_by_edges
from takeback.matching.texture import boxes_by_texture
from tests.matching.copies import bubble, photograph, pixels, screenshot, side_by_side, story


def off_by(found: Boxes, place: tuple[int, ...], size: tuple[int, int]) -> float:
    """How far the nearest box is from a place in pixels: its worst side, in shares of the place."""
    sides = np.array([*size, *size])
    wanted = np.array(place) / sides
    extent = np.array([wanted[2] - wanted[0], wanted[3] - wanted[1]] * 2)
    return float((np.abs(found - wanted) / extent).max(axis=1).min())


@pytest.mark.parametrize("shown", [screenshot, bubble, story])
@pytest.mark.parametrize("name", ["astronaut", "chelsea", "coffee"])
def test_the_picture_inside_a_picture_is_found_within_a_hundredth(
    shown: Callable[[Image.Image], tuple[Image.Image, tuple[int, ...]]], name: str
) -> None:
    copy, place = shown(photograph(name))

    found = find_contents(_kernel.Plane(pixels(copy)))

    assert off_by(found.boxes, place, copy.size) < 0.01


def test_every_tile_of_a_collage_is_found() -> None:
    names = ("astronaut", "chelsea", "coffee")
    collage, places = side_by_side(*(photograph(name) for name in names))

    found = find_contents(_kernel.Plane(pixels(collage)))

    assert max(off_by(found.boxes, place, collage.size) for place in places) < 0.01


@pytest.mark.parametrize("colour", ["black", "white", "crimson"])
def test_borders_of_any_colour_are_cut_exactly(colour: str) -> None:
    framed = Image.new("RGB", (512, 512), colour)
    framed.paste(photograph("coffee").resize((400, 300)), (60, 90))

    found = find_contents(_kernel.Plane(pixels(framed)))

    assert found.boxes[0] * 512 == pytest.approx([60, 90, 460, 390])


def test_edges_are_looked_for_in_pictures_of_one_pixel_too() -> None:
    for shape in ((1, 1), (1, 300), (300, 1), (2, 2), (15, 400)):
        luma = np.zeros(shape, dtype=np.float32)

        assert len(boxes_by_edges(luma)) == 0
        assert len(boxes_by_texture(luma)) == 0


def full_of_boxes() -> np.ndarray:
    """A picture of thousands of rectangles, one over the other."""
    chance = np.random.default_rng(3)
    drawn = np.zeros((600, 600, 3), dtype=np.uint8)
    for left, top, width, height in chance.integers(0, 400, (4000, 4)):
        drawn[top : top + height // 4, left : left + width // 4] = chance.integers(0, 256, 3)
    return drawn


def test_a_picture_full_of_boxes_is_bounded_work() -> None:
    plane = _kernel.Plane(full_of_boxes())

    found = find_contents(plane)
    boxes, quads = places_to_search(found, aspect=1.0)
    parts = [whole_picture(plane), look_inside(plane, found.boxes), searched(plane, boxes, quads)]

    assert len(boxes_by_edges(plane.luma())) <= MOST_BY_EDGES
    assert len(found.boxes) <= MOST_FOUND
    assert 1 + len(found.boxes) + len(boxes) <= 1 + MOST_BOXES == 128
    assert sum(len(part.quads) for part in parts) <= 360


def test_everything_that_is_proposed_lies_inside_the_picture() -> None:
    found = find_contents(_kernel.Plane(pixels(photograph("rocket"))))
    boxes, quads = places_to_search(found, aspect=1.5)

    for sides in (found.boxes, boxes, quads):
        assert sides.min() > -1e-6
        assert sides.max() < 1 + 1e-6


def test_boxes_are_kept_once_and_not_when_they_are_slivers() -> None:
    boxes = as_boxes(
        [(0, 0, 1, 1), (0.001, 0, 1, 1), (0, 0, 0.01, 1), (0, 0, 0.5, 1), (0, 0, 1, 0.5)]
    )

    assert distinct(boxes, most=2).tolist() == [[0, 0, 1, 1], [0, 0, 0.5, 1]]


def test_a_part_of_a_part_is_given_in_shares_of_the_whole() -> None:
    outer = as_boxes([(0.5, 0.0, 1.0, 0.5)])[0]

    part = inside(as_boxes([(0, 0, 0.5, 1)]), outer)

    assert part.tolist() == [[0.5, 0, 0.75, 0.5]]
    assert areas(part).tolist() == [0.125]
