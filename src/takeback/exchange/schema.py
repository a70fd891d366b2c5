"""The partner's JSON: everything is parsed here, before anything is done."""

from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from takeback.registry.feed import CURSOR_PATTERN, MOST_CHANGES, MOST_FINGERPRINTS
from takeback.registry.feedback import MOST_COPIES

EXAMPLE_ENTRY = "mf4q2bzi5v7kx3w6tn2yaeuoqe"
EXAMPLE_CURSOR = "5f0c9a3e-1841"

EntryId = Annotated[
    str,
    Field(
        pattern=r"^[a-z2-7]{26}$",
        description="The entry's id, as the feed gives it.",
        examples=[EXAMPLE_ENTRY],
    ),
]
EntryState = Annotated[
    Literal["active", "withdrawn", "suspended"],
    Field(
        description=(
            "`active`: look for it. `suspended`: stop looking until it is active again. "
            "`withdrawn`: drop it and everything kept about it."
        )
    ),
]


class Value(Schema):
    """A part of a message: never changed after it was read, and no unknown key in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FeedQuery(Value):
    """Which page of the feed."""

    cursor: str | None = Field(
        None,
        pattern=CURSOR_PATTERN,
        description=(
            "The cursor of the last page that you applied, as it was. Sending it says that you "
            "hold everything up to it. Without one you start from an empty list."
        ),
        examples=[EXAMPLE_CURSOR],
    )
    limit: int = Field(
        1000,
        ge=1,
        le=MOST_CHANGES,
        description=(
            "The most changes you want on the page. It has fewer when they have many fingerprints: "
            f"a page holds at most {MOST_FINGERPRINTS:,} of them."
        ),
    )
    beside: Literal["house"] | None = Field(
        None,
        alias="with",
        description=(
            "`house`: the fingerprints of the recipe `pdq-mean-1` too, which takeback's own "
            "matcher compares. Decide once and stay with it: what you left out is not sent later."
        ),
    )


class FingerprintOut(Value):
    """One view of the picture or one frame of the video, made by one recipe."""

    recipe: str = Field(
        description=(
            "How it was made: `pdq-1` of a picture, `vpdq-1` of a frame of a video, or the file's "
            "`md5` or `sha256`. `pdq-mean-1` is for takeback's own matcher."
        ),
        examples=["pdq-1"],
    )
    bits: str = Field(
        pattern=r"^[0-9a-f]+$",
        description="The fingerprint in lower-case hexadecimal: 64 digits, or 32 for `md5`.",
        examples=["0f" * 32],
    )
    view: str = Field(
        description=(
            "Which rendering of the picture: `whole`, `mirror`, a crop, a frame around it; of a "
            "video which frame, from `frame-0001`."
        ),
        examples=["whole"],
    )


class ChangeOut(Value):
    """An entry as it is now."""

    entry: EntryId
    state: EntryState
    fingerprints: list[FingerprintOut] = Field(
        description="What to look for; empty unless the entry is active."
    )
    assurance: Literal["self_declared"] = Field(
        description=(
            "Who vouches for the entry. `self_declared`: the person shown, or somebody beside "
            "them, and nobody has seen the picture."
        )
    )
    changed_at: date = Field(
        description="The day of the change. There is no time of day, on purpose.",
        examples=["2026-11-22"],
    )


class FeedOut(Value):
    """A page of changes, oldest first, each entry at its latest change."""

    changes: list[ChangeOut]
    cursor: str = Field(
        pattern=CURSOR_PATTERN,
        description="What to send for the next page, once this one is applied and saved.",
        examples=[EXAMPLE_CURSOR],
    )
    more: bool = Field(description="Whether another page is waiting already.")


class FeedbackIn(Value):
    """An answer about one entry."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    entry: EntryId
    outcome: Literal["seen", "removed", "blocked", "not_this", "not_prohibited", "unsure"] = Field(
        description=(
            "`seen`: found, not yet acted on. `removed`: copies taken down. `blocked`: an upload "
            "stopped. `not_this`: the match is another picture. `not_prohibited`: it is this "
            "picture and your rules allow it. `unsure`: you cannot tell."
        )
    )
    count: int = Field(1, ge=1, le=MOST_COPIES, description="How many copies this is about.")
    note_code: (
        Literal["account_closed", "reported_to_authority", "already_removed", "other"] | None
    ) = Field(None, description="What else happened. There is no free text.")


class FeedbackOut(Value):
    """The answer is kept; the visitor will read it."""

    entry: EntryId
    state: EntryState


class ErrorDetail(Value):
    """What was wrong and what to do."""

    code: str = Field(description="Stable; documented with each route.", examples=["not_valid"])
    field: str | None = Field(description="The part of the request that is meant, if one is.")
    message: str = Field(description="For people; may change.")


class ErrorOut(Value):
    """The one form of every error."""

    error: ErrorDetail
