"""Letters, faces, marks and lines laid on a picture."""

from typing import Literal

from PIL import Image, ImageDraw

from bench.reshare.change import Chance, Change, Colour, Picture
from bench.reshare.drawing import face, heart, letters, paste, scribble, text, words

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)


def caption(place: float, share: float) -> Change:
    """Write on a dark strip across; its middle and its height are shares of the height."""

    def change(image: Picture, chance: Chance) -> Picture:
        done = image.convert("RGBA")
        strip = Image.new(
            "RGBA", (image.width, max(1, round(share * image.height))), (0, 0, 0, 150)
        )
        paste(done, strip, (image.width / 2, place * image.height))
        said, size = words(chance, 5), 0.5 * share * image.height
        middle = (image.width / 2, place * image.height)
        text(done, middle, said, size=min(size, image.width / 15), fill=WHITE, anchor="mm")
        return done.convert("RGB")

    return change


def two_lines(share: float) -> Change:
    """Write a large line at the top and one at the bottom, white with a black edge."""

    def change(image: Picture, chance: Chance) -> Picture:
        done = image.copy()
        size = share * image.height
        for y, anchor in ((0.02, "ma"), (0.98, "md")):
            text(
                done,
                (image.width / 2, y * image.height),
                words(chance, 3).upper(),
                size=size,
                fill=WHITE,
                outline=BLACK,
                anchor=anchor,
            )
        return done

    return change


def stickers(count: int, share: float, *, kind: Literal["face", "heart"] = "face") -> Change:
    """Lay faces or hearts, each a share of the shorter side, anywhere by chance."""

    def change(image: Picture, chance: Chance) -> Picture:
        done = image.copy()
        size = max(4, round(share * min(image.size)))
        sticker = face(size) if kind == "face" else heart(size)
        for x, y in chance.uniform(0.15, 0.85, (count, 2)):
            paste(done, sticker, (x * image.width, y * image.height))
        return done

    return change


def watermark(image: Picture, chance: Chance) -> Picture:
    """Write a name half through, again and again, slanting."""
    layer = Image.new("RGBA", (2 * max(image.size),) * 2)
    said, size = words(chance, 2), max(8, round(max(image.size) / 18))
    draw = ImageDraw.Draw(layer)
    for y in range(0, layer.height, 4 * size):
        for x in range(0, layer.width, 12 * size):
            draw.text((x + y % (8 * size), y), said, fill=(255, 255, 255, 110), font=letters(size))
    slanted = layer.rotate(30)
    left, top = (layer.width - image.width) // 2, (layer.height - image.height) // 2
    part = slanted.crop((left, top, left + image.width, top + image.height))
    return Image.alpha_composite(image.convert("RGBA"), part).convert("RGB")


def corner_mark(image: Picture, chance: Chance) -> Picture:
    """Write a small name at the bottom right."""
    done = image.copy()
    place = (image.width * 0.98, image.height * 0.98)
    size = max(image.size) / 28
    text(done, place, words(chance, 2), size=size, fill=WHITE, outline=BLACK, anchor="rd")
    return done


def drawn_on(strokes: int) -> Change:
    """Draw lines by hand in a strong colour."""

    def change(image: Picture, chance: Chance) -> Picture:
        done = image.copy()
        colours: tuple[Colour, ...] = ((240, 30, 40), (30, 200, 60), (255, 255, 255))
        scribble(done, chance, colour=colours[int(chance.integers(3))], strokes=strokes)
        return done

    return change


def censored(share: float) -> Change:
    """Cover a part of the middle by a black bar, a share of the width."""

    def change(image: Picture, chance: Chance) -> Picture:
        done = image.copy()
        x, y = chance.uniform(0.35, 0.65, 2) * image.size
        wide, high = share * image.width / 2, share * image.height / 5
        ImageDraw.Draw(done).rectangle((x - wide, y - high, x + wide, y + high), fill=BLACK)
        return done

    return change
