"""What was said that is for the police, and what could be and was not ruled out."""

from dataclasses import replace
from typing import Any

import pytest

from takeback.guidance.facts import Facts
from takeback.guidance.triggers import ENOUGH, open_still, said

NO: dict[str, Any] = dict.fromkeys(ENOUGH, False)
ALL_RULED_OUT = Facts(other_party="peer_known", age_in_image="13_15", **NO)


def test_nothing_said_calls_nobody_and_leaves_everything_open() -> None:
    assert said(Facts()) == ()
    assert open_still(Facts()) == (*ENOUGH, "other_party", "age_in_image")


def test_what_was_ruled_out_is_neither_said_nor_open() -> None:
    assert said(ALL_RULED_OUT) == ()
    assert open_still(ALL_RULED_OUT) == ()


@pytest.mark.parametrize("name", ENOUGH)
def test_each_of_them_is_enough_by_itself(name: str) -> None:
    values: dict[str, Any] = {name: True}

    assert said(replace(ALL_RULED_OUT, **values)) == (name,)
    assert open_still(replace(ALL_RULED_OUT, **values)) == ()


@pytest.mark.parametrize("other", ["adult_known", "adult_unknown", "organised_blackmail"])
def test_an_adult_on_the_other_side_is_enough(other: Any) -> None:
    facts = replace(ALL_RULED_OUT, other_party=other)

    assert said(facts) == ("other_party",)
    assert open_still(facts) == ()


@pytest.mark.parametrize("other", [None, "unknown", "online_only_claims_peer"])
def test_whoever_may_be_an_adult_is_not_ruled_out(other: Any) -> None:
    facts = replace(ALL_RULED_OUT, other_party=other)

    assert said(facts) == ()
    assert open_still(facts) == ("other_party",)


def test_a_child_under_13_in_the_picture_is_enough() -> None:
    facts = replace(ALL_RULED_OUT, age_in_image="under_13")

    assert said(facts) == ("age_in_image",)
    assert open_still(facts) == ()


def test_an_age_that_was_not_said_is_not_ruled_out() -> None:
    assert open_still(replace(ALL_RULED_OUT, age_in_image=None)) == ("age_in_image",)
