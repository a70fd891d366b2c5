"""Partner keys: how one is made, read, and checked without keeping it."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field

KEY_ID_BYTES = 6
SECRET_BYTES = 32  # 43 letters in base64url
_FORM = re.compile(r"tbk_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")


@dataclass(frozen=True)
class Key:
    """A partner's key: an id that may be shown and listed, and a secret that may not."""

    key_id: str
    secret: str = field(repr=False)

    @property
    def text(self) -> str:
        """The whole key, as it is handed over once."""
        return f"tbk_{self.key_id}_{self.secret}"

    @property
    def secret_sha256(self) -> bytes:
        """The only trace of the secret that is kept. 256 random bits need no slow hash."""
        return hashlib.sha256(self.secret.encode("ascii")).digest()


def make_key() -> Key:
    """Return a new random key."""
    return Key(secrets.token_hex(KEY_ID_BYTES), secrets.token_urlsafe(SECRET_BYTES))


def read_key(text: str) -> Key | None:
    """Return the key, or `None` for text that is not one."""
    form = _FORM.fullmatch(text)
    return Key(*form.groups()) if form else None


def is_secret_right(key: Key, kept_sha256: bytes) -> bool:
    """Compare in a time that tells nothing about how much was right."""
    return hmac.compare_digest(key.secret_sha256, kept_sha256)
