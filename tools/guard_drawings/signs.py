"""Logo-like shapes, single letters, faces as phones draw them, flags, squares for scanning."""

import math
import random
import string
from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageFont

from tools.guard_drawings.patterns import SIDE, Drawing

Points = list[tuple[float, float]]
MIDDLE = SIDE / 2


def signs() -> Iterator[Drawing]:
    """Yield all of them, dark on light where there is a choice."""
    yield from _shapes()
    yield from _letters()
    yield from _faces()
    yield from _flags()
    yield from _codes()


def _sheet(grey: int = 255) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("L", (SIDE, SIDE), grey)
    return picture, ImageDraw.Draw(picture)


def _around(size: float) -> tuple[float, float, float, float]:
    return (MIDDLE - size, MIDDLE - size, MIDDLE + size, MIDDLE + size)


def _shapes() -> Iterator[Drawing]:
    for size in (50, 80, 110):
        for name, corners in _outlines(size).items():
            picture, pen = _sheet()
            pen.polygon(corners, fill=0)
            yield f"{name} of {size}", picture
        for name, width in (("disc", size), ("ring", size // 3), ("thin ring", size // 8)):
            picture, pen = _sheet()
            pen.ellipse(_around(size), outline=0, width=width)
            yield f"{name} of {size}", picture
        for name, width in (("square", size), ("frame", size // 3)):
            picture, pen = _sheet()
            pen.rectangle(_around(size), outline=0, width=width)
            yield f"{name} of {size}", picture
        picture, pen = _sheet()
        pen.rounded_rectangle(_around(size), radius=size // 3, fill=0)
        yield f"tile of {size}", picture


def _outlines(size: int) -> dict[str, Points]:
    return {
        "triangle": _star(3, size, 0.5),
        "diamond": _star(2, size, 0.7071),
        "hexagon": _star(6, size, 0.866),
        "star of five": _star(5, size, 0.4),
        "star of six": _star(6, size, 0.577),
        "burst": _star(12, size, 0.7),
        "heart": _heart(size),
        "plus": _placed(_PLUS, size),
        "cross": _turned(_placed(_PLUS, size)),
        "arrow": _placed(_ARROW, size),
        "tick": _placed(_TICK, size),
        "play": _placed(((-0.7, -1), (0.9, 0), (-0.7, 1)), size),
        "bolt": _placed(
            ((0.2, -1), (-0.6, 0.2), (0, 0.2), (-0.2, 1), (0.6, -0.2), (0, -0.2)), size
        ),
        "house": _placed(
            ((0, -1), (1, 0), (0.7, 0), (0.7, 1), (-0.7, 1), (-0.7, 0), (-1, 0)), size
        ),
    }


# Corners for a size of 1 around the middle; y points down.
_PLUS = (
    *((-0.3, -1), (0.3, -1), (0.3, -0.3), (1, -0.3), (1, 0.3), (0.3, 0.3)),
    *((0.3, 1), (-0.3, 1), (-0.3, 0.3), (-1, 0.3), (-1, -0.3), (-0.3, -0.3)),
)
_ARROW = ((-1, -0.3), (0.1, -0.3), (0.1, -0.9), (1, 0), (0.1, 0.9), (0.1, 0.3), (-1, 0.3))
_TICK = ((-1, 0.1), (-0.7, -0.2), (-0.3, 0.3), (0.7, -0.8), (1, -0.5), (-0.3, 0.9))


def _placed(corners: tuple[tuple[float, float], ...], size: float) -> Points:
    return [(MIDDLE + size * x, MIDDLE + size * y) for x, y in corners]


def _turned(corners: Points) -> Points:
    """Turn by an eighth around the middle."""
    half = math.sqrt(0.5)
    from_middle = [(x - MIDDLE, y - MIDDLE) for x, y in corners]
    return [(MIDDLE + half * (x - y), MIDDLE + half * (x + y)) for x, y in from_middle]


def _star(points: int, size: float, inner: float) -> Points:
    corners = []
    for corner in range(2 * points):
        reach = size if corner % 2 == 0 else size * inner
        angle = math.pi * corner / points - math.pi / 2
        corners.append((MIDDLE + reach * math.cos(angle), MIDDLE + reach * math.sin(angle)))
    return corners


def _heart(size: float) -> Points:
    corners = []
    for step in range(90):
        t = 2 * math.pi * step / 90
        down = 13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)
        corners.append((MIDDLE + size * math.sin(t) ** 3, MIDDLE - size / 16 * down))
    return corners


def _letters() -> Iterator[Drawing]:
    for size in (140, 220):
        font = ImageFont.load_default(size)
        for letter in string.ascii_uppercase + string.digits + "?!&@#%+":
            picture, pen = _sheet()
            pen.text((MIDDLE, MIDDLE), letter, font=font, fill=0, anchor="mm")
            yield f"letter {letter} of {size}", picture


def _faces() -> Iterator[Drawing]:
    """Yield round faces: three grounds and sizes, three pairs of eyes, four mouths."""
    for ground, size in ((255, 120), (0, 120), (255, 90)):
        for eyes in ("open", "closed", "wide"):
            for mouth in ("smile", "laugh", "sad", "round"):
                picture, pen = _sheet(ground)
                pen.ellipse(_around(size), fill=190)
                _draw_eyes(pen, eyes, size)
                _draw_mouth(pen, mouth, size)
                yield f"face of {size} on {ground}, {eyes} eyes, {mouth}", picture


def _draw_eyes(pen: ImageDraw.ImageDraw, eyes: str, size: int) -> None:
    for side in (-1, 1):
        x, y, reach = MIDDLE + side * 0.35 * size, MIDDLE - 0.2 * size, 0.14 * size
        box = (x - reach, y - 1.3 * reach, x + reach, y + 1.3 * reach)
        if eyes == "closed":
            pen.arc(box, 180, 360, fill=40, width=8)
            continue
        if eyes == "wide":
            pen.ellipse((x - 2 * reach, y - 2 * reach, x + 2 * reach, y + 2 * reach), fill=255)
        pen.ellipse(box, fill=40)


def _draw_mouth(pen: ImageDraw.ImageDraw, mouth: str, size: int) -> None:
    x, y, reach = MIDDLE, MIDDLE + 0.2 * size, 0.5 * size
    if mouth == "smile":
        pen.arc((x - reach, y - reach, x + reach, y + 0.8 * reach), 20, 160, fill=40, width=9)
    elif mouth == "laugh":
        pen.chord((x - reach, y - reach, x + reach, y + reach), 0, 180, fill=40)
    elif mouth == "sad":
        pen.arc((x - reach, y + 0.2 * reach, x + reach, y + 2 * reach), 200, 340, fill=40, width=9)
    else:
        pen.ellipse((x - 0.4 * reach, y, x + 0.4 * reach, y + reach), fill=40)


def _flags() -> Iterator[Drawing]:
    """Yield the common layouts in several orders of bright and dark."""
    for greys in ((30, 255, 110), (255, 60, 120), (70, 200, 30), (160, 255, 60), (20, 90, 200)):
        name = "-".join(str(grey) for grey in greys)
        one, two, three = greys
        picture, pen = _sheet(one)
        pen.rectangle((0, SIDE / 3, SIDE, SIDE), fill=two)
        pen.rectangle((0, SIDE * 2 / 3, SIDE, SIDE), fill=three)
        yield f"flag of three stripes {name}", picture
        picture, pen = _sheet(one)
        pen.rectangle((0, MIDDLE, SIDE, SIDE), fill=two)
        yield f"flag of two stripes {name}", picture.copy()
        pen.polygon([(0, 0), (MIDDLE, MIDDLE), (0, SIDE)], fill=three)
        yield f"flag with a wedge {name}", picture
        picture, pen = _sheet(one)
        pen.rectangle((SIDE * 0.28, 0, SIDE * 0.44, SIDE), fill=two)
        pen.rectangle((0, SIDE * 0.4, SIDE, SIDE * 0.6), fill=two)
        yield f"flag with a cross {name}", picture
        picture, pen = _sheet(one)
        pen.ellipse(_around(SIDE * 0.3), fill=two)
        yield f"flag with a disc {name}", picture
        picture, pen = _sheet(one)
        for stripe in range(1, 13, 2):
            pen.rectangle((0, SIDE * stripe / 13, SIDE, SIDE * (stripe + 1) / 13), fill=two)
        pen.rectangle((0, 0, SIDE * 0.4, SIDE * 7 / 13), fill=three)
        yield f"flag of many stripes {name}", picture
        picture, pen = _sheet(one)
        for width, grey in ((52, two), (24, three)):
            pen.line((0, 0, SIDE, SIDE), fill=grey, width=width)
            pen.line((0, SIDE, SIDE, 0), fill=grey, width=width)
            pen.line((MIDDLE, 0, MIDDLE, SIDE), fill=grey, width=width + 16)
            pen.line((0, MIDDLE, SIDE, MIDDLE), fill=grey, width=width + 16)
        yield f"flag of crosses {name}", picture


def _codes() -> Iterator[Drawing]:
    """Yield squares for scanning: the three corners alone, and with chance between them."""
    for cells in (21, 25, 29, 33):
        for chance in (None, 1, 2):
            picture = Image.new("L", (cells + 8, cells + 8), 255)
            pen = ImageDraw.Draw(picture)
            drawn = random.Random(chance)  # noqa: S311 - a drawing, not a secret
            for place in range(cells * cells if chance else 0):
                if drawn.random() < 0.5:
                    pen.point((4 + place % cells, 4 + place // cells), fill=0)
            for left, top in ((4, 4), (cells - 3, 4), (4, cells - 3)):
                pen.rectangle((left - 1, top - 1, left + 7, top + 7), fill=255)
                pen.rectangle((left, top, left + 6, top + 6), fill=0)
                pen.rectangle((left + 1, top + 1, left + 5, top + 5), fill=255)
                pen.rectangle((left + 2, top + 2, left + 4, top + 4), fill=0)
            yield (
                f"code of {cells} cells, {chance}",
                picture.resize((SIDE, SIDE), Image.Resampling.BOX),
            )
