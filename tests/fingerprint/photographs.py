"""The harmless sample pictures that scikit-image and scikit-learn carry."""

from pathlib import Path

import numpy as np
import skimage
import sklearn
from numpy.typing import NDArray
from PIL import Image

NAMES = [
    "astronaut.png",
    "brick.png",
    "camera.png",
    "chelsea.png",
    "clock_motion.png",
    "coffee.png",
    "coins.png",
    "color.png",
    "grass.png",
    "gravel.png",
    "hubble_deep_field.jpg",
    "ihc.png",
    "moon.png",
    "motorcycle_left.png",
    "page.png",
    "retina.jpg",
    "rocket.jpg",
    "text.png",
    "china.jpg",
    "flower.jpg",
]

_FOLDERS = [
    Path(skimage.__file__).parent / "data",
    Path(sklearn.__file__).parent / "datasets/images",
]


def open_photograph(name: str) -> Image.Image:
    """Return one of `NAMES` as an RGB picture."""
    path = next(folder / name for folder in _FOLDERS if (folder / name).exists())
    with Image.open(path) as image:
        return image.convert("RGB")


def pixels_of(image: Image.Image) -> NDArray[np.uint8]:
    """Return the pixels, in the shape (height, width, 3)."""
    return np.asarray(image)
