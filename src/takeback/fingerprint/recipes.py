"""The recipes that fingerprints are made by, and what each one's bits mean."""

from dataclasses import dataclass


class UnknownRecipe(ValueError):
    """A name that is none of the recipes."""


@dataclass(frozen=True)
class Recipe:
    """How a kind of fingerprint is made and compared.

    A fingerprint is `bits` bits long; two match when at most `limit` of them differ.
    `is_perceptual` says that a small distance means a similar picture; otherwise only equal ones
    mean anything.
    """

    name: str
    bits: int
    limit: int
    is_perceptual: bool

    @property
    def digits(self) -> int:
        """Hexadecimal digits of one fingerprint."""
        return self.bits // 4


_ALL = [
    # 31 is the distance that PDQ's makers recommend and exchanges use; unrelated photographs
    # are seldom nearer than 100. What pdq-1 is stands in docs/reference/pdq-1.md.
    Recipe("pdq-1", bits=256, limit=31, is_perceptual=True),
    Recipe("md5", bits=128, limit=0, is_perceptual=False),
    Recipe("sha256", bits=256, limit=0, is_perceptual=False),
]
RECIPES = {recipe.name: recipe for recipe in _ALL}


def recipe_named(name: str) -> Recipe:
    """Return a recipe by its name. Raises `UnknownRecipe` with the names there are."""
    if name not in RECIPES:
        raise UnknownRecipe(f"{name[:20]!r} is not a recipe; there are {', '.join(RECIPES)}")
    return RECIPES[name]
