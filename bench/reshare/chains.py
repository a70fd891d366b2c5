"""Two, three or four changes one after the other, of different kinds, by chance."""

from bench.reshare.change import Chance, Change, Picture
from bench.reshare.table import FAMILIES

# At most one of each kind: a picture that was cut three times is hardly the picture any more.
KINDS: tuple[tuple[str, ...], ...] = (
    ("jpeg", "resize", "platform"),
    ("colour", "blur-noise"),
    ("crop-aspect", "crop-centre", "crop-side", "crop-random", "crop-off-centre"),
    ("mirror", "tilt"),
    ("letterbox", "story", "screenshot", "collage", "screen-photo"),
    ("overlay",),
)
LENGTHS = {"chain-2": 2, "chain-3": 3, "chain-4": 4}
CHAINS_EACH = 6  # by name; each picture has its own by chance


def chain(length: int, heaviest: int) -> Change:
    """Return the change that makes so many of different kinds, none more severe than `heaviest`."""

    def change(image: Picture, chance: Chance) -> Picture:
        for kind in chance.permutation(len(KINDS))[:length]:
            family = KINDS[kind][int(chance.integers(len(KINDS[kind])))]
            rows = [row for row in FAMILIES[family] if row[1] <= heaviest]
            image = rows[int(chance.integers(len(rows)))][2](image, chance)
        return image

    return change
