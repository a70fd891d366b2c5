"""The JSON with which a case is opened: everything is parsed here, before anything is done."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field

from takeback.cases.actions import MOST_PICTURES, Opening
from takeback.fingerprint.picture import MIN_QUALITY
from takeback.fingerprint.value import ViewFingerprint, parse_fingerprint
from takeback.registry.entries import NewPicture
from takeback.registry.refused import Refused


def _check(recipe: str) -> AfterValidator:
    def check(text: str) -> str:
        return parse_fingerprint(recipe, text).hex

    return AfterValidator(check)


Pdq = Annotated[
    str,
    _check("pdq-1"),
    Field(description="256 bits as 64 hexadecimal digits.", examples=["0f" * 32]),
]


def _check_yes(given: bool) -> bool:  # noqa: FBT001 - pydantic's signature
    if not given:
        raise ValueError("nothing is opened without consent")
    return given


Yes = Annotated[bool, AfterValidator(_check_yes)]


class Value(Schema):
    """A part of a message: taken as it is, never changed, and no unknown key in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ViewsIn(Value):
    """The views of one picture by recipe `pdq-1`; the more, the more copies are found."""

    whole: Pdq
    mirror: Pdq | None = None
    flip: Pdq | None = None
    turn_90: Pdq | None = Field(None, alias="turn-90")
    turn_180: Pdq | None = Field(None, alias="turn-180")
    turn_270: Pdq | None = Field(None, alias="turn-270")
    transpose: Pdq | None = None
    transverse: Pdq | None = None


class PictureIn(Value):
    """What a device made of one picture. The picture itself stays there."""

    quality: int = Field(
        ge=0,
        le=100,
        description=f"How much there is to see in it; below {MIN_QUALITY} it is refused.",
    )
    md5: Annotated[str, _check("md5")] | None = Field(None, description="Digest of the file.")
    sha256: Annotated[str, _check("sha256")] | None = Field(None, description="Digest of the file.")
    pdq_1: ViewsIn = Field(alias="pdq-1")


class CaseIn(Value):
    """What a visitor asks for."""

    age_band: Literal["under_13", "13_15", "16_17", "18_plus_was_under_18"] = Field(
        description="How old the person shown is; the last: 18 or over now, younger in the picture."
    )
    whose: Literal["me", "my_child", "somebody_i_help"]
    consent: Yes = Field(
        description="The visitor agrees that partners look for these fingerprints."
    )
    pictures: list[PictureIn] = Field(min_length=1, max_length=MOST_PICTURES)
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
    entries: list[str] = Field(description="The id of each picture's entry, in the order sent.")
    plan_kept: bool = Field(
        description="Whether a plan is kept behind the code. It is not when the answers were wiped."
    )


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
    for number, picture in enumerate(asked.pictures, start=1):
        if picture.quality < MIN_QUALITY:
            raise Refused(
                "too_plain",
                f"picture {number} has quality {picture.quality}; it needs {MIN_QUALITY}: "
                "leave it out, it cannot be told from other pictures",
            )
    pictures = tuple(_picture_from(picture) for picture in asked.pictures)
    kept = plan if asked.keep_plan else None
    return Opening(asked.age_band, asked.whose, pictures, request_key=request_key, plan=kept)


def _picture_from(picture: PictureIn) -> NewPicture:
    views = picture.pdq_1.model_dump(by_alias=True, exclude_none=True)
    given = [("pdq-1", view, text) for view, text in views.items()]
    given += [("md5", "whole", picture.md5), ("sha256", "whole", picture.sha256)]
    fingerprints = tuple(
        ViewFingerprint(view, parse_fingerprint(recipe, text))
        for recipe, view, text in given
        if text is not None
    )
    return NewPicture(fingerprints, quality=picture.quality)
