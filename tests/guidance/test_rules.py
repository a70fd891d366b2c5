"""The rules as a whole: how they are written, and what the guide they rest on asks for."""

import ast
import inspect
from datetime import date
from typing import Any

import pytest

from takeback.guidance.facts import NATIONS, UNITED_KINGDOM, Facts
from takeback.guidance.plan import Plan, make_plan
from takeback.guidance.rulebook import Rule, load_rules
from takeback.guidance.steps import NEVER, STEPS, Never, Step
from tests.guidance.situations import situations

TODAY = date(2026, 11, 22)
MOST_LINES = 15
NAMES = {rule.name for rule in load_rules()}
RULED_OUT: dict[str, Any] = dict.fromkeys(
    [
        "in_danger",
        "meeting_threat",
        "adult_involved",
        "coerced",
        "threatened",
        "exploited",
        "money_demanded",
        "capacity_concern",
        "violent_or_unusual",
        "taken_without_knowledge",
        "malicious",
        "shared_onwards",
        "spread",
        "online",
    ],
    False,
)
# Two of sixteen who both wanted it; somebody went through all of it, and the answer was no.
WILLING: dict[str, Any] = RULED_OUT | {
    "asker": "parent",
    "childs_part": "shown",
    "age_in_image": "16_17",
    "age_now": "16_17",
    "other_party": "peer_known",
    "willing": True,
}


def plan(**facts: Any) -> Plan:
    return make_plan(Facts(**facts), today=TODAY)


def steps_of(**facts: Any) -> dict[str, str]:
    return {step.step: step.urgency.value for step in plan(**facts).steps}


# What the guide asks for, line by line: what was said, and what must come of it, how soon.
THE_GUIDE: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    ("danger", {"in_danger": True}, {"call_emergency": "E", "police": "E"}),
    ("a meeting", {"meeting_threat": True}, {"call_emergency": "E", "police": "E"}),
    ("any disclosure", {}, {"stay_calm": "E"}),
    ("always", {}, {"do_not_look_or_copy": "E"}),
    ("an adult", {"adult_involved": True}, {"police": "H", "ceop": "H"}),
    (
        "blackmail",
        {"threatened": True, "money_demanded": True, "in_danger": False},
        {"do_not_pay": "H", "keep_identifiers": "H", "police": "H", "ceop": "H"},
    ),
    ("use by others", {"exploited": True}, {"police": "H", "ceop": "H", "do_not_pay": "H"}),
    ("pressure", {"coerced": True}, {"police": "H", "ceop": "H"}),
    (
        "under 13",
        {"age_in_image": "under_13", "age_now": "under_13", "asker": "parent"},
        {"police": "H", "parent_helpline": "H", "childrens_services": "H", "report_remove": "H"},
    ),
    (
        "doubt about consent",
        {"capacity_concern": True, "asker": "parent"},
        {"police": "H", "childrens_services": "H"},
    ),
    (
        "online, under 18",
        {"asker": "person_shown", "age_now": "13_15", "online": True},
        {"report_remove": "H", "take_it_down": "H", "report_to_provider": "H"},
    ),
    (
        "on a website",
        {"channels": ("website",), "asker": "parent"},
        {"report_to_provider": "H", "keep_identifiers": "H", "search_delisting": "D"},
    ),
    (
        "the provider refuses",
        {"provider_refused": True, "asker": "parent"},
        {"report_harmful_content": "D", "iwf_report": "D"},
    ),
    (
        "from phone to phone",
        {"channels": ("sms_mms",), "asker": "parent"},
        {"list_recipients": "D", "change_number": "D"},
    ),
    ("round the school", {"at_school": True}, {"tell_school": "H"}),
    (
        "a known peer without threat or pressure",
        {"other_party": "peer_known", "threatened": False, "coerced": False, "asker": "parent"},
        {"ask_holder_to_delete": "D"},
    ),
    ("willing and contained", {"nation": "ENG", **WILLING}, {"police_not_required": "P"}),
    ("low spirits", {"low_mood": True}, {"professional_help": "D"}),
    ("low spirits and danger", {"low_mood": True, "in_danger": True}, {"professional_help": "E"}),
    ("made with AI", {"ai_made": True}, {"report_remove": "H", "tell_school": "H"}),
    (
        "the child passed it on",
        {"asker": "parent", "childs_part": "shared"},
        {"stop_sharing_on": "E", "tell_school": "H", "stop_it_now": "H", "legal_advice": "H"},
    ),
    (
        "the child was sent it",
        {"asker": "recipient"},
        {"stop_sharing_on": "E", "tell_trusted_adult": "H", "delete_own_copy": "H"},
    ),
    (
        "grown up now",
        {"asker": "adult_shown_as_child"},
        {"take_it_down": "H", "iwf_report": "H", "police": "D", "fingerprint": "H"},
    ),
    ("an adult in the picture", {"age_in_image": "18_plus"}, {"adult_services": "D"}),
    ("afterwards", {"asker": "parent"}, {"talk_it_through": "P", "review_privacy": "P"}),
]


