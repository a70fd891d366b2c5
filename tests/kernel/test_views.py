"""The table of views, what is made of a picture, and the borders that are cut off."""

import json
import os
import re
import shutil
import subprocess
import sys
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from takeback import _kernel
from takeback.fingerprint.views import VIEW_TABLE
from tests.fingerprint.photographs import open_photograph, pixels_of
from tests.kernel.mean_vectors import read_mean_vectors
from tests.kernel.vectors import Drawing, draw

ROOT = Path(__file__).parents[2]
PAGE_FOLDER = ROOT / "src/takeback/site/static/site/kernel"
KINDS = {view.name: view.kind for view in VIEW_TABLE}
PICTURES = [(512, 512, 11), (640, 480, 13), (301, 900, 15), (1920, 1080, 14), (40, 33, 2)]

Views = dict[str, tuple[str, bytes, int]]


def _made(pixels: NDArray[np.uint8]) -> Views:
    made = _kernel.make_views(pixels)
    return {name: (recipe, bits, quality) for name, recipe, bits, quality in made}


def _distance(a: bytes, b: bytes) -> int:
    return (int.from_bytes(a) ^ int.from_bytes(b)).bit_count()


@pytest.mark.parametrize("numbers", PICTURES)
def test_what_is_listed_is_clear_in_order_and_says_something_new(
    numbers: tuple[int, int, int],
) -> None:
    views = _made(draw(Drawing("waves", *numbers)))

    assert [name for name in KINDS if name in views] == list(views)
    for name, (recipe, _, quality) in views.items():
        assert quality >= (25 if KINDS[name] == "cell" else 50)
        assert recipe == next(view.recipe for view in VIEW_TABLE if view.name == name)
    renderings = [
        (name, bits)
        for name, (_, bits, _) in views.items()
        if KINDS[name] not in ("flip", "cell") and name != "mean-whole"
    ]
    for (_, one), (_, other) in combinations(renderings, 2):
        assert _distance(one, other) > 6


def test_the_first_eight_are_those_of_pdq_1() -> None:
    pixels = draw(Drawing("waves", 640, 480, 13))
    quality, expected = _kernel.fingerprint(pixels)

    made = list(_made(pixels).values())[:8]

    assert made == [("pdq-1", bits, quality) for bits in expected]


@pytest.mark.parametrize("vector", read_mean_vectors(), ids=lambda vector: str(vector.drawing))
def test_views_of_the_vectors_are_listed_with_their_bits(vector: Any) -> None:
    views = _made(draw(vector.drawing))

    for part in vector.parts:
        least = 25 if part.view.startswith("cell") else 50
        expected = ("pdq-mean-1", bytes.fromhex(part.digits), part.quality)
        assert views.get(part.view) == (expected if part.quality >= least else None)


def test_a_rendering_is_what_pdq_makes_of_its_drawing() -> None:
    # Of 512 pixels the middle half is 64 cells of 4: its drawing is found by averaging.
    pixels = draw(Drawing("waves", 512, 512, 11))
    luma = _kernel.Plane(pixels).luma()[128:384, 128:384]
    drawing = np.rint(luma.reshape(64, 4, 64, 4).mean(axis=(1, 3))).astype(np.uint8)

    _, (bits, *_) = _kernel.fingerprint(np.repeat(drawing[..., None], 3, axis=2))
    box = np.array([[0.25, 0.25, 0.75, 0.75]], np.float32)
    ours, _ = _kernel.Plane(pixels).fingerprint_boxes(box)

    # The drawing has whole steps of brightness, the rendering has not.
    assert _distance(ours.tobytes(), bits) <= 4


@pytest.mark.parametrize(
    "shape", [(1, 1), (1, 400), (400, 1), (4, 300), (300, 4), (1, 5000), (5000, 2)]
)
def test_nothing_is_listed_of_a_picture_under_five_pixels(shape: tuple[int, int]) -> None:
    pixels = np.random.default_rng(2).integers(0, 256, (*shape, 3), np.uint8)

    assert _kernel.make_views(pixels) == []


@pytest.mark.parametrize("value", [0, 130, 255])
def test_nothing_is_listed_of_a_picture_of_one_colour(value: int) -> None:
    assert _kernel.make_views(np.full((300, 500, 3), value, np.uint8)) == []


def test_a_flat_picture_is_not_listed_for_its_frames() -> None:
    ramp = np.tile(np.linspace(0, 40, 400).astype(np.uint8)[None, :, None], (200, 1, 3))

    assert [name for name in _made(ramp) if KINDS[name] == "frame"] == []


