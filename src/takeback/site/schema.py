"""The JSON with which a case is opened: everything is parsed here, before anything is done."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from takeback.cases.actions import MOST_PICTURES, Opening
from takeback.site.picture_schema import PictureOrVideoIn, Value, new_pictures


def _check_yes(given: bool) -> bool:  # noqa: FBT001 - pydantic's signature
    if not given:
        raise ValueError("nothing is opened without consent")
    return given


Yes = Annotated[bool, AfterValidator(_check_yes)]
Pictures = Annotated[list[PictureOrVideoIn], Field(min_length=1, max_length=MOST_PICTURES)]
EntryIds = Annotated[
    list[str], Field(description="The id of each picture's entry, in the order sent.")
]


class CaseIn(Value):
    """What a visitor asks for."""

    age_band: Literal["under_13", "13_15", "16_17", "18_plus_was_under_18"] = Field(
        description="How old the person shown is; the last: 18 or over now, younger in the picture."
    )
    whose: Literal["me", "my_child", "somebody_i_help"]
    consent: Yes = Field(
        description="The visitor agrees that partners look for these fingerprints."
    )
    pictures: Pictures
    keep_plan: bool = Field(
        default=False,
        description="Keep what was answered to the guided questions behind the same code.",
    )


class CaseOut(Value):
    """The answer, given this once."""

    code: str = Field(
        description="Six words with single spaces. Nobody can look them up again.",
        examples=["pebble lantern otter violet walnut drum"],
    )
    case_name: str = Field(
        description="By what name to speak of the case.", examples=["Quiet Heron 42"]
    )
    entries: EntryIds
    plan_kept: bool = Field(
        description="Whether a plan is kept behind the code. It is not when the answers were wiped."
    )
    add_more: str = Field(
        description="What to send as `add_to` with further pictures, for an hour."
    )


class MorePicturesIn(Value):
    """Further pictures of a case that was opened within the hour."""

    add_to: str = Field(max_length=200, description="The `add_more` of the answer to the opening.")
    pictures: Pictures


class MorePicturesOut(Value):
    """The pictures are in force."""

    entries: EntryIds


class ErrorDetail(Value):
    """What was wrong and what to do."""

    code: str
    field: str | None
    message: str


class ErrorOut(Value):
    """The one form of every error."""

    error: ErrorDetail


def opening_from(asked: CaseIn, *, request_key: str | None, plan: bytes | None = None) -> Opening:
    """Return what was asked for as a value. `plan`: what to keep if that was asked for too.

    Raises `Refused` (`too_plain`), naming the picture, when there is too little in one.
    """
    pictures = new_pictures(asked.pictures)
    kept = plan if asked.keep_plan else None
    return Opening(asked.age_band, asked.whose, pictures, request_key=request_key, plan=kept)
