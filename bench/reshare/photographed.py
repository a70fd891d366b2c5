"""Small turns, and a screen photographed with another phone."""

from typing import cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from bench.reshare.change import Chance, Change, Picture, within


def tilted(degrees: float, *, is_filled: bool) -> Change:
    """Turn by so many degrees, either way by chance.

    With `is_filled` the whole picture is kept and the corners are black; otherwise it is cut to
    the largest part of its shape without corners.
    """

    def change(image: Picture, chance: Chance) -> Picture:
        angle = degrees if chance.integers(2) else -degrees
        turned = image.rotate(angle, Image.Resampling.BICUBIC, expand=is_filled)
        if is_filled:
            return turned
        sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
        shape = image.width / image.height
        share = 1 / (cosine + sine * max(shape, 1 / shape))
        wide, high = image.width * share, image.height * share
        left, top = (image.width - wide) / 2, (image.height - high) / 2
        return turned.crop((round(left), round(top), round(left + wide), round(top + high)))

    return change


def _coefficients(place: NDArray[np.float64], size: tuple[int, int]) -> list[float]:
    """Return Pillow's eight, that lead from a photograph back to a picture of `size`.

    `place` holds where the picture's corners go: top left, top right, bottom right, bottom left.
    """
    width, height = size
    rows, ends = [], []
    corners = ((0, 0), (width, 0), (width, height), (0, height))
    for (x, y), (u, v) in zip(place, corners, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        ends += [u, v]
    solved = np.linalg.solve(np.array(rows, float), np.array(ends, float))
    return cast(list[float], solved.tolist())


def _corners(size: tuple[int, int], turn: NDArray[np.float64], far: float) -> NDArray[np.float64]:
    """Return where the corners of a sheet of `size` are seen after turning it in space."""
    width, height = size
    x, y, z = np.radians(turn)
    about_x = [[1, 0, 0], [0, np.cos(x), -np.sin(x)], [0, np.sin(x), np.cos(x)]]
    about_y = [[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]]
    about_z = [[np.cos(z), -np.sin(z), 0], [np.sin(z), np.cos(z), 0], [0, 0, 1]]
    sheet = np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]], float)
    sheet *= (width / 2, height / 2, 1)
    seen = sheet @ np.array(about_z).T @ np.array(about_y).T @ np.array(about_x).T
    distance = far * max(width, height)
    return cast(NDArray[np.float64], seen[:, :2] * (distance / (distance + seen[:, 2:])))


def _stripes(size: tuple[int, int], strength: float, chance: Chance) -> NDArray[np.float64]:
    """Return the light and dark bands that a screen's dots make with a sensor's."""
    y, x = np.mgrid[0 : size[1], 0 : size[0]]
    bands = np.zeros((size[1], size[0]))
    for _ in range(2):
        across, down = chance.uniform(-0.25, 0.25, 2)
        bands += np.sin(across * x + down * y + chance.uniform(0, 6))
    return 1 + strength * bands / 2


def of_a_screen(
    degrees: float, *, margin: float, blur: float = 0.8, moire: float = 0.04, far: float = 2.0
) -> Change:
    """Photograph a screen that shows it, held askew by up to so many degrees.

    `margin` is how much of the photograph's sides is the dark room and the screen's edge;
    `blur` is in pixels, `moire` the bands' strength, `far` the distance in picture sides.
    """

    def change(image: Picture, chance: Chance) -> Picture:
        shown = within(image, 800, 800) if max(image.size) > 800 else image
        turn = (
            chance.uniform(0.6, 1, 3) * chance.choice([-1, 1], 3) * (degrees, degrees, degrees / 3)
        )
        corners = _corners(shown.size, turn, far)
        corners -= corners.min(axis=0)
        wide, high = corners.max(axis=0)
        edge = margin * max(wide, high)
        corners += edge * (1 + chance.uniform(-0.3, 0.3, 2))
        size = (round(wide + 2 * edge), round(high + 2 * edge))
        lines = _coefficients(corners, shown.size)
        seen = shown.transform(size, Image.Transform.PERSPECTIVE, lines, Image.Resampling.BICUBIC)
        inside = Image.new("L", shown.size, 255).transform(size, Image.Transform.PERSPECTIVE, lines)
        room = Image.new("RGB", size, tuple(int(v) for v in chance.integers(15, 70, 3)))
        room.paste(seen, (0, 0), inside)
        light = np.asarray(room.filter(ImageFilter.GaussianBlur(blur))) * 1.0
        light *= _stripes(size, moire, chance)[:, :, None]
        light = light * chance.uniform(0.85, 1.1, 3) + chance.uniform(4, 18)
        light += chance.normal(0, 4, light.shape)
        return Image.fromarray(light.clip(0, 255).astype(np.uint8))

    return change
