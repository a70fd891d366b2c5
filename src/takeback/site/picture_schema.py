"""What a device sends of pictures and videos: fingerprints, and nothing else of them."""

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from takeback.fingerprint.picture import MIN_QUALITY
from takeback.fingerprint.value import ViewFingerprint, parse_fingerprint
from takeback.fingerprint.views import VIEW_TABLE
from takeback.registry.entries import NewPicture
from takeback.registry.refused import Refused

MOST_FRAMES = 600  # of one video: ten minutes, a frame a second
LONGEST_SECONDS = 100 * 60 * 60  # nobody's clip; keeps the number sane


def _check(recipe: str) -> AfterValidator:
    def check(text: str) -> str:
        return parse_fingerprint(recipe, text).hex

    return AfterValidator(check)


Pdq = Annotated[
    str,
    _check("pdq-1"),
    Field(description="256 bits as 64 hexadecimal digits.", examples=["0f" * 32]),
]
Md5 = Annotated[str, _check("md5"), Field(description="Digest of the file.")]
Sha256 = Annotated[str, _check("sha256"), Field(description="Digest of the file.")]
Quality = Annotated[
    int,
    Field(
        ge=0,
        le=100,
        description=f"How much there is to see in it; below {MIN_QUALITY} it is not listed.",
    ),
]


# Not django-ninja's own class: it reads every level twice, so six hundred frames sixteen times.
class Value(BaseModel):
    """A part of a message: taken as it is, never changed, and no unknown key in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _Views(Value):
    """Fingerprints by the names of their views."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Pdq] = Field(init=False)

    def by_name(self) -> dict[str, str]:
        """Return the fingerprints that were given, by view."""
        return self.model_dump()


def _check_names(views: _Views, recipe: str) -> None:
    known = [view.name for view in VIEW_TABLE if view.recipe == recipe]
    if not views.by_name().keys() <= set(known):
        raise ValueError(f"a view that {recipe} does not have; it has {', '.join(known)}")


class ViewsIn(_Views):
    """The views of one picture by recipe `pdq-1`; the more, the more copies are found."""

    whole: Pdq

    @model_validator(mode="after")
    def _are_known(self) -> "ViewsIn":
        _check_names(self, "pdq-1")
        return self


class HouseViewsIn(_Views):
    """The views and cells of one picture by recipe `pdq-mean-1`, for takeback's own matcher."""

    @model_validator(mode="after")
    def _are_known(self) -> "HouseViewsIn":
        _check_names(self, "pdq-mean-1")
        return self


class PictureIn(Value):
    """What a device made of one picture. The picture itself stays there."""

    kind: Literal["picture"] = "picture"
    quality: Quality
    md5: Md5 | None = None
    sha256: Sha256 | None = None
    pdq_1: ViewsIn = Field(alias="pdq-1")
    pdq_mean_1: HouseViewsIn | None = Field(None, alias="pdq-mean-1")

    def views(self) -> list[tuple[str, str, str]]:
        """Return recipe, view and digits of each."""
        house = self.pdq_mean_1.by_name() if self.pdq_mean_1 else {}
        return [("pdq-1", view, digits) for view, digits in self.pdq_1.by_name().items()] + [
            ("pdq-mean-1", view, digits) for view, digits in house.items()
        ]


class FrameIn(Value):
    """One frame of a video. When it is shown is not kept."""

    at: float = Field(
        ge=0, le=LONGEST_SECONDS, allow_inf_nan=False, description="Seconds from the start."
    )
    quality: Quality
    bits: Pdq


class VideoIn(Value):
    """What a device made of one video: some of its frames, and digests of the file."""

    kind: Literal["video"]
    md5: Md5 | None = None
    sha256: Sha256 | None = None
    frames: list[FrameIn] = Field(
        max_length=MOST_FRAMES, description="About one a second, in their order."
    )

    @model_validator(mode="after")
    def _is_anything(self) -> "VideoIn":
        if not self.frames and self.md5 is None and self.sha256 is None:
            raise ValueError("neither a frame nor a digest; give at least one")
        return self

    def views(self) -> list[tuple[str, str, str]]:
        """Return recipe, view and digits of each frame with enough to see in it."""
        return [
            ("vpdq-1", f"frame-{number:04}", frame.bits)
            for number, frame in enumerate(self.frames, start=1)
            if frame.quality >= MIN_QUALITY
        ]


# They turn up in the place of an error, and must not be taken for keys that were sent.
AS_PICTURE, AS_VIDEO = "<picture>", "<video>"


def _kind_of(given: Any) -> str | None:  # noqa: ANN401 - whatever was sent
    kind = given.get("kind", "picture") if isinstance(given, dict) else getattr(given, "kind", "")
    if kind == "picture":
        return AS_PICTURE
    return AS_VIDEO if kind == "video" else None


PictureOrVideoIn = Annotated[
    Annotated[PictureIn, Tag(AS_PICTURE)] | Annotated[VideoIn, Tag(AS_VIDEO)],
    Discriminator(
        _kind_of,
        custom_error_type="kind",
        custom_error_message="an object; its kind is picture, or left out, or video",
    ),
]


def new_pictures(given: list[PictureIn | VideoIn]) -> tuple[NewPicture, ...]:
    """Return what was sent as values.

    Raises `Refused` (`too_plain`), naming the picture, when there is too little in one.
    """
    return tuple(_new_picture(one, number) for number, one in enumerate(given, start=1))


def _new_picture(one: PictureIn | VideoIn, number: int) -> NewPicture:
    quality = one.quality if isinstance(one, PictureIn) else _best_quality(one)
    views = one.views()
    digests = [
        (recipe, "whole", digits)
        for recipe, digits in (("md5", one.md5), ("sha256", one.sha256))
        if digits is not None
    ]
    # A video that is black throughout can still be found as a file.
    is_file_only = isinstance(one, VideoIn) and not views and bool(digests)
    if quality < MIN_QUALITY and not is_file_only:
        raise Refused(
            "too_plain",
            f"picture {number} has quality {quality}; it needs {MIN_QUALITY}: "
            "leave it out, it cannot be told from other pictures",
            field=f"pictures.{number - 1}",
        )
    fingerprints = tuple(
        ViewFingerprint(view, parse_fingerprint(recipe, digits))
        for recipe, view, digits in views + digests
    )
    return NewPicture(fingerprints, quality)


def _best_quality(video: VideoIn) -> int:
    return max((frame.quality for frame in video.frames), default=0)