def test_a_picture_far_wider_than_high_is_no_trouble() -> None:
    views = _made(np.random.default_rng(2).integers(0, 256, (6, 3000, 3), np.uint8))

    assert "whole" in views
    assert [name for name in views if KINDS[name] == "frame" and name.startswith("story")] == []


def test_a_square_picture_has_no_square_part_of_its_own() -> None:
    views = _made(draw(Drawing("waves", 512, 512, 11)))

    assert not any(name.startswith(("aspect-1-1", "square")) for name in views)


def test_a_bordered_picture_is_also_listed_without_its_borders() -> None:
    inner = draw(Drawing("waves", 300, 240, 13))
    framed = np.zeros((400, 500, 3), np.uint8)
    framed[100:340, 70:370] = inner
    bits, _ = _kernel.Plane(inner).fingerprint_boxes(np.array([[0, 0, 1, 1]], np.float32), [0, 1])

    views = _made(framed)

    assert _distance(views["trimmed"][1], bits[0, 0].tobytes()) <= 2
    assert _distance(views["trimmed-mirror"][1], bits[0, 1].tobytes()) <= 2
    assert "trimmed" not in _made(inner)


def test_gray_pixels_give_the_views_of_equal_colours() -> None:
    gray = draw(Drawing("waves", 300, 240, 13))[..., :1].copy()

    assert _kernel.make_views(gray) == _kernel.make_views(np.repeat(gray, 3, axis=2))
    assert _kernel.make_views(gray[..., 0]) == _kernel.make_views(gray)


def test_make_views_refuses_what_a_plane_refuses() -> None:
    with pytest.raises(ValueError, match="without pixels"):
        _kernel.make_views(np.zeros((0, 5, 3), np.uint8))
    with pytest.raises(ValueError, match="1 channel"):
        _kernel.make_views(np.zeros((5, 5, 2), np.uint8))


def test_names_of_views_are_short_plain_and_each_used_once() -> None:
    names = [view.name for view in VIEW_TABLE]

    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) and len(name) <= 24 for name in names)
    assert len(set(names)) == len(names) <= 120
    assert [name for name in names if name.startswith("cell-")] == [
        f"cell-{number}" for number in range(1, 27)
    ]


def test_a_mirrored_view_follows_the_one_it_mirrors() -> None:
    for before, view in pairwise(VIEW_TABLE):
        if view.is_mirrored and view.kind != "flip":
            assert view.name == f"{before.name}-mirror"
            assert (view.recipe, view.kind, view.box) == (before.recipe, before.kind, before.box)


def test_view_boxes_has_the_views_with_the_same_part_of_every_picture() -> None:
    boxes = _kernel.view_boxes()

    assert set(boxes) == {view.name for view in VIEW_TABLE if view.box}
    assert boxes["whole"] == ("pdq-1", "flip", 0, 0, 1, 1, False)
    assert boxes["mirror"] == ("pdq-1", "flip", 0, 0, 1, 1, True)
    assert boxes["mean-whole"] == ("pdq-mean-1", "box", 0, 0, 1, 1, False)
    assert "turn-90" not in boxes
    assert not any(KINDS[name] in ("aspect", "frame", "trimmed") for name in boxes)


def _framed(
    content: NDArray[np.uint8], frame: tuple[int, int, int, int], colour: tuple[int, int, int]
) -> NDArray[np.uint8]:
    left, top, right, bottom = frame
    height, width, _ = content.shape
    out = np.empty((top + height + bottom, left + width + right, 3), np.uint8)
    out[:] = colour
    out[top : top + height, left : left + width] = content
    return out


def _inner_pixels(pixels: NDArray[np.uint8]) -> list[float]:
    """What trimming leaves: left, top, right, bottom in pixels."""
    height, width, _ = pixels.shape
    box = _kernel.Plane(np.ascontiguousarray(pixels)).trim()
    return [share * side for share, side in zip(box, (width, height) * 2, strict=True)]


# Content whose every line has light and dark in it.
CONTENT = np.repeat(np.indices((150, 180)).sum(axis=0)[..., None] % 7 * 40, 3, axis=2).astype(
    np.uint8
)
COLOURS = st.tuples(*[st.integers(0, 255)] * 3)


@settings(deadline=None)
@given(st.tuples(*[st.integers(0, 150)] * 4), COLOURS)
def test_a_drawn_frame_of_any_colour_is_found_to_the_pixel(
    frame: tuple[int, int, int, int], colour: tuple[int, int, int]
) -> None:
    left, top, *_ = frame

    found = _inner_pixels(_framed(CONTENT, frame, colour))

    assert found == pytest.approx([left, top, left + 180, top + 150], abs=0.01)


