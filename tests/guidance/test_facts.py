"""Whose words are used, what their part is, and what each fact takes."""

from typing import Any

import pytest

from takeback.guidance.fact_kinds import FactKind, fact_kinds
from takeback.guidance.facts import FACT_NAMES, Facts, part_of, reader_of


@pytest.mark.parametrize(
    ("said", "reader"),
    [
        ({}, None),
        ({"age_now": "under_13"}, None),
        ({"asker": "parent", "age_now": "under_13"}, "parent"),
        ({"asker": "school_staff"}, "professional"),
        ({"asker": "adult_shown_as_child"}, "adult"),
        ({"asker": "person_shown"}, "13_17"),
        ({"asker": "person_shown", "age_now": "under_13"}, "under_13"),
        ({"asker": "person_shown", "age_now": "16_17"}, "13_17"),
        ({"asker": "person_shown", "age_now": "18_plus"}, "adult"),
        ({"asker": "friend", "age_now": "under_13"}, "13_17"),
        ({"asker": "friend", "asker_age": "under_13"}, "under_13"),
        ({"asker": "recipient", "asker_age": "18_plus"}, "adult"),
        ({"asker": "sharer", "asker_age": "13_15"}, "13_17"),
    ],
)
def test_the_reader_is_whoever_asks_by_their_own_age(
    said: dict[str, Any], reader: str | None
) -> None:
    assert reader_of(Facts(**said)) == reader


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ({}, None),
        ({"asker": "person_shown"}, "shown"),
        ({"asker": "adult_shown_as_child"}, "shown"),
        ({"asker": "recipient"}, "received"),
        ({"asker": "sharer"}, "shared"),
        ({"asker": "friend"}, "friend"),
        ({"asker": "friend", "childs_part": "shared"}, "friend"),
        ({"asker": "parent"}, None),
        ({"asker": "parent", "childs_part": "shown"}, "shown"),
        ({"asker": "school_staff", "childs_part": "shared"}, "shared"),
        ({"childs_part": "received"}, "received"),
    ],
)
def test_the_part_is_that_of_the_child_who_asks_or_is_asked_about(
    said: dict[str, Any], part: str | None
) -> None:
    assert part_of(Facts(**said)) == part


def test_every_fact_begins_as_not_said() -> None:
    assert {name: getattr(Facts(), name) for name in FACT_NAMES} == dict.fromkeys(FACT_NAMES)


@pytest.mark.parametrize(
    "kind",
    [
        FactKind("in_danger", "boolean", ()),
        FactKind("hours_since_provider_report", "number", ()),
        FactKind("age_now", "one", ("under_13", "13_15", "16_17", "18_plus")),
        FactKind("childs_part", "one", ("shown", "received", "shared")),
        FactKind("providers", "many", ()),
    ],
    ids=lambda kind: kind.name,
)
def test_a_fact_takes_what_its_type_says(kind: FactKind) -> None:
    assert fact_kinds()[kind.name] == kind


def test_the_channels_are_several_words() -> None:
    kind = fact_kinds()["channels"]

    assert kind.kind == "many"
    assert kind.words[0] == "own_device"
    assert kind.words[-1] == "cloud"
    assert len(kind.words) == len(set(kind.words)) == 12


def test_every_fact_has_a_kind_in_the_order_of_the_facts() -> None:
    assert tuple(fact_kinds()) == FACT_NAMES
