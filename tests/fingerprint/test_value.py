import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeback.fingerprint.recipes import UnknownRecipe
from takeback.fingerprint.value import (
    BadFingerprint,
    Fingerprint,
    IncomparableFingerprints,
    distance,
    is_match,
    parse_fingerprint,
)

DIGITS = "00" + "a5" * 31
NUMBERS = st.integers(0, 2**256 - 1)


@given(NUMBERS)
def test_what_is_written_reads_back_the_same(bits: int) -> None:
    fingerprint = Fingerprint("pdq-1", bits)

    assert parse_fingerprint("pdq-1", fingerprint.hex) == fingerprint
    assert parse_fingerprint("pdq-1", fingerprint.hex.upper()) == fingerprint


def test_zeros_in_front_are_kept() -> None:
    assert parse_fingerprint("pdq-1", DIGITS).hex == DIGITS


def test_digests_are_fingerprints_too() -> None:
    digest = hashlib.sha256(b"a file").hexdigest()

    assert parse_fingerprint("sha256", digest).hex == digest


@pytest.mark.parametrize(
    ("recipe", "text", "message"),
    [
        ("pdq-1", "ab" * 31, "31 bytes; a pdq-1 fingerprint has 32"),
        ("pdq-1", "ab" * 33, "33 bytes; a pdq-1 fingerprint has 32"),
        ("pdq-1", "a" * 63, "63 digits; a pdq-1 fingerprint has 64"),
        ("pdq-1", "", "0 bytes; a pdq-1 fingerprint has 32"),
        ("md5", "ab" * 32, "32 bytes; a md5 fingerprint has 16"),
        ("sha256", "a" * 10_000_000, "5000000 bytes; a sha256 fingerprint has 32"),
    ],
)
def test_a_wrong_length_is_named(recipe: str, text: str, message: str) -> None:
    with pytest.raises(BadFingerprint, match=message):
        parse_fingerprint(recipe, text)


@pytest.mark.parametrize(
    "start", ["0x", "g0", "+1", "-1", " 1", "1_", "\n1", "\x001", "٣1", "é1", "\ud8001"]
)
def test_what_python_would_read_as_a_number_is_still_not_a_digit(start: str) -> None:
    with pytest.raises(BadFingerprint, match="no hexadecimal digit"):
        parse_fingerprint("pdq-1", start + "5" * 62)


def test_a_line_end_is_not_overlooked() -> None:
    with pytest.raises(BadFingerprint):
        parse_fingerprint("pdq-1", "5" * 63 + "\n")


def test_an_unknown_recipe_is_refused() -> None:
    with pytest.raises(UnknownRecipe):
        parse_fingerprint("pdq-9", DIGITS)


@pytest.mark.parametrize("bits", [-1, 2**128])
def test_a_number_that_does_not_fit_is_refused(bits: int) -> None:
    with pytest.raises(BadFingerprint, match="128 bits of md5"):
        Fingerprint("md5", bits)


def test_only_eight_digits_are_shown() -> None:
    fingerprint = parse_fingerprint("pdq-1", DIGITS)

    assert repr(fingerprint) == str(fingerprint) == "Fingerprint(pdq-1 00a5a5a5…)"


@pytest.mark.parametrize("text", [DIGITS[:-2], DIGITS[:-1] + "x", DIGITS * 2])
def test_a_refusal_never_repeats_the_fingerprint(text: str) -> None:
    with pytest.raises(BadFingerprint) as refusal:
        parse_fingerprint("pdq-1", text)

    assert DIGITS[:8] not in str(refusal.value)


@given(NUMBERS, NUMBERS)
def test_distance_is_how_many_digits_differ_in_base_two(a: int, b: int) -> None:
    pairs = zip(f"{a:0256b}", f"{b:0256b}", strict=True)
    differing = sum(left != right for left, right in pairs)

    assert distance(Fingerprint("pdq-1", a), Fingerprint("pdq-1", b)) == differing


def test_opposite_fingerprints_differ_in_every_bit() -> None:
    assert distance(Fingerprint("pdq-1", 0), Fingerprint("pdq-1", 2**256 - 1)) == 256


def test_fingerprints_of_different_recipes_cannot_be_compared() -> None:
    with pytest.raises(IncomparableFingerprints, match="cannot compare pdq-1 with sha256"):
        distance(Fingerprint("pdq-1", 0), Fingerprint("sha256", 0))


@pytest.mark.parametrize(
    ("recipe", "bits", "expected"),
    [
        ("pdq-1", 2**31 - 1, True),
        ("pdq-1", 2**32 - 1, False),
        ("md5", 0, True),
        ("md5", 1, False),
    ],
)
def test_a_match_is_within_the_recipes_limit(recipe: str, bits: int, *, expected: bool) -> None:
    assert is_match(Fingerprint(recipe, 0), Fingerprint(recipe, bits)) is expected
