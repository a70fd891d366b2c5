"""What the demo consists of: drawings by formula, a partner, two cases and some answers."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
from django.conf import settings
from django.db import transaction
from PIL import Image

from takeback.cases.actions import Opened, Opening, erase, open_case
from takeback.cases.models import Case
from takeback.cases.status import Actor
from takeback.fingerprint.picture import fingerprint_pixels, make_views
from takeback.fingerprint.value import ViewFingerprint
from takeback.registry.entries import NewPicture
from takeback.registry.feedback import take_feedback
from takeback.registry.models import EntryFingerprint, Partner, PartnerKey
from takeback.registry.partners import add_key, add_partner, partner_named, revoke_key

PARTNER = "Demo partner"
DRAWINGS = 3
WIDTH, HEIGHT = 640, 480


@dataclass(frozen=True)
class Demo:
    """What was made; the key and the codes are known nowhere else."""

    partner: str
    key: str
    cases: tuple[Opened, ...]
    copy: Path


def draw(number: int) -> npt.NDArray[np.uint8]:
    """Return drawing `number` (0 to 2): a landscape of waves, (height, width, 3)."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] / HEIGHT
    turn = 0.7 + 1.1 * number
    across, along = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    red = np.sin(19 * across + 5 * np.sin(6 * along + number))
    green = np.sin(23 * along + 4 * np.cos(9 * across - number))
    blue = np.cos(13 * across * along + 7 * x - 3 * number)
    waves = np.stack([red, green, blue], axis=2)
    return np.asarray(np.round(127.5 + 127.5 * waves), dtype=np.uint8)


def make_demo(*, now: datetime) -> Demo:
    """Make the partner with a new key, both cases and the partner's answers.

    What a crash leaves half-made, the next demo removes.
    """
    if Partner.objects.filter(name=PARTNER).exists():
        partner = partner_named(PARTNER)
        key = add_key(partner, now=now)
    else:
        partner, key = add_partner(PARTNER, now=now)
    pictures = [_picture(draw(number)) for number in range(DRAWINGS)]
    found = open_case(Opening("13_15", "me", (pictures[0],), None), now=now)
    waiting = open_case(Opening("under_13", "my_child", tuple(pictures[1:]), None), now=now)
    for entry, outcome, count in (
        (found.entries[0], "seen", 3),
        (found.entries[0], "removed", 3),
        (waiting.entries[0], "blocked", 1),
    ):
        take_feedback(partner, entry, outcome=outcome, count=count, now=now)
    return Demo(PARTNER, key, (found, waiting), _write_drawings())


@transaction.atomic
def remove_demo(*, now: datetime) -> int:
    """Erase the demo's cases and revoke its keys; return how many cases there were."""
    cases = list(Case.objects.filter(origin__in=demo_origins()))
    for case in cases:
        erase(case, by=Actor.VISITOR, now=now)
    for key in _live_keys():
        revoke_key(key.key_id, now=now)
    shutil.rmtree(_folder(), ignore_errors=True)
    return len(cases)


def demo_partner_has_key() -> bool:
    """Say whether the demo's partner can collect the list."""
    return bool(_live_keys())


def demo_origins() -> list[bytes]:
    """Return the origins of entries that are one of the drawings."""
    pictures = [fingerprint_pixels(draw(number)) for number in range(DRAWINGS)]
    wholes = [bytes.fromhex(picture.whole.hex) for picture in pictures]
    drawn = EntryFingerprint.objects.filter(recipe="pdq-1", view="whole", bits__in=wholes)
    origins = drawn.values_list("entry__origin", flat=True).distinct()
    return [bytes(origin) for origin in origins if origin is not None]


def _live_keys() -> list[PartnerKey]:
    return list(PartnerKey.objects.filter(partner__name=PARTNER, revoked_on=None))


def _picture(pixels: npt.NDArray[np.uint8]) -> NewPicture:
    made = make_views(pixels)
    listed = tuple(ViewFingerprint(item.view, item.fingerprint) for item in made)
    return NewPicture(listed, fingerprint_pixels(pixels).quality)


def _folder() -> Path:
    return Path(settings.DATA_FOLDER) / "demo"


def _write_drawings() -> Path:
    """Write the drawings, and a smaller, recompressed copy of the first; return the copy's path."""
    folder = _folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    for number in range(DRAWINGS):
        Image.fromarray(draw(number)).save(folder / f"drawing-{number + 1}.png")
    copy = folder / "copy-of-drawing-1.jpg"
    Image.fromarray(draw(0)).resize((WIDTH // 2, HEIGHT // 2)).save(copy, quality=60)
    return copy
