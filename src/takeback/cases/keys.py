"""From the words of a code to the two values it stands for, and the key pair of a case.

A code becomes a *lookup*, by which its case is found, and a *key*, which opens the private half of
the case's key pair. Neither is stored: the database holds the lookup under a pepper that is kept
elsewhere, and the private half sealed.
"""

import hmac
from dataclasses import dataclass

from django.conf import settings
from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.public import PrivateKey
from nacl.pwhash import argon2id
from nacl.secret import Aead

from takeback.cases.codes import Code
from takeback.cases.queueing import Turns

KEY_BYTES = 32
# 64 MiB and three passes: about 0.15 seconds a guess on one core of a small server. All of the
# list's codes would take a thousand such cores some 5 x 10^11 years.
MEMORY_BYTES = 64 * 1024 * 1024
PASSES = 3

# Two at once take 128 MiB; four more wait half a second at most, and further ones are told to come
# back, because a page that hangs frightens more than one that says "try again". Fewer in all than
# the web server has threads, so that pages are answered while the queue is full.
TURNS_AT_ONCE, TURNS_WAITING = 2, 4
turns = Turns(at_once=TURNS_AT_ONCE, waiting=TURNS_WAITING)

_CODE = b"tb-code1"
_PEPPER = b"tb-pepr1"


@dataclass(frozen=True, repr=False)
class CodeKeys:
    """The lookup as it is stored, and the visitor's key; 32 bytes each."""

    stored_lookup: bytes
    key: bytes

    def __repr__(self) -> str:
        return "CodeKeys(hidden)"


@dataclass(frozen=True, repr=False)
class CaseKeyPair:
    """The public half, and the private half sealed to the visitor's key."""

    public: bytes
    sealed_private: bytes

    def __repr__(self) -> str:
        return "CaseKeyPair(hidden)"


class WrongKey(ValueError):
    """The key does not open this case."""


def derive_keys(code: Code) -> CodeKeys:
    """Return what a code stands for. Slow on purpose, and the same for every code.

    Raises `Busy` when too many others are waiting already.
    """
    with turns.take():
        # It runs without the interpreter lock: other requests go on meanwhile.
        master = argon2id.kdf(
            KEY_BYTES,
            code.text.encode("ascii"),
            _salt(),
            opslimit=PASSES,
            memlimit=MEMORY_BYTES,
        )
    lookup = derive_subkey(master, 1, context=_CODE)
    return CodeKeys(
        stored_lookup=hmac.digest(pepper_key(1), lookup, "sha256"),
        key=derive_subkey(master, 2, context=_CODE),
    )


def derive_subkey(master: bytes, number: int, *, context: bytes, size: int = KEY_BYTES) -> bytes:
    """Return the key that libsodium's `crypto_kdf_derive_from_key` derives.

    `context` is 8 bytes and names what the key is for; `size` is 16 to 64 bytes. Keys of different
    numbers, contexts or sizes tell nothing about each other or about the 32-byte master.
    """
    return blake2b(
        b"",
        digest_size=size,
        key=master,
        salt=number.to_bytes(8, "little").ljust(16, b"\0"),
        person=context.ljust(16, b"\0"),
        encoder=RawEncoder,
    )


def pepper_key(number: int) -> bytes:
    """Return a key made from the pepper: 1 for stored lookups, 2 for codes of repeated requests.

    3 is for the tokens by which pictures are added.
    """
    master = blake2b(settings.CODE_PEPPER.encode(), digest_size=32, encoder=RawEncoder)
    return derive_subkey(master, number, context=_PEPPER)


def make_key_pair(key: bytes, *, origin: bytes) -> CaseKeyPair:
    """Make a case's key pair. The sealed half opens for this key and this case only."""
    private = PrivateKey.generate()
    sealed = Aead(key).encrypt(bytes(private), _bound_to(origin))
    return CaseKeyPair(public=bytes(private.public_key), sealed_private=bytes(sealed))


def open_key_pair(pair: CaseKeyPair, key: bytes, *, origin: bytes) -> PrivateKey:
    """Return the private half. Raises `WrongKey` for any other key or case."""
    try:
        return PrivateKey(Aead(key).decrypt(pair.sealed_private, _bound_to(origin)))
    except CryptoError:
        raise WrongKey("the key does not open this case") from None


def _bound_to(origin: bytes) -> bytes:
    return b"takeback case key 1:" + origin


def _salt() -> bytes:
    """Return the instance's salt in the 16 bytes that Argon2id takes."""
    return blake2b(settings.CODE_SALT.encode(), digest_size=16, encoder=RawEncoder)
