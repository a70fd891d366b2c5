"""The token by which a page that opened a case may send further pictures for it."""

import base64
import hmac
from datetime import datetime, timedelta

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from takeback.cases.keys import pepper_key
from takeback.registry.entries import ORIGIN_BYTES

GOOD_FOR = timedelta(hours=1)  # sending a hundred pictures takes minutes, also on a slow phone
MOST_CHARACTERS = 200  # ours have 88
_TIME_BYTES = 8
_BOUND_TO = b"takeback add pictures 1"


def make_token(origin: bytes, *, now: datetime) -> str:
    """Return text that lets its holder add pictures to this case, for an hour at most.

    Only we can make one or read it. It is the same within a minute, so that an opening that is
    asked for again is answered alike.
    """
    until = now.replace(second=0, microsecond=0) + GOOD_FOR
    plain = origin + int(until.timestamp()).to_bytes(_TIME_BYTES)
    # A nonce that belongs to the text is as good as a random one: it repeats with the text only.
    nonce = hmac.digest(_key(), plain, "sha256")[: Aead.NONCE_SIZE]
    return base64.urlsafe_b64encode(Aead(_key()).encrypt(plain, _BOUND_TO, nonce)).decode("ascii")


def read_token(text: str, *, now: datetime) -> bytes | None:
    """Return the origin of the case; `None` for text that is no token, or not one any more."""
    if len(text) > MOST_CHARACTERS:
        return None
    try:
        sealed = base64.b64decode(text, altchars=b"-_", validate=True)
        plain = Aead(_key()).decrypt(sealed, _BOUND_TO)
    except (ValueError, CryptoError):
        return None
    origin, until = plain[:ORIGIN_BYTES], int.from_bytes(plain[ORIGIN_BYTES:])
    return origin if now.timestamp() < until else None


def _key() -> bytes:
    return pepper_key(3)
