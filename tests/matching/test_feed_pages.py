from typing import Any

import pytest

from takeback.matching.feed_pages import (
    MOST_DIGITS,
    Change,
    FeedPage,
    ListedFingerprint,
    NotAFeedPage,
    parse_page,
)
from tests.matching.pages import change_json, fingerprint_json, page_json


def test_a_page_as_documented_is_read_whole() -> None:
    fingerprint = ListedFingerprint("pdq-1", "whole", bytes.fromhex("0f" * 32))
    change = Change("a" * 26, "active", (fingerprint,), "self_declared", "2026-11-22")

    assert parse_page(page_json()) == FeedPage((change,), "0badcafe-7", more=False)


def test_keys_of_a_later_version_are_ignored() -> None:
    page = page_json(changes=[change_json(priority=3)], hint="x")

    assert parse_page(page) == parse_page(page_json())


def test_a_recipe_of_a_later_version_is_kept_as_it_is() -> None:
    later = fingerprint_json(recipe="house-2", bits="abcdef")

    page = parse_page(page_json(changes=[change_json(fingerprints=[later])]))

    assert page.changes[0].fingerprints == (
        ListedFingerprint("house-2", "whole", bytes.fromhex("abcdef")),
    )


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        (None, "the page is missing or null"),
        ("<html>", "the page is a str"),
        ([], "the page is a list"),
        (page_json(changes=None), "`changes` is missing or null"),
        (page_json(changes={}), "`changes` is a dict"),
        (page_json(more="no"), "`more` is a str"),
        (page_json(cursor=""), "`cursor` is a str"),
        (page_json(cursor=7), "`cursor` is a int"),
        (page_json(cursor="\ud800"), "`cursor` has characters that cannot be printed"),
        (page_json(changes=[change_json(entry="\x1b[2J")]), "`entry` has characters"),
        (page_json(cursor="c" * 1001), "`cursor` has 1001 characters; at most 1000"),
        (page_json(changes=[change_json(entry="e" * 1001)]), "`entry` has 1001 characters"),
        (page_json(changes=["x"]), "a change is a str"),
        (page_json(changes=[change_json(entry=None)]), "`entry` is missing"),
        (page_json(changes=[change_json(state="resting")]), "this version knows active, suspended"),
        (page_json(changes=[change_json(fingerprints=None)]), "`fingerprints` is missing"),
        (page_json(changes=[change_json(assurance=1)]), "`assurance` is a int"),
        (page_json(changes=[change_json(changed_at=None)]), "`changed_at` is missing"),
    ],
)
def test_anything_else_is_no_page(page: Any, problem: str) -> None:
    with pytest.raises(NotAFeedPage, match=problem):
        parse_page(page)


@pytest.mark.parametrize(
    ("fingerprint", "problem"),
    [
        (7, "a fingerprint is a int"),
        (fingerprint_json(recipe=None), "`recipe` is missing"),
        (fingerprint_json(bits="0f" * 31), "31 bytes; a pdq-1 fingerprint has 32"),
        (fingerprint_json(bits="zz" * 32), "no hexadecimal digit"),
        (fingerprint_json(recipe="md5"), "a md5 fingerprint has 16"),
        (fingerprint_json(recipe="house-2", bits="abc"), "not hex digits"),
        (fingerprint_json(recipe="house-2", bits="ab cd"), "not hex digits"),
        (fingerprint_json(recipe="house-2", bits="0" * (MOST_DIGITS + 1)), "at most 4096"),
        (fingerprint_json(view=""), "`view` is a str"),
    ],
)
def test_a_fingerprint_that_cannot_be_read_spoils_its_page(fingerprint: Any, problem: str) -> None:
    page = page_json(changes=[change_json(fingerprints=[fingerprint])])

    with pytest.raises(NotAFeedPage, match=problem):
        parse_page(page)


def test_an_error_never_repeats_a_fingerprint() -> None:
    page = page_json(changes=[change_json(fingerprints=[fingerprint_json(bits="ab" * 31)])])

    with pytest.raises(NotAFeedPage) as error:
        parse_page(page)

    assert "abab" not in str(error.value)
