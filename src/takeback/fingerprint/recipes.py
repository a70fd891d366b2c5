"""The recipes that fingerprints are made by, and what each one's bits mean."""

from dataclasses import dataclass


class UnknownRecipe(ValueError):
    """A name that is none of the recipes."""


@dataclass(frozen=True)
class Recipe:
    """How a kind of fingerprint is made and compared.

    A fingerprint is `bits` bits long; two match when at most `limit` of them differ.
    `is_perceptual` says that a small distance means a similar picture; otherwise only equal ones
    mean anything. `comparable` names the other recipes whose bits mean the same places of a
    picture, so that a distance to theirs says something too.
    """

    name: str
    bits: int
    limit: int
    is_perceptual: bool
    comparable: tuple[str, ...] = ()

    @property
    def digits(self) -> int:
        """Hexadecimal digits of one fingerprint."""
        return self.bits // 4


_ALL = [
    # 31 is the distance that PDQ's makers recommend and exchanges use; unrelated photographs
    # are seldom nearer than 100. What pdq-1 is stands in docs/reference/pdq-1.md.
    Recipe("pdq-1", bits=256, limit=31, is_perceptual=True, comparable=("pdq-mean-1",)),
    # The same limit: a picture at another size is nearer to itself by this recipe, and unrelated
    # ones are as far apart. A pdq-1 rendering of a part is an area mean and so has these very bits;
    # a whole picture's pdq-1 is 6 to 9 bits off. docs/reference/pdq-mean-1.md measures both.
    Recipe("pdq-mean-1", bits=256, limit=31, is_perceptual=True, comparable=("pdq-1",)),
    # The bits of pdq-1 of one frame of a video, under a name of its own so that no matcher takes a
    # frame for a picture. Two videos are compared by how many frames they share.
    Recipe("vpdq-1", bits=256, limit=31, is_perceptual=True),
    Recipe("md5", bits=128, limit=0, is_perceptual=False),
    Recipe("sha256", bits=256, limit=0, is_perceptual=False),
]
RECIPES = {recipe.name: recipe for recipe in _ALL}


def recipe_named(name: str) -> Recipe:
    """Return a recipe by its name. Raises `UnknownRecipe` with the names there are."""
    if name not in RECIPES:
        raise UnknownRecipe(f"{name[:20]!r} is not a recipe; there are {', '.join(RECIPES)}")
    return RECIPES[name]


def may_compare(a: str, b: str) -> bool:
    """Whether the distance between fingerprints of two recipes, given by name, means anything.

    Raises `UnknownRecipe`.
    """
    return a == recipe_named(b).name or b in recipe_named(a).comparable
