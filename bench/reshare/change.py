"""What every change to a picture is: a picture and a source of chance in, a picture out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import numpy as np
from PIL import Image

Picture = Image.Image
Chance = np.random.Generator
Change = Callable[[Picture, Chance], Picture]
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Transform:
    """One named way of sharing a picture again; `severity` goes from 1 (light) to 5 (heavy)."""

    name: str
    family: str
    severity: int
    change: Change


def in_turn(*changes: Change) -> Change:
    """Return the change that makes all of them, first to last."""

    def change(image: Picture, chance: Chance) -> Picture:
        for each in changes:
            image = each(image, chance)
        return image

    return change


def resized(image: Picture, width: float, height: float) -> Picture:
    """Return the picture with these sides, at least one pixel each."""
    size = (max(1, round(width)), max(1, round(height)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def within(image: Picture, width: float, height: float) -> Picture:
    """Return the picture as large as fits, whole."""
    scale = min(width / image.width, height / image.height)
    return resized(image, image.width * scale, image.height * scale)


def covering(image: Picture, width: int, height: int) -> Picture:
    """Return the middle of the picture, so large that it fills these sides."""
    scale = max(width / image.width, height / image.height)
    large = resized(image, max(width, image.width * scale), max(height, image.height * scale))
    left, top = (large.width - width) // 2, (large.height - height) // 2
    return large.crop((left, top, left + width, top + height))


def any_colour(chance: Chance) -> Colour:
    """Return a colour by chance."""
    return cast(Colour, tuple(int(value) for value in chance.integers(0, 256, 3)))
