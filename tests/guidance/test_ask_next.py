"""Which facts that were not said would change the plan most."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from takeback.guidance.ask_next import HOURS, MOST, Watched, what_to_ask
from takeback.guidance.deciding import decide, rules_in_force
from takeback.guidance.fact_kinds import FactKind, fact_kinds
from takeback.guidance.facts import FACT_NAMES, Facts
from takeback.guidance.plan import make_plan, merge
from takeback.guidance.rulebook import Decide, Rule, load_rules, rule
from takeback.guidance.steps import Step, Urgency

TODAY = date(2026, 11, 22)
# What the twin below counts for a step that comes, goes or moves, and for one against harm.
COUNTS = {"E": 8, "H": 4, "D": 2, "P": 1}
DANGER = {"call_emergency": 100, "police": 100}


def made(decision: Decide) -> Rule:
    return rule(sources=["stay_calm"], reviewed_on=TODAY, review_by=date(2027, 11, 22))(decision)


@made
def low_spirits_count(facts: Facts) -> Step | None:
    """Low spirits count."""
    return Step("professional_help", Urgency.DAYS) if facts.low_mood is True else None


@made
def school_counts(facts: Facts) -> Step | None:
    """School counts as much."""
    return Step("tell_school", Urgency.DAYS) if facts.at_school is True else None


@made
def an_adult_counts(facts: Facts) -> Step | None:
    """An adult counts for the police."""
    return Step("police", Urgency.PLANNED) if facts.adult_involved is True else None


@made
def what_is_said_is_enough(facts: Facts) -> Step:
    """It is the same, whatever is looked at."""
    del facts
    return Step("review_privacy", Urgency.PLANNED)


@made
def money_is_looked_at_in_vain(facts: Facts) -> Step:
    """It is the same, whether it was paid or not."""
    urgencies = {True: Urgency.HOURS, False: Urgency.HOURS, None: Urgency.HOURS}
    return Step("do_not_pay", urgencies[facts.paid])


def test_what_could_bring_in_a_step_against_harm_comes_first() -> None:
    asked = what_to_ask(Facts(), [school_counts, an_adult_counts])

    assert asked == ("adult_involved", "at_school")


def test_of_two_alike_the_one_that_stands_first_among_the_facts_comes_first() -> None:
    assert what_to_ask(Facts(), [low_spirits_count, school_counts]) == ("at_school", "low_mood")


def test_nothing_is_asked_that_changes_nothing() -> None:
    assert what_to_ask(Facts(), [what_is_said_is_enough, money_is_looked_at_in_vain]) == ()


def test_nothing_is_asked_that_was_said() -> None:
    assert what_to_ask(Facts(low_mood=False, at_school=True), [low_spirits_count]) == ()


def test_danger_is_asked_before_all_else_when_nothing_was_said() -> None:
    assert make_plan(Facts(), today=TODAY).ask_next[:2] == ("in_danger", "meeting_threat")


@pytest.mark.parametrize("asker", ["parent", "person_shown", "friend", "school_staff"])
def test_danger_is_asked_first_whoever_asks(asker: Any) -> None:
    asked = make_plan(Facts(asker=asker, threatened=True), today=TODAY).ask_next

    assert asked[0] == "in_danger"


def test_at_most_five_facts_are_asked_for() -> None:
    assert len(make_plan(Facts(), today=TODAY).ask_next) == MOST == 5


def test_nothing_is_left_to_ask_when_everything_was_said() -> None:
    everything: dict[str, Any] = {name: next(_values(kind)) for name, kind in fact_kinds().items()}

    assert make_plan(Facts(**everything), today=TODAY).ask_next == ()


def test_facts_remember_which_of_them_were_looked_at() -> None:
    watched = Watched(Facts(paid=True))

    assert watched.paid is True
    assert watched.low_mood is None
    assert watched.looked_at == {"paid", "low_mood"}


@pytest.mark.parametrize("seed", range(40))
def test_the_answer_is_that_of_the_plain_way_which_makes_every_plan(seed: int) -> None:
    facts = _some_facts(random.Random(seed))
    rules = rules_in_force(load_rules(), today=TODAY)

    assert what_to_ask(facts, rules) == _plainly(facts, rules)


def _plainly(facts: Facts, rules: Sequence[Rule]) -> tuple[str, ...]:
    before = _steps(facts, rules)
    counts: dict[str, int] = {}
    for name, kind in fact_kinds().items():
        if getattr(facts, name) is None:
            tried = [replace(facts, **{name: value}) for value in _values(kind)]
            counts[name] = max(_count(before, _steps(each, rules)) for each in tried)
    telling = [name for name in FACT_NAMES if counts.get(name)]
    telling.sort(key=lambda name: -counts[name])
    telling.sort(key=lambda name: (name != "in_danger", name != "meeting_threat"))
    return tuple(telling[:5])


def _steps(facts: Facts, rules: Sequence[Rule]) -> dict[str, str]:
    return {step.step: step.urgency.value for step in merge(decide(rules, facts))}


def _count(before: dict[str, str], after: dict[str, str]) -> int:
    total = 0
    for step in set(before) | set(after):
        old, new = before.get(step), after.get(step)
        if old != new:
            total += max(COUNTS[urgency] for urgency in (old, new) if urgency)
            total += DANGER.get(step, 0) if old is None else 0
    return total


def _values(kind: FactKind) -> Iterator[Any]:
    if kind.kind == "boolean":
        yield from (True, False)
    elif kind.kind == "number":
        yield from HOURS
    elif kind.kind == "one":
        yield from kind.words
    else:
        yield ()
        yield from ((word,) for word in kind.words)


def _some_facts(chance: random.Random) -> Facts:
    said: dict[str, Any] = {}
    for name, kind in fact_kinds().items():
        if chance.random() < 0.4:
            said[name] = chance.choice(list(_values(kind)))
    return Facts(**said)
