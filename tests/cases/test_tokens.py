import base64
from datetime import timedelta

import pytest
from django.test import override_settings

from takeback.cases.tokens import MOST_CHARACTERS, make_token, read_token
from tests.cases.openings import NOW

ORIGIN = bytes(range(16))


def test_a_token_is_good_for_its_case_and_for_an_hour() -> None:
    token = make_token(ORIGIN, now=NOW)

    assert read_token(token, now=NOW) == ORIGIN
    assert read_token(token, now=NOW + timedelta(minutes=58, seconds=59)) == ORIGIN
    assert read_token(token, now=NOW + timedelta(hours=1)) is None


def test_a_token_is_the_same_within_a_minute_and_another_for_another_case() -> None:
    token = make_token(ORIGIN, now=NOW)

    assert make_token(ORIGIN, now=NOW + timedelta(seconds=29)) == token
    assert make_token(ORIGIN, now=NOW + timedelta(minutes=1)) != token
    assert make_token(bytes(16), now=NOW) != token


def test_a_token_tells_nothing_of_its_case() -> None:
    token = make_token(ORIGIN, now=NOW)

    assert ORIGIN not in base64.urlsafe_b64decode(token)
    assert len(token) <= MOST_CHARACTERS


@pytest.mark.parametrize("place", [0, 24, 40, -3])
def test_a_token_that_was_changed_is_none(place: int) -> None:
    sealed = bytearray(base64.urlsafe_b64decode(make_token(ORIGIN, now=NOW)))
    sealed[place] ^= 1

    assert read_token(base64.urlsafe_b64encode(sealed).decode(), now=NOW) is None


def test_a_token_of_another_instance_is_none() -> None:
    with override_settings(CODE_PEPPER="another pepper"):
        token = make_token(ORIGIN, now=NOW)

    assert read_token(token, now=NOW) is None


@pytest.mark.parametrize("text", ["", "x", "\u00fc" * 20, "A" * 86, "A" * 201, "=" * 80, "\ud800"])
def test_other_text_is_no_token(text: str) -> None:
    assert read_token(text, now=NOW) is None