def test_a_frame_in_a_frame_is_found_too() -> None:
    once = _framed(CONTENT, (10, 0, 30, 0), (255, 255, 255))

    found = _inner_pixels(_framed(once, (0, 40, 0, 25), (20, 0, 90)))

    assert found == pytest.approx([10, 40, 190, 190], abs=0.01)


@pytest.mark.parametrize("spread", [1, 3, 6])
def test_noise_all_over_does_not_hide_a_frame(spread: int) -> None:
    framed = _framed(CONTENT, (40, 60, 80, 20), (120, 130, 110)).astype(np.float64)
    noise = np.random.default_rng(4).normal(0, spread, framed.shape)

    found = _inner_pixels(np.clip(framed + noise, 0, 255).astype(np.uint8))

    assert found == pytest.approx([40, 60, 220, 210], abs=1.01)


@pytest.mark.parametrize("quality", [90, 60, 30])
@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (30, 60, 200)])
def test_compression_blurs_the_edge_of_a_frame_by_less_than_a_block(
    quality: int, colour: tuple[int, int, int]
) -> None:
    photograph = np.asarray(open_photograph("coffee.png").resize((300, 200)))
    image = Image.fromarray(_framed(photograph, (53, 101, 91, 83), colour))
    compressed = BytesIO()
    image.save(compressed, "JPEG", quality=quality)

    found = _inner_pixels(pixels_of(Image.open(compressed)))

    assert found == pytest.approx([53, 101, 353, 301], abs=8)


@pytest.mark.parametrize("value", [0, 200])
def test_a_picture_of_one_colour_is_not_trimmed_to_nothing(value: int) -> None:
    pixels = np.full((90, 120, 3), value, np.uint8)
    pixels[40:42, 50:53] = 255 - value

    assert _kernel.Plane(np.full((9, 12), value, np.uint8)).trim() == (0, 0, 1, 1)
    assert _kernel.Plane(pixels).trim() == (0, 0, 1, 1)


def test_a_gradient_is_no_frame() -> None:
    ramp = np.tile(np.arange(256, dtype=np.uint8)[:, None], (1, 200))

    left, top, right, bottom = _kernel.Plane(ramp).trim()

    # A line of it is one colour, so what is nearly as bright as the outermost goes, three times.
    assert (left, right) == (0, 1)
    assert top <= 9 / 256
    assert bottom >= 1 - 9 / 256


def _node() -> Path:
    folders = [str(Path(sys.executable).parent), os.environ["PATH"]]
    node = shutil.which("node", path=os.pathsep.join(folders))
    if node is None:
        pytest.skip("no node here; the journeys run the same module in Chromium")
    return Path(node)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the page's module, run by node, makes of the pictures."""
    folder = tmp_path_factory.mktemp("pictures")
    files = []
    for number, sides in enumerate(PICTURES):
        pixels = draw(Drawing("waves", *sides))
        alpha = np.full((*pixels.shape[:2], 1), 9, np.uint8)
        path = folder / f"{number}-{sides[0]}-{sides[1]}"
        path.write_bytes(np.concatenate([pixels, alpha], axis=2).tobytes())
        files.append(path)
    modules = [PAGE_FOLDER / "browser.js", PAGE_FOLDER / "kernel.wasm"]
    command = [_node(), ROOT / "tests/kernel/check_views.mjs", *modules, *files]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


@pytest.mark.parametrize("number", range(len(PICTURES)))
def test_the_page_lists_the_same_views_in_strips_of_any_height(page: Any, number: int) -> None:
    pixels = draw(Drawing("waves", *PICTURES[number]))
    expected = [
        {"view": name, "recipe": recipe, "bits": bits.hex()}
        for name, recipe, bits, _ in _kernel.make_views(pixels)
    ]

    assert page["pictures"][number]["strips"] == [expected] * 3
    assert page["pictures"][number]["quality"] == _kernel.fingerprint(pixels)[0]
    assert page["pictures"][number]["trimmed"] == pytest.approx(_kernel.Plane(pixels).trim())


def test_the_page_refuses_rows_that_do_not_fit_in_words(page: Any) -> None:
    assert page["refusals"] == {
        "empty": "a picture without pixels",
        "long": "a side is longer than 1048576 pixels",
        "short": "15 bytes; 1 rows of 4 pixels have 16",
        "missing": "rows are missing, or more than the picture has",
        "many": "rows are missing, or more than the picture has",
        "other": "another picture was opened meanwhile",
    }


def test_a_large_picture_needs_little_of_the_pages_memory(page: Any) -> None:
    assert page["megabytes"] < 20
