"""Flat frames, gradients, stripes, checkerboards and test cards."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

Drawing = tuple[str, Image.Image]
SIDE = 256
COUNTS = (2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 24)
ANGLES = (0, 15, 30, 45, 60, 75, 90)


def patterns() -> Iterator[Drawing]:
    """Yield all of them."""
    yield from _flat()
    yield from _gradients()
    yield from _stripes()
    yield from _boards()
    yield from _test_cards()


def _places() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return how far each pixel's centre is from the left and the top, 0 to 1."""
    rows, columns = np.mgrid[0:SIDE, 0:SIDE]
    return (columns + 0.5) / SIDE, (rows + 0.5) / SIDE


def _grey(values: npt.NDArray[np.float64]) -> Image.Image:
    return Image.fromarray(np.clip(np.round(255 * values), 0, 255).astype(np.uint8))


def _flat() -> Iterator[Drawing]:
    for grey in (0, 128, 255):
        yield f"flat {grey}", Image.new("L", (SIDE, SIDE), grey)


def _gradients() -> Iterator[Drawing]:
    x, y = _places()
    for angle in ANGLES:
        along = x * np.cos(np.radians(angle)) + y * np.sin(np.radians(angle))
        along = (along - along.min()) / (along.max() - along.min())
        yield f"gradient {angle}", _grey(along)
        yield f"gradient {angle}, soft ends", _grey(along**2 * (3 - 2 * along))
        yield f"gradient {angle}, to the middle and back", _grey(1 - abs(2 * along - 1))
    for left, top in ((0.5, 0.5), (0.0, 0.0), (0.5, 0.0), (0.5, 1 / 3), (1 / 3, 1 / 3)):
        away = np.hypot(x - left, y - top)
        for reach in (0.4, 0.7, 1.0):
            yield f"glow at {left:.2f} {top:.2f} of {reach}", _grey(1 - away / reach)


def _stripes() -> Iterator[Drawing]:
    x, y = _places()
    for angle in (0, 45, 90):
        along = x * np.cos(np.radians(angle)) + y * np.sin(np.radians(angle))
        for count in COUNTS:
            wave = np.sin(np.pi * count * along)
            yield f"{count} stripes at {angle}", _grey((wave > 0).astype(float))
            yield f"{count} soft stripes at {angle}", _grey(0.5 + 0.5 * wave)


def _boards() -> Iterator[Drawing]:
    x, y = _places()
    for count in COUNTS:
        squares = (np.floor(x * count) + np.floor(y * count)) % 2
        yield f"checkerboard of {count}", _grey(squares)
        dots = np.hypot(x * count % 1 - 0.5, y * count % 1 - 0.5) < 0.3
        yield f"dots, {count} a row", _grey(dots.astype(float))
        lines = (x * count % 1 < 0.1) | (y * count % 1 < 0.1)
        yield f"grid of {count}", _grey(lines.astype(float))


def _test_cards() -> Iterator[Drawing]:
    x, y = _places()
    bars = np.array([235, 210, 170, 145, 105, 80, 40]) / 255
    seven = bars[np.minimum((7 * x).astype(int), 6)]
    yield "colour bars", _grey(seven)
    below = np.array([40, 16, 105, 16, 170, 16, 235]) / 255
    feet = np.array([30, 235, 50, 16, 10, 16, 22]) / 255
    three = np.where(
        y < 0.67,
        seven,
        np.where(
            y < 0.75,
            below[np.minimum((7 * x).astype(int), 6)],
            feet[np.minimum((7 * x).astype(int), 6)],
        ),
    )
    yield "colour bars with feet", _grey(three)
    for steps in (5, 8, 11, 16):
        stairs = np.floor(x * steps) / (steps - 1)
        yield f"{steps} steps of grey", _grey(stairs)
        yield f"{steps} steps there and back", _grey(np.where(y < 0.5, stairs, 1 - stairs))
    for lines in (8, 14, 20):
        yield f"test card of {lines}", _circle_card(lines)


def _circle_card(lines: int) -> Image.Image:
    card = Image.new("L", (SIDE, SIDE), 128)
    pen = ImageDraw.Draw(card)
    for line in range(lines + 1):
        place = round(line * SIDE / lines)
        pen.line((place, 0, place, SIDE), fill=255, width=2)
        pen.line((0, place, SIDE, place), fill=255, width=2)
    pen.ellipse((24, 24, SIDE - 24, SIDE - 24), fill=70, outline=255, width=4)
    for bar, grey in enumerate((255, 210, 170, 130, 90, 40)):
        pen.rectangle((56 + 24 * bar, 72, 80 + 24 * bar, 128), fill=grey)
    for step in range(6):
        pen.rectangle((56 + 24 * step, 128, 80 + 24 * step, 176), fill=51 * step)
    pen.line((128, 24, 128, SIDE - 24), fill=255, width=2)
    return card
