"""Colours, filters, blur and noise: every pixel stays in its place."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from bench.reshare.change import Chance, Change, Picture


def _from(values: NDArray[np.float64]) -> Picture:
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


def brightness(factor: float) -> Change:
    """Make it brighter or darker by a factor."""
    return lambda image, _: ImageEnhance.Brightness(image).enhance(factor)


def contrast(factor: float) -> Change:
    """Spread or narrow what lies around the mean."""
    return lambda image, _: ImageEnhance.Contrast(image).enhance(factor)


def saturation(factor: float) -> Change:
    """Make colours stronger or weaker; 0 is gray."""
    return lambda image, _: ImageEnhance.Color(image).enhance(factor)


def gamma(exponent: float) -> Change:
    """Lift or lower the middle tones."""
    table = [round(255 * (value / 255) ** exponent) for value in range(256)] * 3
    return lambda image, _: image.point(table)


def tinted(red: float, green: float, blue: float) -> Change:
    """Weigh the three colours, as warm and cool filters do."""

    def change(image: Picture, _: Chance) -> Picture:
        return _from(np.asarray(image) * np.array([red, green, blue]))

    return change


def sepia(image: Picture, _: Chance) -> Picture:
    """Make it look old."""
    return ImageOps.colorize(image.convert("L"), (20, 10, 0), (255, 240, 205))


def vignette(strength: float) -> Change:
    """Darken towards the corners."""

    def change(image: Picture, _: Chance) -> Picture:
        y = np.linspace(-1, 1, image.height)[:, None]
        x = np.linspace(-1, 1, image.width)[None, :]
        shade = 1 - strength * (x * x + y * y) / 2
        return _from(np.asarray(image) * shade[:, :, None])

    return change


def equalised(image: Picture, _: Chance) -> Picture:
    """Spread the tones evenly, as automatic improvement does."""
    return ImageOps.equalize(image)


def posterised(image: Picture, _: Chance) -> Picture:
    """Leave eight tones of each colour."""
    return ImageOps.posterize(image, 3)


def negative(image: Picture, _: Chance) -> Picture:
    """Turn light into dark."""
    return ImageOps.invert(image)


def blurred(share: float) -> Change:
    """Blur by a share of the shorter side."""
    return lambda image, _: image.filter(ImageFilter.GaussianBlur(share * min(image.size)))


def smeared(share: float) -> Change:
    """Blur along the width, as a moved hand does, by a share of it."""

    def change(image: Picture, _: Chance) -> Picture:
        steps = max(2, round(share * image.width))
        values = np.asarray(image).astype(np.float64)
        padded = np.pad(values, ((0, 0), (steps, 0), (0, 0)), mode="edge")
        sums = np.cumsum(padded, axis=1)
        return _from((sums[:, steps:] - sums[:, :-steps]) / steps)

    return change


def smoothed(image: Picture, _: Chance) -> Picture:
    """Smooth skin and sky, as beauty filters do."""
    return image.filter(ImageFilter.MedianFilter(3))


def noisy(spread: float) -> Change:
    """Add a sensor's noise, of a spread in 255ths."""

    def change(image: Picture, chance: Chance) -> Picture:
        values = np.asarray(image)
        return _from(values + chance.normal(0, spread, values.shape))

    return change


def pixelated(blocks: int) -> Change:
    """Make it of so many blocks along the longer side."""

    def change(image: Picture, _: Chance) -> Picture:
        scale = blocks / max(image.size)
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        small = image.resize(size, Image.Resampling.BOX)
        return small.resize(image.size, Image.Resampling.NEAREST)

    return change
