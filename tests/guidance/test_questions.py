import json
import re

import pytest

from takeback.guidance import triggers
from takeback.guidance.answers import walk
from takeback.guidance.fact_kinds import fact_kinds
from takeback.guidance.facts import FACT_NAMES, Facts
from takeback.guidance.questions import (
    DOORS,
    KINDS_ASKED,
    NONE,
    QUESTIONS,
    UNSAID,
    UNSURE,
    Door,
    Question,
)
from takeback.sources.providers import load_providers
from tests.guidance.answer_paths import way_of
from tools.generate_questions import TARGET, make_page

BY_ID = {question.id: question for question in QUESTIONS}


def facts_set_at(door: Door) -> set[str]:
    questions = [question for question in QUESTIONS if door in question.doors]
    options = [one for question in questions for one in question.options if door in one.doors]
    return {name for one in options for name in one.sets}


def ids_of(door: Door, **answers: list[str]) -> list[str]:
    way, _ = way_of(door, answers)
    return [question.id for question in way.path]


@pytest.mark.parametrize("door", DOORS)
def test_safety_is_the_first_question_of_every_door(door: Door) -> None:
    first = walk(door, {}).next

    assert first is not None
    assert first.id == "safety"
    assert {"in_danger", "meeting_threat"} <= first.none_sets.keys()


def test_numbers_and_ids_are_given_once() -> None:
    assert len({question.number for question in QUESTIONS}) == len(QUESTIONS)
    assert len(BY_ID) == len(QUESTIONS)
    for question in QUESTIONS:
        assert len(set(question.answers)) == len(question.answers)


def test_addresses_keep_the_numbers_they_have() -> None:
    # A page that is open while the service is brought up to date must not ask something else.
    numbers = {question.id: question.number for question in QUESTIONS}

    assert numbers == {
        "safety": 1,
        "who": 2,
        "part": 3,
        "age": 4,
        "own_age": 5,
        "age_then": 6,
        "their_age": 7,
        "mood": 8,
        "nation": 9,
        "pressure": 10,
        "paid": 11,
        "other": 12,
        "how": 13,
        "where": 14,
        "apps": 15,
        "spread": 16,
        "extra": 17,
        "file": 18,
        "reported": 19,
    }


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_an_answer_sets_only_what_a_fact_can_be(question: Question) -> None:
    kinds = fact_kinds()
    said = [*(option.sets for option in question.options), question.none_sets, question.unsure_sets]

    for name, value in (pair for sets in said for pair in sets.items()):
        kind = kinds[name]
        if kind.kind == "boolean":
            assert isinstance(value, bool)
        elif kind.kind == "number":
            assert isinstance(value, float)
        elif name == "providers":
            assert isinstance(value, tuple)
            assert set(value) <= load_providers().keys()
        else:
            assert set(value if isinstance(value, tuple) else (value,)) <= set(kind.words)


@pytest.mark.parametrize(
    ("door", "cannot_know"),
    [
        ("you", {"childs_part", "sexual_acts_shown"}),
        ("family", {"asker", "asker_age", "sexual_acts_shown"}),
        ("work", {"asker", "asker_age"}),
    ],
)
def test_every_fact_that_a_door_can_know_can_be_said_there(
    door: Door, cannot_know: set[str]
) -> None:
    assert facts_set_at(door) == set(FACT_NAMES) - cannot_know


def test_every_place_every_nation_and_every_other_person_can_be_said() -> None:
    kinds = fact_kinds()
    sets = [option.sets for question in QUESTIONS for option in question.options]
    sets += [question.unsure_sets for question in QUESTIONS]
    channels = [word for one in sets for word in one.get("channels", ())]  # type: ignore[attr-defined]

    assert tuple(channels) == kinds["channels"].words
    for fact in ("nation", "other_party", "age_now", "age_in_image", "asker_age", "childs_part"):
        assert {one[fact] for one in sets if fact in one} == set(kinds[fact].words)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_everybody_may_say_that_they_do_not_know_or_would_rather_not(question: Question) -> None:
    assert question.answers[-2:] == (UNSURE, UNSAID)
    assert (NONE in question.answers) is (question.kind == "many")


