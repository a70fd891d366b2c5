"""The photographs that are shared again: half of them to choose by, the other half to report on."""

import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from takeback import _kernel
from takeback.fingerprint.picture import MIN_QUALITY
from tests.fingerprint.photographs import NAMES, open_photograph

Half = Literal["choose", "report"]
MOST_SIDE = 1024


@dataclass(frozen=True)
class Photograph:
    """One photograph by its file's name; `path` is `None` for a library's sample picture."""

    name: str
    path: Path | None

    @cached_property
    def image(self) -> Image.Image:
        """The picture in RGB, at most `MOST_SIDE` on a side."""
        if self.path is None:
            image = open_photograph(self.name)
        else:
            with Image.open(self.path) as file:
                image = file.convert("RGB")
        image.thumbnail((MOST_SIDE, MOST_SIDE))
        return image

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """The picture's pixels: (height, width, 3)."""
        return np.asarray(self.image)

    @property
    def is_clear_enough(self) -> bool:
        """Whether its fingerprint would be listed at all."""
        return _kernel.fingerprint(self.pixels)[0] >= MIN_QUALITY


def source() -> str:
    """Say where the photographs come from."""
    return "scikit-image and scikit-learn" if _folder() is None else "a folder of photographs"


def _folder() -> Path | None:
    named = Path(os.environ.get("TAKEBACK_PHOTOS") or "../shared/photos/photos")
    return named if named.is_dir() else None


def photographs(half: Half, most: int | None = None) -> list[Photograph]:
    """Return up to `most` photographs that are clear enough, spread over the half asked for.

    `TAKEBACK_PHOTOS` names a folder; without one the libraries' sample pictures are taken. A file
    whose number is even is for choosing, an odd one for reporting; files without a number count
    by their place.
    """
    folder = _folder()
    if folder is None:
        every = [Photograph(name, None) for name in sorted(NAMES)]
    else:
        paths = [path for path in sorted(folder.iterdir()) if path.suffix in {".jpg", ".png"}]
        every = [Photograph(path.name, path) for path in paths]
    wanted = 0 if half == "choose" else 1
    mine = [photo for place, photo in enumerate(every) if _number(photo.name, place) % 2 == wanted]
    clear = [photo for photo in mine if photo.is_clear_enough]
    if most is None or most >= len(clear):
        return clear
    return [clear[place * len(clear) // most] for place in range(most)]


def _number(name: str, place: int) -> int:
    digits = re.search(r"(\d+)\.\w+$", name)
    return int(digits[1]) if digits else place
