"""Tilted parts of photographs, and finding them again from their fingerprints alone."""

import functools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from skimage import data

from takeback import _kernel
from tests.kernel.sanitized import SOURCES, compile_checks, run_checks

NOT_SEARCHING = {"borders", "fingerprint", "make_views", "renderings", "view_table", "views"}
PHOTOGRAPHS = ("astronaut", "chelsea", "coffee", "camera", "rocket")
# Left, top, right, bottom.
BOX = (0.15, 0.2, 0.8, 0.85)
NO_QUAD = [
    [[0, 0], [1, 0], [1, 1], [0, np.nan]],
    [[0, 0], [np.inf, 0], [1, 1], [0, 1]],
    [[0, 0], [1e30, 0], [1e30, 1e30], [0, 1e30]],
    [[0.5, 0.5]] * 4,
    [[0, 0], [1, 1], [1, 1], [0, 0]],
    [[0, 0], [1, 1], [1, 0], [0, 1]],  # edges cross
    [[0, 0], [1, 0], [0.2, 0.2], [0, 1]],  # a corner points inwards
    [[0, 0], [1, 0], [0.1, 0.0001], [0, 1]],
]


@functools.cache
def _plane(name: str, width: int = 512) -> _kernel.Plane:
    picture = Image.fromarray(getattr(data, name)()).convert("RGB")
    height = round(picture.height * width / picture.width)
    return _kernel.Plane(np.asarray(picture.resize((width, height))))


def _corners(left: float, top: float, right: float, bottom: float) -> NDArray[np.float32]:
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def _distance(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> int:
    return int(np.unpackbits(a ^ b).sum())


def _of_box(name: str, box: tuple[float, ...], orientation: int = 0) -> NDArray[np.uint8]:
    bits, _ = _plane(name).fingerprint_boxes(np.array([box], np.float32), [orientation])
    return np.asarray(bits[0], np.uint8)


def _of_quad(plane: _kernel.Plane, quad: NDArray[np.float32]) -> NDArray[np.uint8]:
    return _kernel.fingerprint_quads(plane, quad[None])[0]


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_the_whole_as_a_quad_has_the_bits_of_the_whole_as_a_box(name: str) -> None:
    whole = (0.0, 0.0, 1.0, 1.0)

    assert _distance(_of_quad(_plane(name), _corners(*whole)), _of_box(name, whole)) <= 4


def test_quads_that_are_boxes_have_the_bits_of_boxes_but_for_a_few() -> None:
    sides = np.random.default_rng(5).uniform([0, 0, 0.3, 0.3], [0.4, 0.4, 0.6, 0.6], (20, 4))
    boxes = [(left, top, left + width, top + height) for left, top, width, height in sides]

    apart = [
        _distance(_of_quad(_plane(name), _corners(*box)), _of_box(name, box))
        for name in PHOTOGRAPHS
        for box in boxes
    ]

    assert np.median(apart) <= 2
    assert max(apart) <= 16


@pytest.mark.parametrize(
    ("orientation", "order"),
    [(1, [1, 0, 3, 2]), (2, [3, 2, 1, 0]), (4, [2, 3, 0, 1]), (6, [0, 3, 2, 1])],
    ids=["mirror", "flip", "turn-180", "transpose"],
)
def test_a_flip_or_turn_is_an_order_of_corners(orientation: int, order: list[int]) -> None:
    moved = _of_quad(_plane("chelsea"), _corners(*BOX)[order])

    assert _distance(moved, _of_box("chelsea", BOX, orientation)) <= 6


def _turned(quad: NDArray[np.float32], degrees: float) -> NDArray[np.float32]:
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    middle = quad.mean(axis=0)
    turn = np.array([[cosine, sine], [-sine, cosine]], np.float32)
    return np.asarray((quad - middle) @ turn + middle, np.float32)


def _scaled(quad: NDArray[np.float32], factor: float) -> NDArray[np.float32]:
    middle = quad.mean(axis=0)
    return np.asarray((quad - middle) * factor + middle, np.float32)


TRUE = _corners(*BOX)
SIDES = TRUE[2] - TRUE[0]
STARTS = {
    "where it is": TRUE,
    "a tenth to the right": TRUE + SIDES * [0.1, 0],
    "a tenth up and left": TRUE - SIDES * [0.07, 0.07],
    "larger by 15 %": _scaled(TRUE, 1.15),
    "smaller by 12 %": _scaled(TRUE, 0.88),
    "turned by 8 degrees": _turned(TRUE, 8),
    "turned by -8 degrees": _turned(TRUE, -8),
    "tilted": TRUE + SIDES * [[0.08, 0.04], [-0.08, -0.04], [0, 0], [0, 0]],
    "one edge off": _corners(0.15, 0.2, 0.8, 0.85 - 0.08),
}


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_a_part_is_found_again_from_its_fingerprint(name: str, start: str) -> None:
    plane = _plane(name, 400)  # the fingerprint was made of a larger copy
    quads = np.asarray(STARTS[start], np.float32)[None]

    found, distances = _kernel.refine(plane, quads, _of_box(name, BOX))

    assert distances[0] <= 31
    assert _distance(_of_quad(plane, found[0]), _of_box(name, BOX)) == distances[0]
    assert np.abs(found[0] - TRUE).max() < 0.05


def test_another_photograph_does_not_become_alike() -> None:
    targets = np.concatenate([_of_box(name, BOX) for name in PHOTOGRAPHS if name != "coffee"])

    _, distances = _kernel.refine(_plane("coffee"), np.stack([TRUE] * 4), targets)

    assert distances.min() > 60


def test_every_path_ends_in_the_same_place() -> None:
    quads = np.asarray(list(STARTS.values()), np.float32)
    targets = np.repeat(_of_box("rocket", BOX), len(quads), axis=0)
    ends = [_kernel.refine(_plane("rocket"), quads, targets, path=p) for p in _kernel.paths()]

    for found, distances in ends:
        assert np.array_equal(found, ends[0][0])
        assert np.array_equal(distances, ends[0][1])


@pytest.mark.parametrize("corners", NO_QUAD)
def test_what_is_no_quad_has_no_bits_and_comes_back_as_it_was(corners: Any) -> None:
    quads = np.array([corners], np.float32)

    bits, qualities = _kernel.fingerprint_quads(_plane("coffee"), quads)
    found, distances = _kernel.refine(_plane("coffee"), quads, np.zeros((1, 32), np.uint8))

    assert not bits.any()
    assert qualities[0] == 0
    assert distances[0] == 256
    assert np.array_equal(found, quads, equal_nan=True)


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 2), (9, 9)])
def test_a_picture_of_one_colour_stays_harmless(shape: tuple[int, int]) -> None:
    plane = _kernel.Plane(np.full(shape, 77, np.uint8))

    _, qualities = _kernel.fingerprint_quads(plane, TRUE[None])
    found, distances = _kernel.refine(plane, TRUE[None], np.full((1, 32), 0x55, np.uint8))

    assert qualities[0] == 0
    assert np.isfinite(found).all()
    assert distances[0] <= 256