@pytest.mark.parametrize(
    "question", [one for one in QUESTIONS if one.kind == "many"], ids=lambda question: question.id
)
def test_none_of_these_says_no_to_every_yes_among_the_options(question: Question) -> None:
    # Low mood has a question of its own, and so have how far it went and where it is. Whether
    # money was paid is not asked where nobody wants any.
    asked_elsewhere = {"safety": {"low_mood"}, "where": {"online", "at_school", "spread"}}
    follows = {"pressure": {"paid"}}
    pairs = [pair for option in question.options for pair in option.sets.items()]
    told = {name for name, said in pairs if said is True}

    denied = {name for name, said in question.none_sets.items() if said is False}

    expected = told - asked_elsewhere.get(question.id, set())
    assert denied == expected | follows.get(question.id, set())


def test_none_of_these_says_nothing_about_what_was_not_offered() -> None:
    at_home = BY_ID["extra"].offered("family", Facts(asker="parent"))
    at_work = BY_ID["extra"].offered("work", Facts(asker="school_staff"))

    assert at_home.none_sets == {"capacity_concern": False, "violent_or_unusual": False}
    assert at_work.none_sets["sexual_acts_shown"] is False


def test_the_apps_are_those_of_the_places_that_were_named() -> None:
    apps = BY_ID["apps"].offered("you", Facts(channels=("porn_site",)))
    kinds = {load_providers()[option.id].kind for option in apps.options[:-1]}

    assert kinds == {"adult", "search"}
    assert apps.options[-1].id == "another"


def test_every_app_and_site_of_the_directory_can_be_named() -> None:
    offered = {option.id for option in BY_ID["apps"].options}
    asked = {id for id, provider in load_providers().items() if provider.kind in KINDS_ASKED}

    assert offered == asked | {"another"}
    assert {load_providers()[id].kind for id in load_providers().keys() - asked} <= {
        "carrier",
        "host",
    }


def test_a_young_person_with_a_threat_is_asked_this() -> None:
    ids = ids_of("you", who=["me"], age=["13_15"], pressure=["money"], where=["social_private"])

    assert ids == [
        *("safety", "who", "age", "age_then", "mood", "nation", "pressure", "paid", "other"),
        *("how", "where", "apps", "spread", "file", "reported"),
    ]


def test_a_child_who_was_sent_it_is_asked_least() -> None:
    ids = ids_of("family", part=["received"], where=["group_chat"])

    assert ids == [
        *("safety", "part", "their_age", "mood", "nation", "other", "where", "apps", "file"),
    ]


def test_under_13_now_was_under_13_in_the_picture() -> None:
    way, _ = way_of("family", {"part": ["shown"], "age": ["under_13"]})

    assert way.facts.age_in_image == "under_13"
    assert "age_then" not in [question.id for question in way.path]


def test_nobody_is_offered_to_have_been_older_in_the_picture_than_now() -> None:
    offered = BY_ID["age_then"].offered("you", Facts(age_now="13_15"))

    assert [option.id for option in offered.options] == ["under_13", "13_15"]


def test_of_an_adult_nothing_is_asked_that_no_longer_matters() -> None:
    ids = ids_of("you", who=["me"], age=["18"], age_then=["18"], pressure=["none"])

    assert ids == ["safety", "who", "age", "age_then", "mood", "nation", "pressure", "where"]


@pytest.mark.parametrize("door", ["you", "family"])
def test_the_calmest_case_can_rule_out_every_reason_for_the_police(door: Door) -> None:
    way, _ = way_of(
        door,
        {
            "safety": ["none"],
            "who": ["me"],
            "part": ["shown"],
            "age": ["16_17"],
            "age_then": ["16_17"],
            "pressure": ["none"],
            "other": ["ex"],
            "how": ["freely"],
            "spread": ["none"],
            "extra": ["none"],
        },
    )

    assert triggers.said(way.facts) == ()
    assert triggers.open_still(way.facts) == ()
    assert way.facts.willing is True


def test_a_professional_is_asked_about_the_referral_grounds_whatever_else_is_known() -> None:
    ids = ids_of("work", safety=["danger"], part=["received"], pressure=["threats"])

    assert "extra" in ids


def test_the_largest_set_of_answers_fits_the_cookie() -> None:
    for door in DOORS:
        given = {
            question.id: [option.id for option in question.options]
            if question.kind == "many"
            else [max(question.answers, key=len)]
            for question in QUESTIONS
            if door in question.doors
        }

        assert len(json.dumps(given).encode()) <= 2_000


def test_the_page_of_questions_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == make_page(), "run `make docs`"


def test_the_page_of_questions_shows_every_question_and_fact() -> None:
    page = make_page()

    for question in QUESTIONS:
        assert re.search(rf"^\| {question.number} \| `{question.id}` ", page, re.M)
    # `asker` of the other two doors is known from the door itself.
    assert all(f"`{fact}" in page for fact in FACT_NAMES)
