import pytest
from django.test import override_settings
from nacl.public import PrivateKey, PublicKey, SealedBox

from takeback.cases.codes import Code
from takeback.cases.keys import (
    CaseKeyPair,
    CodeKeys,
    WrongKey,
    derive_keys,
    derive_subkey,
    make_key_pair,
    open_key_pair,
)

CODE = Code(("pebble", "lantern", "otter", "violet", "walnut", "drum"))
KEY, ORIGIN = bytes(range(32)), bytes(range(16))

# libsodium's own vectors: test/default/kdf.exp, master key 00 01 ... 1f.
KDF_VECTORS = [
    (
        0,
        "a0c724404728c8bb95e5433eb6a9716171144d61efb23e74b873fcbeda51d807"
        "1b5d70aae12066dfc94ce943f145aa176c055040c3dd73b0a15e36254d450614",
    ),
    (
        1,
        "02507f144fa9bf19010bf7c70b235b4c2663cc00e074f929602a5e2c10a78075"
        "7d2a3993d06debc378a90efdac196dd841817b977d67b786804f6d3cd585bab5",
    ),
]


@pytest.mark.parametrize(("number", "expected"), KDF_VECTORS)
def test_subkeys_are_those_of_libsodium(number: int, expected: str) -> None:
    assert derive_subkey(KEY, number, context=b"KDF test", size=64).hex() == expected


def test_a_code_gives_the_same_keys_every_time_and_another_code_others() -> None:
    first, again = derive_keys(CODE), derive_keys(CODE)
    other = derive_keys(Code((*CODE.words[:5], "pebble")))

    assert first == again
    assert first.stored_lookup != other.stored_lookup
    assert first.key != other.key
    assert first.key != first.stored_lookup
    assert (len(first.key), len(first.stored_lookup)) == (32, 32)


def test_without_the_pepper_the_stored_lookup_cannot_be_worked_out() -> None:
    before = derive_keys(CODE)
    with override_settings(CODE_PEPPER="33" * 32):
        after = derive_keys(CODE)

    assert before.stored_lookup != after.stored_lookup
    assert before.key == after.key


def test_another_instance_with_another_salt_derives_other_keys() -> None:
    before = derive_keys(CODE)
    with override_settings(CODE_SALT="any words will do"):
        after = derive_keys(CODE)

    assert before.key != after.key


def test_the_key_opens_the_pair_and_what_was_sealed_to_it() -> None:
    pair = make_key_pair(KEY, origin=ORIGIN)
    private = open_key_pair(pair, KEY, origin=ORIGIN)

    sealed = SealedBox(PublicKey(pair.public)).encrypt(b"hello")
    assert SealedBox(private).decrypt(sealed) == b"hello"


def test_another_key_does_not_open_the_pair() -> None:
    pair = make_key_pair(KEY, origin=ORIGIN)

    with pytest.raises(WrongKey):
        open_key_pair(pair, bytes(32), origin=ORIGIN)


def test_a_pair_moved_to_another_case_does_not_open() -> None:
    pair = make_key_pair(KEY, origin=ORIGIN)

    with pytest.raises(WrongKey):
        open_key_pair(pair, KEY, origin=bytes(16))


@pytest.mark.parametrize("sealed", [b"", b"short", bytes(72)])
def test_a_damaged_pair_does_not_open(sealed: bytes) -> None:
    pair = CaseKeyPair(bytes(PrivateKey.generate().public_key), sealed)

    with pytest.raises(WrongKey):
        open_key_pair(pair, KEY, origin=ORIGIN)


def test_keys_do_not_show_themselves() -> None:
    assert repr(CodeKeys(KEY, KEY)) == "CodeKeys(hidden)"
    assert repr(CaseKeyPair(KEY, KEY)) == "CaseKeyPair(hidden)"
