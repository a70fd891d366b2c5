"""Pictures that have nothing to do with each other."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bench.reshare.gather import LEAST_SIDE, folder
from bench.reshare.photographs import Photograph, photographs

ACROSS = 3  # a photograph is cut into three by three parts
DRAWN = ("openclipart-png", "tuxpaint-stamps-default")  # packages of figures on plain grounds
# Few blocks of a photograph are of one tone; most are in flags, and in planets on white.
BLOCK, ONE_TONE = 8, 6
MOST_PLAIN = 0.5  # three of four of the photographs that are shared again have less
MOST_PLAIN_PART = 0.15  # the edge of one round thing on white is any other's edge
# Bundles that show the same planets.
SAME_SUBJECT = {"gravity.rcc": "solar_system.rcc"}


@dataclass(frozen=True)
class Unrelated:
    """One picture, or one of the parts that it is cut into: `cut` tells which, across and down.

    What comes from one bundle, or from one package without bundles, often shows the same thing
    again: it is of one `origin`, and not called unrelated.
    """

    name: str
    photo: Photograph
    origin: str
    cut: tuple[int, int] | None = None

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """The picture in RGB: (height, width, 3)."""
        image = self.photo.image
        if self.cut is not None:
            wide, high = image.width // ACROSS, image.height // ACROSS
            left, top = self.cut[0] * wide, self.cut[1] * high
            image = image.crop((left, top, left + wide, top + high))
        return np.ascontiguousarray(image)


def source() -> str:
    """Say where they come from."""
    if (folder() / "manifest.csv").exists():
        return "Debian packages, by bench.reshare.gather, and their parts"
    return "the photographs' parts: run python -m bench.reshare.gather for thousands"


def wholes() -> list[Unrelated]:
    """Return the gathered pictures, packages mixed, the same each time; or the photographs."""
    manifest = folder() / "manifest.csv"
    if not manifest.exists():
        photos = [*photographs("choose"), *photographs("report")]
        return [Unrelated(photo.name, photo, photo.name) for photo in photos]
    with manifest.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    order = np.random.default_rng(1).permutation(len(rows))
    return [_gathered(rows[place]) for place in order]


def _gathered(row: dict[str, str]) -> Unrelated:
    # In a bundle, the number after the sign tells its pictures apart.
    bundle = row["path"].rpartition("#")[0].rpartition("/")[2]
    origin = SAME_SUBJECT.get(bundle, bundle) or row["package"]
    photo = Photograph(row["file"], folder() / row["file"])
    return Unrelated(row["file"].removesuffix(".jpg"), photo, origin)


def with_parts(whole: Unrelated) -> Iterator[Unrelated]:
    """Yield a picture, and its parts where those are photographs and no icons."""
    yield whole
    if min(whole.photo.image.size) < ACROSS * LEAST_SIDE or is_drawing(whole):
        return
    for number in range(ACROSS * ACROSS):
        cut = (number % ACROSS, number // ACROSS)
        part = Unrelated(f"{whole.name}-{number + 1}", whole.photo, whole.origin, cut)
        if plain_share(part.pixels) <= MOST_PLAIN_PART:
            yield part


def is_drawing(picture: Unrelated) -> bool:
    """Whether it is flat art, or something on a plain ground, rather than a photograph."""
    return picture.origin in DRAWN or plain_share(picture.pixels) > MOST_PLAIN


def plain_share(pixels: NDArray[np.uint8]) -> float:
    """Return what part of a picture's blocks are of one tone, nearly."""
    luma = np.asarray(Image.fromarray(pixels).convert("L")).astype(np.int16)
    rows, columns = luma.shape[0] // BLOCK, luma.shape[1] // BLOCK
    blocks = luma[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK)
    spread = blocks.max(axis=(1, 3)) - blocks.min(axis=(1, 3))
    return float((spread <= ONE_TONE).mean())