@pytest.mark.parametrize(
    ("facts", "asked_for"),
    [pytest.param(facts, steps, id=line) for line, facts, steps in THE_GUIDE],
)
def test_what_the_guide_asks_for_is_in_the_plan_as_soon_as_it_asks(
    facts: dict[str, Any], asked_for: dict[str, str]
) -> None:
    steps = steps_of(**facts)

    assert {step: steps.get(step) for step in asked_for} == asked_for


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.name)
def test_a_rule_has_at_most_fifteen_lines_and_begins_with_a_sentence(rule: Rule) -> None:
    function = ast.parse(inspect.getsource(rule.decide)).body[0]

    assert isinstance(function, ast.FunctionDef)
    assert (function.end_lineno or 0) - function.lineno < MOST_LINES
    assert rule.says.splitlines()[0].endswith(".")


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.name)
def test_a_rule_calls_no_other_rule(rule: Rule) -> None:
    tree = ast.parse(inspect.getsource(rule.decide))
    called = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}

    assert called & NAMES == set()


def test_every_step_and_every_warning_is_given_by_some_rule() -> None:
    outcomes = [situation.outcome for situation in situations()]

    assert {one.step for one in outcomes if isinstance(one, Step)} == set(STEPS)
    assert {one.never for one in outcomes if isinstance(one, Never)} == set(NEVER)


def test_blackmail_is_met_in_the_safe_order() -> None:
    steps = [
        step.step
        for step in plan(
            nation="ENG",
            asker="person_shown",
            age_now="16_17",
            age_in_image="16_17",
            other_party="organised_blackmail",
            channels=("social_private",),
            providers=("instagram",),
            threatened=True,
            money_demanded=True,
            paid=True,
        ).steps
    ]
    safe = [
        "call_emergency",
        "do_not_pay",
        "keep_identifiers",
        "report_to_provider",
        "stop_replying_and_block",
        "contact_bank",
        "police",
        "ceop",
        "report_remove",
    ]

    assert [step for step in steps if step in safe] == safe


@pytest.mark.parametrize("nation", NATIONS)
def test_only_england_and_wales_have_outcome_21(nation: str) -> None:
    assert ("outcome_21" in steps_of(nation=nation, asker="sharer")) == (nation in {"ENG", "WAL"})


@pytest.mark.parametrize("nation", NATIONS)
def test_only_in_the_united_kingdom_are_police_said_not_to_be_needed(nation: str) -> None:
    given = "police_not_required" in steps_of(nation=nation, **WILLING)

    assert given == (nation in UNITED_KINGDOM)


@pytest.mark.parametrize(
    "fact", [*sorted(RULED_OUT.keys() - {"online"}), "age_in_image", "other_party", "willing"]
)
def test_police_are_never_not_required_while_anything_was_not_said(fact: str) -> None:
    facts: dict[str, Any] = WILLING | {"nation": "ENG", fact: None}

    assert "police_not_required" not in steps_of(**facts)


@pytest.mark.parametrize("nation", NATIONS)
def test_a_regulator_is_named_only_where_one_takes_complaints(nation: str) -> None:
    given = "escalate_to_regulator" in steps_of(nation=nation, provider_refused=True)

    assert given == (nation in {"US", "AU", "IE"})


def test_a_nation_that_was_not_said_gets_the_british_steps_and_take_it_down() -> None:
    steps = steps_of(asker="person_shown", online=True).keys()

    assert {"report_remove", "take_it_down", "childline"} <= steps
    assert not steps & {"ncmec_report", "esafety_report", "national_hotline"}


def test_a_picture_of_an_adult_gets_none_of_the_ways_for_children() -> None:
    steps = steps_of(
        asker="person_shown", age_now="18_plus", age_in_image="18_plus", nation="ENG", online=True
    )

    assert steps.keys() == {
        "stay_calm",
        "do_not_look_or_copy",
        "keep_identifiers",
        "report_to_provider",
        "intimate_image_notice",
        "adult_services",
        "review_privacy",
    }


@pytest.mark.parametrize("age_in_image", [None, "under_13", "13_15", "16_17"])
def test_report_remove_ends_on_the_eighteenth_birthday(age_in_image: str | None) -> None:
    facts: dict[str, Any] = {"asker": "person_shown", "age_now": "18_plus", "online": True}

    assert "report_remove" not in steps_of(age_in_image=age_in_image, **facts)


def test_what_rests_on_a_law_of_unknown_start_is_given_and_says_which_law() -> None:
    found = {step.step: step for step in plan(nation="ENG", asker="parent", online=True).steps}

    assert found["intimate_image_notice"].because == ("uk_providers_get_a_notice",)
    assert {rule.name: rule.law for rule in load_rules()}["uk_providers_get_a_notice"] == (
        "uk_48_hours"
    )


def test_staff_in_england_hear_of_the_duty_to_report() -> None:
    found = {step.step: step for step in plan(nation="ENG", asker="school_staff").steps}

    assert found["childrens_services"].because == ("staff_in_england_may_have_to_report",)
