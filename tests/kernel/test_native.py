"""The C sources under sanitizers, and the Python module, against the shared vectors."""

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from takeback import _kernel
from takeback.fingerprint.picture import VIEWS
from tests.kernel.sanitized import SOURCES, compile_checks, run_checks
from tests.kernel.vectors import FILE, Vector, draw, read_vectors

VECTORS = read_vectors()
OF_PDQ_1 = [
    *["cells", "cosines", "dispatch", "fingerprint", "luma", "path_avx2", "path_avx512"],
    *["path_plain", "quality", "shrink_plain", "threshold_plain", "transform_plain", "views"],
]


def _made(
    vector: Vector, pixels: Any, height: int | None = None, path: str | None = None
) -> tuple[int, dict[str, str]]:
    quality, views = _kernel.fingerprint(pixels, height, path=path)
    return quality, dict(zip(VIEWS, (bits.hex() for bits in views), strict=True))


def test_c_agrees_with_the_vectors_and_breaks_no_rule_of_memory(tmp_path: Path) -> None:
    program = compile_checks("check_kernel", [SOURCES / f"{name}.c" for name in OF_PDQ_1], tmp_path)

    result = run_checks(program, FILE)

    assert result.stdout.decode() == f"{len(VECTORS)} vectors, 0 failures\n"
    assert result.stderr == b""
    assert result.returncode == 0


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector.drawing))
def test_python_agrees_with_the_vector_on_every_path_of_this_machine(vector: Vector) -> None:
    pixels = draw(vector.drawing)

    for path in (None, *_kernel.paths()):
        assert _made(vector, pixels, path=path) == (vector.quality, vector.views)


@pytest.mark.parametrize("path", _kernel.paths())
def test_every_path_gives_the_same_for_pictures_of_any_size(path: str) -> None:
    chance = np.random.default_rng(16)
    for _ in range(40):
        height, width, channels = *chance.integers(1, 700, 2), chance.choice([1, 3, 4])
        pixels = chance.integers(0, 256, (height, width, channels), np.uint8)

        assert _kernel.fingerprint(pixels, path=path) == _kernel.fingerprint(pixels, path="plain")


def test_the_plain_path_is_always_there_and_an_unknown_one_is_refused() -> None:
    assert _kernel.paths()[0] == "plain"
    with pytest.raises(ValueError, match="no path abacus; see paths"):
        _kernel.fingerprint(np.zeros((9, 9, 3), np.uint8), path="abacus")


def test_gray_is_what_three_equal_colours_are() -> None:
    gray = np.random.default_rng(5).integers(0, 256, (300, 411, 1), np.uint8)

    colours = np.ascontiguousarray(np.broadcast_to(gray, (300, 411, 3)))

    assert _kernel.fingerprint(gray) == _kernel.fingerprint(colours)
    assert _kernel.fingerprint(gray[:, :, 0][:, :, np.newaxis]) == _kernel.fingerprint(gray)


def test_the_vectors_reach_every_way_through_the_recipe() -> None:
    sides = [(vector.drawing.width, vector.drawing.height) for vector in VECTORS]

    assert {min(side) for side in sides} >= {1, 3, 4, 5, 64, 511, 512, 513}
    assert {vector.quality for vector in VECTORS} >= {0, 100}
    assert any(0 < vector.quality < 100 for vector in VECTORS)
    assert len(VECTORS) >= 50


@pytest.mark.parametrize(
    "vector",
    [vector for vector in VECTORS if vector.drawing.height > 512],
    ids=lambda vector: str(vector.drawing),
)
def test_the_sampled_rows_alone_give_the_same(vector: Vector) -> None:
    height = vector.drawing.height
    rows = [_kernel.sampled_row(height, index) for index in range(512)]

    sampled = np.ascontiguousarray(draw(vector.drawing)[rows])

    assert _made(vector, sampled, height) == (vector.quality, vector.views)


@pytest.mark.parametrize(("rows", "height"), [(511, 600), (600, 512), (512, 300), (10, 0)])
def test_rows_that_are_neither_all_nor_the_sampled_ones_are_refused(rows: int, height: int) -> None:
    with pytest.raises(ValueError, match=r"rows|without pixels"):
        _kernel.fingerprint(np.zeros((rows, 10, 3), np.uint8), height)


@pytest.mark.parametrize("height", [-1, 2**64, "600", 600.0])
def test_a_height_that_is_no_size_is_refused(height: Any) -> None:
    with pytest.raises(TypeError):
        _kernel.fingerprint(np.zeros((512, 10, 3), np.uint8), height)


@pytest.mark.parametrize(
    "pixels",
    [
        np.broadcast_to(np.zeros((1, 9, 3), np.uint8), (9, 9, 3)),
        np.zeros((9, 9, 3), np.uint8)[::-1],
        np.zeros((9, 9, 3), np.uint8)[:, ::-1],
        np.zeros((9, 18, 3), np.uint8)[:, ::2],
        np.zeros((9, 9, 6), np.uint8)[:, :, ::2],
        np.broadcast_to(np.uint8(1), (2**30, 2**30, 3)),
        np.zeros((9, 9, 3), np.uint8, order="F"),
    ],
)
def test_memory_laid_out_otherwise_is_refused(pixels: Any) -> None:
    with pytest.raises(ValueError, match=r"side by side|rows overlap"):
        _kernel.fingerprint(pixels)


def test_several_threads_get_what_one_gets() -> None:
    chosen = [vector for vector in VECTORS if vector.drawing.kind == "waves"]
    pictures = [draw(vector.drawing) for vector in chosen]
    wrong: list[str] = []

    def compare() -> None:
        for vector, pixels in zip(chosen, pictures, strict=True):
            if _made(vector, pixels) != (vector.quality, vector.views):
                wrong.append(str(vector.drawing))

    threads = [threading.Thread(target=compare) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
