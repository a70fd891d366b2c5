"""Photographs that scikit-image carries, and what people make of them before they pass them on."""

from functools import cache

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter
from skimage import data

from takeback.fingerprint.picture import make_views
from takeback.matching.house_list import HouseList, open_house_list

Pixels = npt.NDArray[np.uint8]
PHONE = (540, 1170)
NAMES = ("astronaut", "chelsea", "coffee", "rocket", "camera")


@cache
def photograph(name: str) -> Image.Image:
    """Return one of `NAMES`."""
    return Image.fromarray(getattr(data, name)()).convert("RGB")


def pixels(picture: Image.Image) -> Pixels:
    """Return the pixels as the search takes them."""
    return np.asarray(picture.convert("RGB"))


@cache
def listed_photographs() -> HouseList:
    """Return a list of all photographs, each an entry of its own name."""
    return open_house_list(row for name in NAMES for row in rows_of(name, photograph(name)))


def rows_of(entry: str, picture: Image.Image) -> list[tuple[str, str, str, bytes]]:
    """Return what would be listed of a picture."""
    return [
        (entry, item.recipe, item.view, bytes.fromhex(item.fingerprint.hex))
        for item in make_views(pixels(picture))
    ]


def part(picture: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    """Cut a part out, in shares of the sides."""
    width, height = picture.size
    return picture.crop(
        (round(left * width), round(top * height), round(right * width), round(bottom * height))
    )


def screenshot(picture: Image.Image, top: int = 200) -> tuple[Image.Image, tuple[int, ...]]:
    """Show it across a phone's screen; also where, in pixels."""
    screen = Image.new("RGB", PHONE, (246, 246, 248))
    draw = ImageDraw.Draw(screen)
    for line in (20, 90, 140, 900, 950, 1000):
        draw.text((30, line), "somebody said something about this one", fill=(20, 20, 20))
    draw.rectangle((0, 1090, PHONE[0], PHONE[1]), fill=(225, 225, 230))
    shown = picture.resize((PHONE[0], round(PHONE[0] * picture.height / picture.width)))
    screen.paste(shown, (0, top))
    return screen, (0, top, PHONE[0], top + shown.height)


def bubble(picture: Image.Image, share: float = 0.7) -> tuple[Image.Image, tuple[int, ...]]:
    """Show it in a chat, on a dark screen, with a margin; also where, in pixels."""
    screen = Image.new("RGB", PHONE, (18, 18, 20))
    draw = ImageDraw.Draw(screen)
    for line in (60, 160, 800, 900):
        draw.rounded_rectangle((30, line, 330, line + 60), 16, fill=(52, 52, 60))
        draw.text((46, line + 20), "have you seen this", fill=(230, 230, 230))
    width = round(PHONE[0] * share)
    shown = picture.resize((width, round(width * picture.height / picture.width)))
    left = PHONE[0] - 20 - width
    draw.rounded_rectangle(
        (left - 6, 254, left + width + 6, 266 + shown.height), 8, fill=(0, 90, 70)
    )
    screen.paste(shown, (left, 260))
    return screen, (left, 260, left + width, 260 + shown.height)


def story(picture: Image.Image) -> tuple[Image.Image, tuple[int, ...]]:
    """Show it in the middle of a tall canvas, filled with its own blur; also where."""
    canvas = picture.resize((540, 960)).filter(ImageFilter.GaussianBlur(40))
    shown = picture.resize((540, round(540 * picture.height / picture.width)))
    top = (960 - shown.height) // 2
    canvas.paste(shown, (0, top))
    return canvas, (0, top, 540, top + shown.height)


def side_by_side(*pictures: Image.Image) -> tuple[Image.Image, list[tuple[int, ...]]]:
    """Show pictures next to each other without a gap; also where each is."""
    tiles = [picture.resize((300, 400)) for picture in pictures]
    canvas = Image.new("RGB", (300 * len(tiles), 400))
    places: list[tuple[int, ...]] = []
    for number, tile in enumerate(tiles):
        canvas.paste(tile, (300 * number, 0))
        places.append((300 * number, 0, 300 * number + 300, 400))
    return canvas, places
