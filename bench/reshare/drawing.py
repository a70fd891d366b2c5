"""Harmless interface, letters and faces, drawn by formula: what stands around or on a picture."""

from functools import cache
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

from bench.reshare.change import Chance, Colour, Picture

SAID = (
    "look at this one again when we were all there by the sea what a day so good to see you "
    "call me later on my way home have you got time tomorrow after lunch thanks see you soon"
)
WORDS = tuple(SAID.split())


@cache
def letters(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return the built-in typeface in whole pixels."""
    return ImageFont.load_default(max(6, size))


def words(chance: Chance, count: int) -> str:
    """Return harmless words by chance."""
    return " ".join(WORDS[place] for place in chance.integers(0, len(WORDS), count))


def text(  # noqa: PLR0913 - where, what, how large and in which colours
    image: Picture,
    place: tuple[float, float],
    said: str,
    *,
    size: float,
    fill: Colour | str,
    outline: Colour | str | None = None,
    anchor: str = "la",
) -> None:
    """Write on the picture; `outline` surrounds the letters."""
    ImageDraw.Draw(image).text(
        place,
        said,
        fill=fill,
        font=letters(round(size)),
        anchor=anchor,
        stroke_width=round(size / 12) if outline else 0,
        stroke_fill=outline,
    )


def face(size: int) -> Picture:
    """Return a smiling yellow face on nothing."""
    large = Image.new("RGBA", (256, 256))
    draw = ImageDraw.Draw(large)
    draw.ellipse((4, 4, 252, 252), fill=(255, 205, 40, 255), outline=(210, 150, 20, 255), width=6)
    for x in (72, 152):
        draw.ellipse((x, 76, x + 32, 124), fill=(70, 45, 10, 255))
    draw.chord((60, 96, 196, 216), 10, 170, fill=(120, 40, 20, 255))
    return large.resize((size, size), Image.Resampling.LANCZOS)


def heart(size: int) -> Picture:
    """Return a red heart on nothing."""
    large = Image.new("RGBA", (256, 256))
    draw = ImageDraw.Draw(large)
    red = (225, 30, 60, 255)
    draw.ellipse((16, 30, 136, 150), fill=red)
    draw.ellipse((120, 30, 240, 150), fill=red)
    draw.polygon(((26, 120), (230, 120), (128, 240)), fill=red)
    return large.resize((size, size), Image.Resampling.LANCZOS)


def paste(onto: Picture, sticker: Picture, place: tuple[float, float]) -> None:
    """Lay a sticker with its middle at `place`, in pixels."""
    x, y = round(place[0] - sticker.width / 2), round(place[1] - sticker.height / 2)
    onto.paste(sticker, (x, y), sticker)


def scribble(image: Picture, chance: Chance, *, colour: Colour, strokes: int) -> None:
    """Draw so many lines by hand, anywhere."""
    draw = ImageDraw.Draw(image)
    thick = max(2, round(min(image.size) / 60))
    for _ in range(strokes):
        steps = chance.normal(0, 0.06, (12, 2)).cumsum(axis=0) + chance.uniform(0.2, 0.8, 2)
        points = [(float(x * image.width), float(y * image.height)) for x, y in steps]
        for start, end in pairwise(points):
            draw.line((start, end), fill=colour, width=thick)


def bar(image: Picture, top: float, bottom: float, colour: Colour) -> None:
    """Fill everything between two heights."""
    if bottom > top:
        ImageDraw.Draw(image).rectangle((0, top, image.width, bottom - 1), fill=colour)


def icons(image: Picture, middle: float, *, count: int, size: float, colour: Colour) -> None:
    """Draw a row of round and square symbols, evenly across."""
    draw = ImageDraw.Draw(image)
    for number in range(count):
        x = image.width * (number + 0.5) / count
        edges = (x - size / 2, middle - size / 2, x + size / 2, middle + size / 2)
        if number % 2:
            draw.rectangle(edges, outline=colour, width=max(2, round(size / 9)))
        else:
            draw.ellipse(edges, outline=colour, width=max(2, round(size / 9)))
