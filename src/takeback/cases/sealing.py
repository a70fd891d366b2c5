"""Text that only whoever holds a case's code can read again."""

from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PublicKey, SealedBox

from takeback.cases.holding import open_case_key
from takeback.cases.models import Case

BLOCK_BYTES = 256  # sealed text comes in multiples of it, so that its length tells little


class NotReadable(ValueError):
    """It was sealed for another case or purpose, or has been changed."""


def seal(case: Case, text: bytes, *, purpose: bytes) -> bytes:
    """Return the text sealed to the case's public key; it opens for this case and purpose only."""
    padded = sodium_pad(_bound_to(case, purpose) + text, BLOCK_BYTES)
    return bytes(SealedBox(PublicKey(bytes(case.public_key))).encrypt(padded))


def unseal(case: Case, sealed: bytes, *, key: bytes, purpose: bytes) -> bytes:
    """Return what was sealed. Raises `NotReadable`, or `WrongKey` for another case's key."""
    private = open_case_key(case, key)
    try:
        plain: bytes = sodium_unpad(SealedBox(private).decrypt(sealed), BLOCK_BYTES)
    except CryptoError:
        raise NotReadable("it was sealed to another key, or has been changed") from None
    bound = _bound_to(case, purpose)
    if not plain.startswith(bound):
        raise NotReadable("it was sealed for another case or purpose")
    return plain[len(bound) :]


def _bound_to(case: Case, purpose: bytes) -> bytes:
    return purpose + b":" + bytes(case.origin) + b":"
