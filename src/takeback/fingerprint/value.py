"""Fingerprints as values: read, written, compared."""

import re
from dataclasses import dataclass

from takeback.fingerprint.recipes import recipe_named

SHOWN_DIGITS = 8  # enough to tell two apart on a screen, too few to search with

_HEXADECIMAL = re.compile("[0-9a-fA-F]+")


class BadFingerprint(ValueError):
    """Text or a number that is no fingerprint of its recipe. The message never repeats it."""


class IncomparableFingerprints(ValueError):
    """Two fingerprints of different recipes."""


@dataclass(frozen=True, repr=False)
class Fingerprint:
    """What a recipe, given by name, made of a picture or a file.

    `bits` is the number that the hexadecimal digits write. Raises `BadFingerprint` when it does not
    fit the recipe's length.
    """

    recipe: str
    bits: int

    def __post_init__(self) -> None:
        length = recipe_named(self.recipe).bits
        if self.bits < 0 or self.bits.bit_length() > length:
            raise BadFingerprint(f"the number does not fit the {length} bits of {self.recipe}")

    @property
    def hex(self) -> str:
        """All digits, lower case, zeros in front kept: for the database and partners only."""
        return f"{self.bits:0{recipe_named(self.recipe).digits}x}"

    def __repr__(self) -> str:
        return f"Fingerprint({self.recipe} {self.hex[:SHOWN_DIGITS]}…)"


@dataclass(frozen=True)
class ViewFingerprint:
    """One view of a picture, by its name in `takeback.fingerprint.picture.VIEWS`."""

    view: str
    fingerprint: Fingerprint


def parse_fingerprint(recipe: str, text: str) -> Fingerprint:
    """Read hexadecimal digits, in either case.

    Raises `UnknownRecipe`, or `BadFingerprint` for any other length or character: no spaces, signs
    or prefixes are taken.
    """
    digits = recipe_named(recipe).digits
    if len(text) != digits:
        raise BadFingerprint(_wrong_length(recipe, len(text), digits=digits))
    if not _HEXADECIMAL.fullmatch(text):
        raise BadFingerprint(
            f"a character that is no hexadecimal digit; a {recipe} fingerprint is {digits} digits"
        )
    return Fingerprint(recipe, int(text, 16))


def _wrong_length(recipe: str, given: int, *, digits: int) -> str:
    if given % 2:
        return f"{given} digits; a {recipe} fingerprint has {digits}"
    return f"{given // 2} bytes; a {recipe} fingerprint has {digits // 2}"


def distance(a: Fingerprint, b: Fingerprint) -> int:
    """Return how many bits differ: 0 for identical, all of the recipe's for opposite.

    Raises `IncomparableFingerprints` when the recipes differ: the number would mean nothing.
    """
    if a.recipe != b.recipe:
        raise IncomparableFingerprints(
            f"cannot compare {a.recipe} with {b.recipe}; make both with one recipe"
        )
    return (a.bits ^ b.bits).bit_count()


def is_match(a: Fingerprint, b: Fingerprint) -> bool:
    """Whether two are within their recipe's limit. Raises `IncomparableFingerprints`."""
    return distance(a, b) <= recipe_named(a.recipe).limit
