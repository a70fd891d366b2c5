"""What holds of every plan: over drawn situations, and over every pair of facts there can be."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given, settings

from takeback.guidance.contacts import contacts_for
from takeback.guidance.fact_kinds import fact_kinds
from takeback.guidance.facts import FACT_NAMES, NATIONS, READERS, Facts
from takeback.guidance.plan import Plan, make_plan
from takeback.guidance.wording import load_words
from takeback.sources.services import load_services, needs_a_check
from takeback.sources.statements import load_statements
from tests.guidance import invariants
from tests.guidance.facts_strategy import (
    any_facts,
    drawn_situations,
    one_more_said,
    said_in_every_way,
    shuffled,
)
from tests.guidance.invariants import TODAY, plan_of
from tests.guidance.sentences import dangerous_sentences, strings_in

Claim = Callable[[Facts, Plan], bool]
DANGER = {"call_emergency", "police"}


@pytest.fixture(scope="module")
def plans() -> list[tuple[Facts, Plan]]:
    situations = [Facts(), *said_in_every_way(1), *said_in_every_way(2), *drawn_situations()]
    return [(facts, plan_of(facts)) for facts in situations]


def broken_by(claim: Claim, plans: list[tuple[Facts, Plan]]) -> dict[str, object] | None:
    """Return the shortest facts for which the claim does not hold; `None` when it always does."""
    failing = [facts for facts, plan in plans if not claim(facts, plan)]
    if not failing:
        return None
    return min((_shortest(claim, facts) for facts in failing[:5]), key=len)


def _shortest(claim: Claim, facts: Facts) -> dict[str, object]:
    for name in FACT_NAMES:
        less = replace(facts, **{name: None})
        if not claim(less, plan_of(less)):
            facts = less
    said = {name: getattr(facts, name) for name in FACT_NAMES}
    return {name: value for name, value in said.items() if value is not None}


@pytest.mark.parametrize(
    "claim",
    [claim for name, claim in invariants.INVARIANTS.items() if name != "danger_comes_first"],
)
def test_every_plan_keeps(claim: Claim, plans: list[tuple[Facts, Plan]]) -> None:
    assert broken_by(claim, plans) is None


def test_promise_6_danger_comes_first_when_said_or_not_denied(
    plans: list[tuple[Facts, Plan]],
) -> None:
    assert broken_by(invariants.danger_comes_first, plans) is None


def test_the_search_for_a_broken_claim_finds_the_shortest_facts(
    plans: list[tuple[Facts, Plan]],
) -> None:
    def nobody_is_threatened(facts: Facts, plan: Plan) -> bool:
        del plan
        return not (facts.threatened is True and facts.nation == "SCO")

    assert broken_by(nobody_is_threatened, plans) == {"nation": "SCO", "threatened": True}


def test_hundreds_of_facts_meet_in_the_situations_looked_at() -> None:
    said = [sum(getattr(f, name) is not None for name in FACT_NAMES) for f in drawn_situations()]

    assert len(said) == 2000
    assert max(said) >= 20
    assert len({plan_of(facts).steps for facts in drawn_situations()}) > 500


@settings(max_examples=2000, derandomize=True, deadline=None)
@given(one_more_said())
def test_promise_6_more_facts_never_take_a_danger_step_away(
    drawn: tuple[str, Facts, Facts],
) -> None:
    name, less, more = drawn
    assume(not invariants.takes_back(name, more))

    before = {step.step: step.urgency for step in plan_of(less).steps if step.step in DANGER}
    after = {step.step: step.urgency for step in plan_of(more).steps}

    assert before.keys() <= after.keys()
    assert all("EHDP".index(after[step]) <= "EHDP".index(before[step]) for step in before)


@settings(max_examples=500, derandomize=True, deadline=None)
@given(shuffled())
def test_the_same_facts_in_another_order_give_the_same_plan(pair: tuple[Facts, Facts]) -> None:
    one, other = pair

    assert make_plan(one, today=TODAY) == make_plan(other, today=TODAY)


@settings(max_examples=500, derandomize=True, deadline=None)
@given(any_facts())
def test_the_quick_plan_of_these_tests_is_the_real_one(facts: Facts) -> None:
    real = make_plan(facts, today=TODAY)

    assert replace(real, ask_next=()) == plan_of(facts)


@settings(max_examples=500, derandomize=True, deadline=None)
@given(any_facts())
def test_only_what_was_not_said_is_asked_and_not_much_of_it(facts: Facts) -> None:
    asked = make_plan(facts, today=TODAY).ask_next

    assert len(asked) <= 5
    assert len(set(asked)) == len(asked)
    assert all(getattr(facts, name) is None for name in asked)


def test_the_answer_that_is_asked_for_first_can_change_the_plan() -> None:
    for facts in drawn_situations()[:200]:
        asked = make_plan(facts, today=TODAY).ask_next
        if asked:
            assert len({plan_of(tried) for tried in _each_answer(facts, asked[0])}) > 1


def _each_answer(facts: Facts, name: str) -> list[Facts]:
    kind = fact_kinds()[name]
    values: dict[str, tuple[object, ...]] = {
        "boolean": (True, False),
        "number": (1.0, 49.0, 200.0),
        "one": kind.words,
        "many": ((), *((word,) for word in kind.words)),
    }
    return [facts, *(replace(facts, **{name: value}) for value in values[kind.kind])]  # type: ignore[arg-type]


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2027, 6, 1), date(2031, 1, 1)])
def test_promise_6_danger_comes_first_on_every_day(day: date) -> None:
    for facts in drawn_situations()[:300]:
        assert invariants.danger_comes_first(facts, make_plan(facts, today=day))


def test_promise_5_every_step_of_every_plan_has_a_statement_that_somebody_read(
    plans: list[tuple[Facts, Plan]],
) -> None:
    statements = load_statements()
    given = {step.step: step.sources for _, plan in plans for step in plan.steps}

    assert len(given) >= 40
    for sources in given.values():
        assert all(statements[source].address.startswith("https://") for source in sources)
        assert all(statements[source].read_on < TODAY for source in sources)


@pytest.mark.parametrize("nation", [*NATIONS, None])
@pytest.mark.parametrize("reader", READERS)
def test_promise_5_a_danger_step_has_a_way_that_is_not_from_memory(
    nation: str | None, reader: str
) -> None:
    for step in sorted(DANGER):
        services = contacts_for(step, nation, reader)  # type: ignore[arg-type]
        assert any(not needs_a_check(service, today=TODAY) for service in services), step


def test_promise_6_no_words_of_a_plan_ask_for_what_does_harm() -> None:
    words = load_words()
    found = {
        said: dangerous_sentences(said)
        for part in (words.steps, words.nations, words.because, words.facts, words.labels)
        for said in strings_in(part)
    }

    assert len(found) > 500
    assert {said: sentences for said, sentences in found.items() if sentences} == {}


def test_promise_6_every_warning_is_put_as_one() -> None:
    for warning in load_words().never.values():
        assert re.search(r"\b(?:not|never|nobody|no)\b", warning.adult, re.IGNORECASE), warning
        assert dangerous_sentences(warning.adult) == []
        assert dangerous_sentences(warning.young) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Keep the picture as proof.",
        "Keep a copy for the police.",
        "Take a screenshot of everything.",
        "Open it once to be sure.",
        "Look at the messages, and look at the picture.",
        "Forward it to the school.",
        "Save the video somewhere safe.",
        "Send us the picture.",
        "Ask your child to show you the picture.",
        "Search for more copies.",
        "Pay them once.",
        "Send the money and then block them.",
        "Reply as your child to find out more.",
        "Pretend to be your child.",
        "Confront him.",
        "Meet the man in a public place.",
        "Ring the stranger.",
    ],
)
def test_promise_6_the_search_finds_what_may_not_be_said(sentence: str) -> None:
    assert dangerous_sentences(f"Stay calm. {sentence} Then rest.") == [sentence]


def test_no_phone_number_stands_in_the_words() -> None:
    phone = re.compile(r"\b0\d{2,4} ?\d{3,4} ?\d{3,4}\b|\b116 ?\d{3}\b|\b(?:999|911|112|000|101)\b")
    words = load_words()

    said = list(strings_in([words.steps, words.because, words.never, words.facts]))

    assert len(said) > 500
    assert [text for text in said if phone.search(text)] == []
    assert len(load_services()) > 20
