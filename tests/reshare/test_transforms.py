from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from bench.reshare.transforms import apply, families, transforms
from tests.fingerprint.photographs import open_photograph

Pixels = NDArray[np.uint8]
BY_CHANCE = ("light-a", "screen-askew-5", "two-across", "chain-3-c", "hearts")


@pytest.fixture(scope="module")
def small() -> Image.Image:
    return open_photograph("coffee.png").resize((150, 100))


def test_names_are_unique_and_every_family_has_transforms() -> None:
    names = [each.name for each in transforms()]

    assert len(set(names)) == len(names)
    assert {each.family for each in transforms()} == set(families())
    assert len(families()) == 22


def test_severity_goes_from_one_to_five() -> None:
    assert {each.severity for each in transforms()} == {1, 2, 3, 4, 5}


def test_every_transform_leaves_an_rgb_picture_and_the_original_alone(small: Image.Image) -> None:
    before = small.tobytes()

    for each in transforms():
        copy = apply(each.name, small, "key")
        assert copy.mode == "RGB", each.name
        assert min(copy.size) > 20, each.name

    assert small.tobytes() == before


@pytest.mark.parametrize("name", BY_CHANCE)
def test_the_same_key_gives_the_same_pixels_and_another_key_others(
    small: Image.Image, name: str
) -> None:
    first, again, other = (apply(name, small, key) for key in ("one", "one", "two"))

    assert first.tobytes() == again.tobytes()
    assert (first.size, first.tobytes()) != (other.size, other.tobytes())


@pytest.mark.parametrize(
    ("name", "undone"),
    [
        ("mirror", lambda pixels: pixels[:, ::-1]),
        ("flip", lambda pixels: pixels[::-1]),
        ("turn-90", lambda pixels: np.rot90(pixels, -1)),
    ],
)
def test_flips_and_turns_are_exact(
    small: Image.Image, name: str, undone: Callable[[Pixels], Pixels]
) -> None:
    assert np.array_equal(undone(np.asarray(apply(name, small, "key"))), np.asarray(small))


def test_a_crop_is_a_part_of_the_picture_unchanged(small: Image.Image) -> None:
    copy = apply("centre-50", small, "key")

    assert copy.tobytes() == small.crop((38, 25, 113, 75)).tobytes()


def test_bars_leave_the_picture_whole(small: Image.Image) -> None:
    copy = apply("bars-20", small, "key")

    assert copy.size == (150, 120)
    assert copy.crop((0, 10, 150, 110)).tobytes() == small.tobytes()


def test_an_unknown_name_is_refused(small: Image.Image) -> None:
    with pytest.raises(KeyError, match="mirrored"):
        apply("mirrored", small, "key")