def test_the_edge_goes_on_beyond_the_picture() -> None:
    stripes = np.repeat(np.arange(0, 250, 10, dtype=np.uint8)[None], 100, axis=0)
    once = _kernel.Plane(np.repeat(stripes, 8, axis=1))
    padded = _kernel.Plane(np.pad(np.repeat(stripes, 8, axis=1), 50, mode="edge"))
    beyond = _corners(-50 / 200, -50 / 100, 250 / 200, 150 / 100)

    assert _distance(_of_quad(once, beyond), _of_quad(padded, _corners(0, 0, 1, 1))) <= 12


def test_none_to_refine_gives_none() -> None:
    found, distances = _kernel.refine(
        _plane("coffee"), np.zeros((0, 4, 2), np.float32), np.zeros((0, 32), np.uint8)
    )

    assert (found.shape, distances.shape) == ((0, 4, 2), (0,))


def test_each_quad_needs_a_target() -> None:
    with pytest.raises(ValueError, match="as many targets as quads"):
        _kernel.refine(_plane("coffee"), TRUE[None], np.zeros((2, 32), np.uint8))


@pytest.mark.parametrize("shape", [(4, 2), (1, 4, 3), (1, 5, 2)])
def test_corners_in_another_shape_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(TypeError):
        _kernel.fingerprint_quads(_plane("coffee"), np.zeros(shape, np.float32))


def test_c_breaks_no_rule_of_memory_and_all_paths_agree(tmp_path: Path) -> None:
    sources = [
        path
        for path in SOURCES.glob("*.c")
        if path.stem not in NOT_SEARCHING and not path.stem.startswith("index_")
    ]

    # Not optimised: compiling takes longer than running.
    result = run_checks(compile_checks("check_search", sources, tmp_path, optimise="-O0"))

    assert (result.stdout, result.stderr) == (b"0 failures\n", b"")
    assert result.returncode == 0
