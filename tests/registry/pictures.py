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


def picture(number: int, *, quality: int = 90, views: tuple[str, ...] = VIEWS) -> NewPicture:
    """Return the picture with this number."""
    return NewPicture(
        tuple(
            ViewFingerprint(view, Fingerprint("pdq-1", int(bits_of(number, view), 16)))
            for view in views
        ),
        quality,
    )
