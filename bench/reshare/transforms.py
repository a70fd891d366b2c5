"""All transforms by name, and a picture changed by one of them, the same on every run."""

import hashlib
from functools import cache

import numpy as np
from PIL import Image

from bench.reshare.chains import CHAINS_EACH, LENGTHS, chain
from bench.reshare.change import Transform
from bench.reshare.table import FAMILIES

# Light chains have light parts.
HEAVIEST = (2, 2, 3, 3, 3, 4)


@cache
def transforms() -> tuple[Transform, ...]:
    """Return every transform, family by family."""
    single = [
        Transform(name, family, severity, change)
        for family, rows in FAMILIES.items()
        for name, severity, change in rows
    ]
    chained = [
        Transform(f"{family}-{'abcdef'[place]}", family, heaviest, chain(length, heaviest))
        for family, length in LENGTHS.items()
        for place, heaviest in zip(range(CHAINS_EACH), HEAVIEST, strict=True)
    ]
    return (*single, *chained)


def families() -> tuple[str, ...]:
    """Return the families' names in order."""
    return (*FAMILIES, *LENGTHS)


@cache
def _by_name() -> dict[str, Transform]:
    return {each.name: each for each in transforms()}


def apply(name: str, image: Image.Image, key: str) -> Image.Image:
    """Return an RGB picture changed; the same name, picture and key give the same pixels.

    `key` stands for whoever shared it: with another key, whatever is by chance is different.
    Raises `KeyError` for a name that is none of `transforms()`.
    """
    seed = hashlib.sha256(f"{name}/{key}".encode()).digest()
    chance = np.random.default_rng(np.frombuffer(seed, np.uint32))
    return _by_name()[name].change(image, chance)
