"""Sessions that live in a sealed cookie on the visitor's device; the server keeps none.

What is inside cannot be read or changed by whoever holds the device, and expires by itself: half an
hour after the last page, and some hours after the first one however often it is used. Until then a
copy of the cookie stays good, also after the page was closed.
"""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone
from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.secret import SecretBox

# A copied cookie could be renewed for ever by whoever has it: no visit takes longer than this.
LONGEST_LIFE = timedelta(hours=4)
MOST_BYTES = 4000  # browsers drop a cookie above 4096 bytes, name and attributes included


class SessionTooLarge(ValueError):
    """More was put into a session than a cookie holds."""


@dataclass(frozen=True, repr=False)
class Sealed:
    """What a cookie holds, and since when the session has lasted."""

    content: dict[str, Any]
    begun: datetime


class SessionStore(SessionBase):
    """Django's interface over `seal` and `unseal`."""

    # None: the session begins with this request.
    _begun: datetime | None = None

    def load(self) -> dict[str, Any]:
        """Return what the cookie holds; nothing when it is missing, changed or expired."""
        sealed = unseal(self.session_key or "", now=timezone.now())
        if sealed is None:
            return {}
        self._begun = sealed.begun
        return sealed.content

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        """Seal the session for another while. Raises `SessionTooLarge`."""
        del must_create
        content = dict(self.items())  # loads it, and with it the beginning
        now = timezone.now()
        begun = self._begun or now
        until = min(now + timedelta(seconds=self.get_expiry_age()), begun + LONGEST_LIFE)
        self._session_key = seal(Sealed(content, begun), until=until)
        self.modified = True

    def is_empty(self) -> bool:
        """Whether there is nothing to keep: then the cookie is taken away, a forged one too."""
        return not list(self.keys())

    def create(self) -> None:
        """Begin an empty session, in a cookie of its own."""
        self.delete()

    def delete(self, session_key: str | None = None) -> None:
        """Forget the cookie; the server has nothing to delete."""
        del session_key
        self._begun = None
        self._session_key = None
        self._session_cache: dict[str, Any] = {}
        self.modified = True

    def cycle_key(self) -> None:
        """Keep what is there under another cookie: each sealing gives another."""
        self.modified = True

    def exists(self, session_key: str) -> bool:
        """Say no: there is no store in which another session could be."""
        del session_key
        return False

    @classmethod
    def clear_expired(cls) -> None:
        """Do nothing: expired cookies open nothing, and the server keeps none."""


def seal(sealed: Sealed, *, until: datetime) -> str:
    """Return text for a cookie, readable until then. Raises `SessionTooLarge`."""
    times = {"begun": sealed.begun.timestamp(), "until": until.timestamp()}
    plain = json.dumps(times | {"content": sealed.content}).encode()
    text = base64.urlsafe_b64encode(_box().encrypt(plain)).decode("ascii")
    if len(text) > MOST_BYTES:
        raise SessionTooLarge(f"{len(text)} bytes; a cookie holds {MOST_BYTES}: keep less in it")
    return text


def unseal(text: str, *, now: datetime) -> Sealed | None:
    """Return what was sealed; `None` when it is not ours, was changed, or has expired."""
    if len(text) > MOST_BYTES:
        return None
    try:
        sealed = base64.b64decode(text, altchars=b"-_", validate=True)
        plain = json.loads(_box().decrypt(sealed))
    except (ValueError, CryptoError):
        return None
    if now.timestamp() >= plain["until"]:
        return None
    return Sealed(plain["content"], datetime.fromtimestamp(plain["begun"], UTC))


def _box() -> SecretBox:
    secret = blake2b(
        settings.SECRET_KEY.encode(),
        digest_size=SecretBox.KEY_SIZE,
        person=b"takeback session",
        encoder=RawEncoder,
    )
    return SecretBox(secret)
