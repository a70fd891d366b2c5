"""Bars, stories and collages: the whole picture on a larger canvas."""

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter

from bench.reshare.change import (
    Chance,
    Change,
    Colour,
    Picture,
    any_colour,
    covering,
    resized,
    within,
)
from bench.reshare.drawing import paste, text, words
from bench.reshare.neighbours import another

STORY = (540, 960)


def bars(sides: float, ends: float, colour: Colour | None = None, lean: float = 0.5) -> Change:
    """Add bars, shares of the picture's width (both sides) and height (top and bottom together).

    `colour` is `None` for one by chance; `lean` is the part of it that comes first.
    """

    def change(image: Picture, chance: Chance) -> Picture:
        wide, high = round(image.width * sides), round(image.height * ends)
        size = (image.width + wide, image.height + high)
        canvas = Image.new("RGB", size, any_colour(chance) if colour is None else colour)
        canvas.paste(image, (round(wide * lean), round(high * lean)))
        return canvas

    return change


def padded(width: float, height: float, colour: Colour) -> Change:
    """Add bars until the shape is width to height."""

    def change(image: Picture, _: Chance) -> Picture:
        wide = max(image.width, image.height * width / height)
        high = max(image.height, image.width * height / width)
        canvas = Image.new("RGB", (round(wide), round(high)), colour)
        left, top = (canvas.width - image.width) // 2, (canvas.height - image.height) // 2
        canvas.paste(image, (left, top))
        return canvas

    return change


def _blurred_own(image: Picture) -> Picture:
    cover = covering(image, *STORY).filter(ImageFilter.GaussianBlur(STORY[0] / 18))
    return ImageEnhance.Brightness(cover).enhance(0.8)


def _flat(_: Picture, chance: Chance) -> Picture:
    return Image.new("RGB", STORY, any_colour(chance))


def _gradient(_: Picture, chance: Chance) -> Picture:
    first, last = np.array(any_colour(chance)), np.array(any_colour(chance))
    steps = np.linspace(0, 1, STORY[1])[:, None, None]
    rows = (first * (1 - steps) + last * steps).astype(np.uint8)
    return Image.fromarray(np.repeat(rows, STORY[0], axis=1))


def story(ground: str, share: float, *, says: bool = False, lean: float = 0.5) -> Change:
    """Lay the picture on a 9:16 canvas: `blurred` own, `flat`, `gradient`, or `black`.

    `share` is how much of the canvas it may take; `says` adds words above and below.
    """

    def change(image: Picture, chance: Chance) -> Picture:
        grounds = {"flat": _flat, "gradient": _gradient}
        if ground == "blurred":
            canvas = _blurred_own(image)
        elif ground == "black":
            canvas = Image.new("RGB", STORY)
        else:
            canvas = grounds[ground](image, chance)
        inner = within(image, STORY[0] * share, STORY[1] * share)
        left = (STORY[0] - inner.width) // 2
        canvas.paste(inner, (left, round((STORY[1] - inner.height) * lean)))
        if says:
            for y in (0.06, 0.94):
                place = (STORY[0] / 2, STORY[1] * y)
                text(canvas, place, words(chance, 4), size=30, fill="white", anchor="mm")
        return canvas

    return change


def side_by_side(count: int, gap: float = 0.0, *, down: bool = False) -> Change:
    """Lay it in a row with other pictures, at one of the places by chance."""

    def change(image: Picture, chance: Chance) -> Picture:
        others = [another(chance) for _ in range(count - 1)]
        tiles = [*others]
        tiles.insert(int(chance.integers(count)), image)
        space = round(gap * min(image.size))
        if down:
            tiles = [resized(tile, 640, 640 * tile.height / tile.width) for tile in tiles]
            size = (640, sum(tile.height for tile in tiles) + space * (count - 1))
        else:
            tiles = [resized(tile, 480 * tile.width / tile.height, 480) for tile in tiles]
            size = (sum(tile.width for tile in tiles) + space * (count - 1), 480)
        canvas = Image.new("RGB", size, "white")
        place = 0
        for tile in tiles:
            canvas.paste(tile, (0, place) if down else (place, 0))
            place += (tile.height if down else tile.width) + space
        return canvas

    return change


def tiled(across: int, gap: int) -> Change:
    """Lay it in a square of pictures of its shape, at one of the places by chance."""

    def change(image: Picture, chance: Chance) -> Picture:
        tile = within(image, 420, 420)
        wide, high = tile.width + gap, tile.height + gap
        ground = "white" if chance.integers(2) else "black"
        canvas = Image.new("RGB", (across * wide + gap, across * high + gap), ground)
        mine = int(chance.integers(across * across))
        for number in range(across * across):
            shown = tile if number == mine else covering(another(chance), *tile.size)
            canvas.paste(shown, (gap + number % across * wide, gap + number // across * high))
        return canvas

    return change


def beside_two(image: Picture, chance: Chance) -> Picture:
    """Lay it large, with two small ones below."""
    large = resized(image, 800, 800 * image.height / image.width)
    small = [covering(another(chance), 396, 300) for _ in range(2)]
    canvas = Image.new("RGB", (800, large.height + 308), "white")
    canvas.paste(large, (0, 0))
    for number, tile in enumerate(small):
        canvas.paste(tile, (404 * number, large.height + 8))
    return canvas


def instant_print(image: Picture, chance: Chance) -> Picture:
    """Lay it, as a print with a white edge, on top of another picture."""
    canvas = covering(another(chance), 900, 900)
    inner = within(image, 600, 600)
    edge = Image.new("RGBA", (inner.width + 40, inner.height + 110), "white")
    edge.paste(inner, (20, 20))
    paste(canvas, edge, (450, 450))
    return canvas
