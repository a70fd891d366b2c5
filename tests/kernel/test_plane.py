"""The working plane and the grids of its parts, against their plain twin and the vectors."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from takeback import _kernel
from tests.kernel.mean_vectors import MeanVector, read_mean_vectors
from tests.kernel.plain_plane import digits_of, grid_of, plane_of, quality_of
from tests.kernel.sanitized import SOURCES, compile_checks, run_checks
from tests.kernel.vectors import Drawing, draw

WHOLE = np.array([[0, 0, 1, 1]], np.float32)
# In the order of orientations.
MOVES: list[Callable[[NDArray[np.uint8]], NDArray[np.uint8]]] = [
    lambda p: p,
    lambda p: p[:, ::-1],
    lambda p: p[::-1],
    np.rot90,
    lambda p: np.rot90(p, 2),
    lambda p: np.rot90(p, 3),
    lambda p: p.transpose(1, 0, 2),
    lambda p: np.rot90(p, 2).transpose(1, 0, 2),
]


def _noise(*shape: int, seed: int = 5) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, shape, np.uint8)


def _number(bits: NDArray[np.uint8]) -> int:
    return int.from_bytes(bits.tobytes())


def _distance(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> int:
    return (_number(a) ^ _number(b)).bit_count()


def _bits_of(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    bits: NDArray[np.uint8]
    made, _ = _kernel.Plane(np.ascontiguousarray(pixels)).fingerprint_boxes(WHOLE)
    bits = made[0, 0]
    return bits


@pytest.mark.parametrize("vector", read_mean_vectors(), ids=lambda vector: str(vector.drawing))
def test_python_agrees_with_the_vectors_of_pdq_mean_1(vector: MeanVector) -> None:
    plane = _kernel.Plane(draw(vector.drawing))

    bits, qualities = plane.fingerprint_boxes(np.array([p.box for p in vector.parts], np.float32))

    assert qualities.tolist() == [part.quality for part in vector.parts]
    assert [row[0].tobytes().hex() for row in bits] == [part.digits for part in vector.parts]


SIDES = st.one_of(st.integers(1, 30), st.sampled_from([511, 512, 513, 700, 1025]))


@given(
    SIDES,
    st.integers(1, 30),
    st.sampled_from([1, 3, 4]),
    st.permutations([0, 1]),
    st.integers(0, 99),
)
def test_a_plane_is_the_exact_mean_over_area(
    length: int, other: int, channels: int, order: list[int], seed: int
) -> None:
    shape = ((length, other)[order[0]], (length, other)[order[1]])
    pixels = _noise(*shape, channels, seed=seed)

    plane = _kernel.Plane(pixels)

    assert (plane.luma() * 256 == plane_of(pixels)).all()
    assert (plane.height, plane.width) == tuple(min(side, 512) for side in shape)


def test_a_plane_of_a_large_picture_is_exact_too() -> None:
    pixels = _noise(1300, 2100, 3)

    assert (_kernel.Plane(pixels).luma() * 256 == plane_of(pixels)).all()


@settings(deadline=None)
@given(st.tuples(*[st.integers(0, 1000)] * 4), st.integers(5, 60), st.integers(5, 60))
def test_the_part_in_a_box_is_what_the_plain_twin_makes_of_it(
    sides: tuple[int, ...], width: int, height: int
) -> None:
    left, right = sorted(sides[:2])
    top, bottom = sorted(sides[2:])
    box = (left / 1000, top / 1000, right / 1000, bottom / 1000)
    pixels = _noise(height, width, 3)

    bits, quality = _kernel.Plane(pixels).fingerprint_boxes(np.array([box], np.float32))

    grid = grid_of(plane_of(pixels), box)
    assert (bits[0, 0].tobytes().hex(), quality[0]) == (digits_of(grid), quality_of(grid))


@pytest.mark.parametrize(
    "box",
    [
        *[(-5, -5, 9, 9), (0.5, 0.5, 0.5, 0.5), (0.9, 0.9, 0.1, 0.1), (1, 1, 1, 1)],
        *[(np.nan,) * 4, (-np.inf, -np.inf, np.inf, np.inf)],
    ],
)
def test_a_box_that_is_none_is_cut_or_widened_to_one(box: tuple[float, ...]) -> None:
    bits, qualities = _kernel.Plane(_noise(40, 50, 3)).fingerprint_boxes(
        np.array([box], np.float32)
    )

    assert bits.shape == (1, 1, 32)
    assert 0 <= qualities[0] <= 100


@settings(deadline=None)
@given(st.integers(1, 100), st.integers(0, 50))
def test_making_a_picture_brighter_all_over_changes_nothing(more: int, seed: int) -> None:
    pixels = _noise(30, 40, 3, seed=seed) // 2

    # Bits on the threshold itself may fall to either side by a rounding.
    assert _distance(_bits_of(pixels), _bits_of(pixels + np.uint8(more))) <= 2


@pytest.mark.parametrize("sides", [(512, 512), (301, 2000), (640, 480), (33, 47)])
def test_flips_and_turns_are_those_of_the_moved_picture(sides: tuple[int, int]) -> None:
    pixels = draw(Drawing("waves", *sides, 7))
    made, _ = _kernel.Plane(pixels).fingerprint_boxes(WHOLE, range(8))

    distances = [_distance(made[0, i], _bits_of(move(pixels))) for i, move in enumerate(MOVES)]

    assert max(distances) <= 2
    assert _distance(made[0, 0], made[0, 1]) > 60


def _smooth(side: int) -> NDArray[np.uint8]:
    """Sixty waves, drawn at the middles of the pixels."""
    chance = np.random.default_rng(8)
    y, x = (np.mgrid[0:side, 0:side] + 0.5) / side
    picture = np.full((side, side), 128.0)
    for _ in range(60):
        across, down = chance.integers(-20, 21, 2)
        start, strength = chance.random(2) * (6, 24)
        picture += strength * np.cos(np.pi * (across * x + down * y) + start)
    pixels: NDArray[np.uint8] = np.clip(picture, 0, 255).astype(np.uint8)[..., None]
    return pixels


@pytest.mark.parametrize("side", [200, 320, 511, 640])
def test_the_same_picture_at_another_size_stays_near(side: int) -> None:
    assert _distance(_bits_of(_smooth(512)), _bits_of(_smooth(side))) <= 4


def test_gray_pixels_are_what_equal_colours_are() -> None:
    gray = _noise(70, 900, 1)
    colours = np.repeat(gray, 3, axis=2)

    assert (_kernel.Plane(gray).luma() == _kernel.Plane(colours).luma()).all()
    assert (_kernel.Plane(gray[..., 0]).luma() == _kernel.Plane(colours).luma()).all()


def test_rows_that_lie_apart_in_memory_are_read() -> None:
    wide = _noise(40, 90, 3)

    cut = wide[::2, :50]

    assert (_kernel.Plane(cut).luma() == _kernel.Plane(cut.copy()).luma()).all()


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ((0, 5, 3), "without pixels"),
        ((5, 0), "without pixels"),
        ((5, 5, 2), "1 channel"),
        ((5, 5, 5), "1 channel"),
        ((5,), "the shape"),
        ((1, 5, 5, 3), "the shape"),
        ((1, 1_048_577), "longer than 1048576"),
    ],
)
def test_another_shape_is_refused(shape: tuple[int, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        _kernel.Plane(np.zeros(shape, np.uint8))


def test_pixels_that_are_no_bytes_or_out_of_order_are_refused() -> None:
    numbers: Any = np.zeros((5, 5, 3), np.uint16)
    with pytest.raises(TypeError):
        _kernel.Plane(numbers)
    for pixels in (np.zeros((5, 5, 4), np.uint8)[..., :3], np.zeros((5, 5, 3), np.uint8)[::-1]):
        with pytest.raises(ValueError, match="side by side"):
            _kernel.Plane(pixels)


@pytest.mark.parametrize("orientation", [-1, 8])
def test_an_unknown_orientation_is_refused(orientation: int) -> None:
    with pytest.raises(ValueError, match="from 0"):
        _kernel.Plane(_noise(9, 9, 3)).fingerprint_boxes(WHOLE, [orientation])


@pytest.mark.parametrize("fill", [0, 128, 255])
def test_a_part_on_a_canvas_is_what_the_drawn_canvas_gives(fill: int) -> None:
    pixels = draw(Drawing("waves", 240, 160, 5))
    canvas = np.full((320, 300, 3), fill, np.uint8)
    canvas[60:220, 20:260] = pixels
    place = (20 / 300, 60 / 320, 260 / 300, 220 / 320)
    spec = np.array([(0, 0, 1, 1, *place, fill)], np.float32)

    bits, _ = _kernel.fingerprint_renderings(_kernel.Plane(pixels), spec)

    assert _distance(bits[0, 0], _bits_of(canvas)) <= 2


def test_a_canvas_filled_with_the_pictures_own_blur_is_bright_where_the_picture_is() -> None:
    # Dark left, bright right: so are the bars over and under it, which black ones are not.
    ramp = np.tile(np.linspace(0, 255, 300).astype(np.uint8)[None, :, None], (100, 1, 3))
    spec = np.array([(0, 0, 1, 1, 0, 0.4, 1, 0.6, fill) for fill in (-1, 0)], np.float32)

    bits, quality = _kernel.fingerprint_renderings(_kernel.Plane(ramp), spec)
    full = np.zeros((300, 300, 3), np.uint8)
    steps = np.clip(np.arange(300) - 100, 0, 100)
    full[:] = (steps * 2.55).astype(np.uint8)[None, :, None]
    full[120:180] = ramp[:60]

    assert quality[0] < quality[1]
    assert _distance(bits[0, 0], bits[1, 0]) > 20


def test_the_smallest_place_on_a_canvas_is_what_the_drawn_canvas_gives() -> None:
    pixels = np.full((512, 512, 1), 255, np.uint8)
    pixels[:256, :256] = 0
    canvas = np.zeros((1024, 1024, 1), np.uint8)
    canvas[512:576, 512:576] = 255
    canvas[512:544, 512:544] = 0
    spec = np.array([(0, 0, 1, 1, 0.5, 0.5, 0.5625, 0.5625, 0)], np.float32)

    bits, _ = _kernel.fingerprint_renderings(_kernel.Plane(pixels), spec)

    assert _distance(bits[0, 0], _bits_of(canvas)) <= 2


def test_a_narrower_place_is_refused() -> None:
    spec = np.array([(0, 0, 1, 1, 0.5, 0, 0.55, 1, 0)], np.float32)

    with pytest.raises(ValueError, match="1/16 wide"):
        _kernel.fingerprint_renderings(_kernel.Plane(_noise(9, 9, 3)), spec)


def test_many_threads_may_use_one_plane() -> None:
    plane = _kernel.Plane(_noise(300, 400, 3))
    boxes = np.array([[x / 50, 0.1, 0.9, 0.8] for x in range(40)], np.float32)
    expected, _ = plane.fingerprint_boxes(boxes)
    made = []

    threads = [
        threading.Thread(target=lambda: made.append(plane.fingerprint_boxes(boxes)[0]))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 4
    assert all((bits == expected).all() for bits in made)


def test_c_gives_the_same_however_the_rows_come_and_breaks_no_rule_of_memory(
    tmp_path: Path,
) -> None:
    searching = ("scan", "quad", "refine", "index")
    sources = [path for path in SOURCES.glob("*.c") if not path.name.startswith(searching)]
    program = compile_checks("check_plane", sources, tmp_path)

    for shape in [(1, 1, 3), (30, 21, 4), (530, 33, 3), (12, 1100, 4), (520, 600, 1)]:
        pixels = _noise(*shape)
        words = [str(shape[1]), str(shape[0]), str(shape[2])]
        run = run_checks(program, *words, given=pixels.tobytes())
        lines = run.stdout.decode().splitlines()
        assert (run.returncode, run.stderr) == (0, b"")
        assert len(lines) == 4
        assert len(set(lines)) == 1
        assert lines[0].split()[1] == _bits_of(pixels).tobytes().hex()
