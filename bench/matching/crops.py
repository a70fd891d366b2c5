"""The coefficients that PDQ takes bits from, of many crops of harmless pictures."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bench.matching.places import bits_folder
from bench.reshare.photographs import photographs
from bench.reshare.progress import in_processes
from bench.reshare.unrelated import Unrelated, is_drawing, wholes
from takeback.fingerprint.picture import MIN_QUALITY

SIDE, WAVES = 64, 16
BITS = WAVES * WAVES
CROPS = 1_000_000  # drawings among the pictures give none
MOST_OF_ONE = 4_000  # where there are only sample pictures
SMALLEST = 0.35  # of a picture's sides; smaller crops are mostly sky or skin
SEED = 20_261_122

Coefficients = NDArray[np.float32]  # (n, 256)


def waves() -> NDArray[np.float32]:
    """Return the 16 cosines of pdq-1, without the steady one: (16, 64)."""
    half_swings = np.arange(1, WAVES + 1)[:, None]
    places = 2 * np.arange(SIDE)[None] + 1
    scaled = np.sqrt(2 / SIDE) * np.cos(np.pi / (2 * SIDE) * half_swings * places)
    return np.asarray(scaled, dtype=np.float32)


def quality(grid: NDArray[np.float32]) -> int:
    """Return how much there is to see in brightness of 64 by 64, 0 to 100, as pdq-1 counts it."""
    steps = [np.abs(np.trunc(np.diff(grid, axis=axis) * (100 / 255))).sum() for axis in (0, 1)]
    return min(100, int(sum(steps) / 90))


def pictures() -> list[Unrelated]:
    """Return the photographs there are: what was gathered, without drawings, and the samples."""
    photos = [*photographs("choose"), *photographs("report")]
    own = {photo.name: Unrelated(photo.name, photo, photo.name) for photo in photos}
    return [*own.values(), *(whole for whole in wholes() if whole.name not in own)]


def coefficients_of(count: int, task: tuple[int, Unrelated]) -> Coefficients:
    """Return those of the whole picture and of up to `count` clear crops; of a drawing none."""
    number, picture = task
    if is_drawing(picture):
        return np.empty((0, BITS), dtype=np.float32)
    luma = picture.photo.image.convert("F")
    draw = np.random.default_rng([SEED, number])
    cosines = waves()
    made = []
    for place in range(count):
        width, height = luma.size * (draw.uniform(SMALLEST, 1, 2) if place else np.ones(2))
        left, top = draw.uniform(0, 1, 2) * (luma.width - width, luma.height - height)
        box = (left, top, left + width, top + height)
        grid = np.asarray(luma.resize((SIDE, SIDE), Image.Resampling.BOX, box=box))
        if quality(grid) >= MIN_QUALITY:
            made.append((cosines @ grid @ cosines.T).reshape(BITS))
    return np.array(made, dtype=np.float32).reshape(-1, BITS)


def _make(found: Sequence[Unrelated]) -> tuple[Coefficients, NDArray[np.int32]]:
    each = min(MOST_OF_ONE, -(-CROPS // len(found)))
    per_picture = list(
        in_processes(coefficients_of, list(enumerate(found)), shared=each, label="pictures cropped")
    )
    owners = [np.full(len(rows), number) for number, rows in enumerate(per_picture)]
    return np.concatenate(per_picture), np.concatenate(owners).astype(np.int32)


def crops() -> tuple[Coefficients, NDArray[np.int32]]:
    """Return the coefficients and the number of the picture each crop comes from.

    Made once and kept in the data folder.
    """
    path: Path = bits_folder() / "crops.npz"
    if not path.exists():
        made, owners = _make(pictures())
        np.savez(path, coefficients=made, owners=owners)
    with np.load(path) as kept:
        return kept["coefficients"], kept["owners"]
