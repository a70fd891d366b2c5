"""Parts of a picture: by fixed shares, to a shape, and continuously by chance."""

from PIL import Image, ImageOps

from bench.reshare.change import Chance, Change, Picture


def box(left: float, top: float, right: float, bottom: float) -> Change:
    """Keep a part, given in shares of the width and height."""

    def change(image: Picture, _: Chance) -> Picture:
        return _cut(image, left, top, right, bottom)

    return change


def _cut(image: Picture, left: float, top: float, right: float, bottom: float) -> Picture:
    x, y = round(left * image.width), round(top * image.height)
    width = max(1, round((right - left) * image.width))
    height = max(1, round((bottom - top) * image.height))
    return image.crop((x, y, x + width, y + height))


def centre(least: float, most: float) -> Change:
    """Keep the middle: a share of both sides, by chance between these."""

    def change(image: Picture, chance: Chance) -> Picture:
        edge = (1 - chance.uniform(least, most)) / 2
        return _cut(image, edge, edge, 1 - edge, 1 - edge)

    return change


def shape(width: float, height: float, place: float = 0.5) -> Change:
    """Cut to a shape; `place` is 0 for the start, 0.5 for the middle, 1 for the end."""

    def change(image: Picture, _: Chance) -> Picture:
        wanted, own = width / height, image.width / image.height
        across, down = min(1.0, wanted / own), min(1.0, own / wanted)
        left, top = place * (1 - across), place * (1 - down)
        return _cut(image, left, top, left + across, top + down)

    return change


def anywhere(least: float, most: float) -> Change:
    """Keep shares of the width and the height, and a place, all by chance."""

    def change(image: Picture, chance: Chance) -> Picture:
        across, down = chance.uniform(least, most, 2)
        left, top = chance.uniform(0, 1 - across), chance.uniform(0, 1 - down)
        return _cut(image, left, top, left + across, top + down)

    return change


def zoom(least: float, most: float) -> Change:
    """Keep one share of both sides, by chance, near the middle."""

    def change(image: Picture, chance: Chance) -> Picture:
        share = chance.uniform(least, most)
        left, top = (1 - share) * chance.uniform(0.3, 0.7, 2)
        return _cut(image, left, top, left + share, top + share)

    return change


def one_side(least: float, most: float) -> Change:
    """Cut off a share, by chance, at one of the four sides."""

    def change(image: Picture, chance: Chance) -> Picture:
        off = chance.uniform(least, most)
        edges = [0.0, 0.0, 1.0, 1.0]
        side = int(chance.integers(4))
        edges[side] = off if side < 2 else 1 - off
        return _cut(image, *edges)

    return change


def corner(share: float) -> Change:
    """Keep this share of both sides, in a corner by chance."""

    def change(image: Picture, chance: Chance) -> Picture:
        left, top = (1 - share) * chance.integers(0, 2, 2)
        return _cut(image, left, top, left + share, top + share)

    return change


def off_centre(share: float) -> Change:
    """Keep this share of both sides, away from the middle and not quite in a corner."""

    def change(image: Picture, chance: Chance) -> Picture:
        edge = chance.integers(0, 2, 2)
        left, top = (1 - share) * abs(edge - chance.uniform(0.05, 0.25, 2))
        return _cut(image, left, top, left + share, top + share)

    return change


def mirrored(image: Picture, _: Chance) -> Picture:
    """Swap left and right."""
    return ImageOps.mirror(image)


def turned(turn: Image.Transpose) -> Change:
    """Turn or flip it exactly."""
    return lambda image, _: image.transpose(turn)
