"""The JSON of a lookup: fingerprints in, neighbours out."""

import re
from typing import Literal

from ninja import Schema
from pydantic import ConfigDict, Field, ValidationInfo, field_validator

from takeback.exchange.schema import EXAMPLE_CURSOR, EntryId, Value
from takeback.registry.feed import CURSOR_PATTERN
from takeback.registry.lookup import LIMIT

MOST_SOUGHT = 1000
DIGITS = {"pdq-1": 64, "md5": 32, "sha256": 64}
FORMS = {recipe: re.compile(f"[0-9a-f]{{{digits}}}") for recipe, digits in DIGITS.items()}


class SoughtIn(Value):
    """A fingerprint to look up."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    recipe: Literal["pdq-1", "md5", "sha256"] = Field(
        description=(
            "How it was made: `pdq-1` of a picture, any standard PDQ; or the file's `md5` or "
            "`sha256`, which match when equal."
        )
    )
    bits: str = Field(
        pattern=r"^[0-9a-f]+$",
        min_length=32,
        max_length=64,
        description="The fingerprint in lower-case hexadecimal: 64 digits, or 32 for `md5`.",
        examples=["0f" * 32],
    )

    @field_validator("bits")
    @classmethod
    def _has_the_digits_of_its_recipe(cls, bits: str, info: ValidationInfo) -> str:
        recipe = info.data.get("recipe")
        if recipe is not None and len(bits) != DIGITS[recipe]:
            raise ValueError(f"{len(bits)} digits; {recipe} has {DIGITS[recipe]}")
        return bits


class MatchIn(Value):
    """What to look up, all in one go."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    fingerprints: list[SoughtIn] = Field(
        min_length=1,
        max_length=MOST_SOUGHT,
        description="Up to 1000; the answer keeps their order.",
    )
    limit: int = Field(
        LIMIT,
        ge=0,
        le=LIMIT,
        description="How many of 256 bits a picture's neighbour may differ by.",
    )


class NeighbourOut(Value):
    """An active entry that is near."""

    entry: EntryId
    distance: int = Field(ge=0, le=LIMIT, description="How many bits differ; 0 for equal files.")
    view: str = Field(
        description="The nearest of the entry's views: `whole`, `mirror`, a crop and so on.",
        examples=["mirror"],
    )


class MatchOut(Schema):
    """The neighbours of each fingerprint, nearest first, each entry once."""

    matches: list[list[NeighbourOut]] = Field(
        description="One list for each fingerprint, in the order sent; empty when nothing is near."
    )
    as_of: str = Field(
        pattern=CURSOR_PATTERN,
        description="How far the list was that was asked, as a cursor of the feed.",
        examples=[EXAMPLE_CURSOR],
    )
