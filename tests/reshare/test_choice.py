import numpy as np
import pytest

from bench.reshare.greedy import Step, choose
from bench.reshare.plain import apart
from bench.reshare.renderings import Rendering, fingerprints, render
from takeback import _kernel
from tests.fingerprint.photographs import open_photograph

LUMA = np.arange(128 * 128, dtype=np.float32).reshape(128, 128) % 256


def test_the_view_that_adds_most_comes_first_and_useless_ones_are_left_out() -> None:
    finds = np.array([[1, 0, 1, 0], [1, 0, 0, 0], [0, 1, 1, 0], [0, 0, 0, 0]], np.bool_)
    weights = np.array([0.1, 0.3, 0.5, 0.1])

    steps = choose(finds, ["a", "b", "c", "d"], weights=weights, most=4)

    assert [step.name for step in steps] == ["c", "a"]
    assert [step.found for step in steps] == pytest.approx([0.6, 0.9])


def test_no_more_views_are_chosen_than_asked_for() -> None:
    steps = choose(np.eye(3, dtype=np.bool_), ["a", "b", "c"], weights=np.full(3, 1 / 3), most=2)

    assert len(steps) == 2
    assert isinstance(steps[0], Step)


def test_a_rendering_of_the_whole_is_the_mean_over_equal_blocks() -> None:
    blocks = LUMA.reshape(64, 2, 64, 2).mean(axis=(1, 3))

    assert np.array_equal(render(LUMA, Rendering((0, 0, 1, 1))), blocks.round().astype(np.uint8))


def test_a_framed_rendering_is_its_fill_around_the_picture() -> None:
    framed = render(LUMA, Rendering((0, 0, 1, 1), (0.25, 0.25, 0.75, 0.75), 200.0))

    assert (framed[:16] == 200).all()
    assert (framed[:, 48:] == 200).all()
    assert np.array_equal(
        framed[16:48, 16:48], LUMA.reshape(32, 4, 32, 4).mean(axis=(1, 3)).round().astype(np.uint8)
    )


def test_parts_have_the_fingerprints_that_the_kernel_gives_them() -> None:
    plane = _kernel.Plane(np.asarray(open_photograph("coffee.png")))
    boxes = np.array([[0, 0, 1, 1], [0.1, 0.2, 0.9, 0.8]], np.float32)

    ours, _ = fingerprints(plane.luma(), [Rendering(tuple(box)) for box in boxes.tolist()])
    kernels, _ = plane.fingerprint_boxes(boxes, [0, 1])

    # The kernel's grid is not rounded to whole luma.
    assert np.diagonal(apart(ours[:, 0], kernels[:, 0])).max() <= 4
    assert np.diagonal(apart(ours[:, 1], kernels[:, 1])).max() <= 4


def test_distances_count_the_bits_that_differ() -> None:
    zeros, ones = np.zeros((2, 32), np.uint8), np.full((1, 32), 255, np.uint8)
    ones[0, 0] = 0x0F

    assert apart(zeros, ones).tolist() == [[252], [252]]
