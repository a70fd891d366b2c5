"""Pictures that are only numbers: fingerprints made by formula."""

import hashlib
from datetime import UTC, datetime

from takeback.fingerprint.value import Fingerprint, ViewFingerprint
from takeback.registry.entries import NewPicture

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ORIGIN = bytes(range(16))
OTHER_ORIGIN = bytes(range(16, 32))
VIEWS = ("whole", "mirror", "turn-90", "turn-180", "turn-270")


def bits_of(number: int, view: str) -> str:
    """Return the 64 digits of one view of the picture with this number."""
    return hashlib.sha256(f"{number} {view}".encode()).hexdigest()


def picture(
    number: int,
    *,
    quality: int = 90,
    views: tuple[str, ...] = VIEWS,
    house_views: tuple[str, ...] = (),
) -> NewPicture:
    """Return the picture with this number."""
    named = [("pdq-1", view) for view in views] + [("pdq-mean-1", view) for view in house_views]
    return NewPicture(
        tuple(
            ViewFingerprint(view, Fingerprint(recipe, int(bits_of(number, view), 16)))
            for recipe, view in named
        ),
        quality,
    )


def digest(number: int) -> ViewFingerprint:
    """Return the MD5 of the file with this number."""
    return ViewFingerprint("whole", Fingerprint("md5", int(bits_of(number, "file")[:32], 16)))


def video(number: int, *, frames: int) -> NewPicture:
    """Return the video with this number."""
    made = tuple(
        ViewFingerprint(view, Fingerprint("vpdq-1", int(bits_of(number, view), 16)))
        for view in (f"frame-{place:04}" for place in range(1, frames + 1))
    )
    return NewPicture((*made, digest(number)), 90)
