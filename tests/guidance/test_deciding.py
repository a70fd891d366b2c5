"""Which rules are asked today and here, and what is left out of what they decide."""

from datetime import date

import pytest

from takeback.guidance.deciding import decide, outcome, rules_in_force
from takeback.guidance.facts import EVERYWHERE, Facts, Nation
from takeback.guidance.rulebook import Decide, Rule, rule
from takeback.guidance.steps import Never, Step, Urgency
from takeback.sources.rows import UnusableRow

READ, READ_AGAIN = date(2026, 11, 22), date(2027, 11, 22)


def giving(step: str, *, nations: frozenset[Nation] = EVERYWHERE, law: str | None = None) -> Rule:
    def it_is_given(facts: Facts) -> Step:
        """It is given, whatever was said."""
        del facts
        return Step(step, Urgency.HOURS)

    return made(it_is_given, nations=nations, law=law)


def made(
    decision: Decide, *, nations: frozenset[Nation] = EVERYWHERE, law: str | None = None
) -> Rule:
    make = rule(
        sources=["stay_calm"], reviewed_on=READ, review_by=READ_AGAIN, nations=nations, law=law
    )
    return make(decision)


@pytest.mark.parametrize(
    ("law", "today", "in_force"),
    [
        (None, date(2020, 1, 1), True),
        ("us_48_hours", date(2026, 5, 18), False),
        ("us_48_hours", date(2026, 5, 19), True),
        ("uk_48_hours", date(2026, 11, 22), True),
    ],
)
def test_a_rule_waits_for_its_law_and_one_of_unknown_start_does_not(
    law: str | None, today: date, *, in_force: bool
) -> None:
    one = giving("police", law=law)

    assert rules_in_force([one], today=today) == ((one,) if in_force else ())


@pytest.mark.parametrize(("nation", "given"), [("SCO", True), ("US", False), (None, True)])
def test_a_rule_decides_where_it_holds_and_where_nobody_said(
    nation: Nation | None, *, given: bool
) -> None:
    one = giving("police", nations=frozenset({"SCO"}))

    assert (outcome(one, Facts(nation=nation)) is not None) == given


@pytest.mark.parametrize(("nation", "given"), [("WAL", True), ("US", False), (None, True)])
def test_a_step_is_given_where_it_exists_and_where_nobody_said(
    nation: Nation | None, *, given: bool
) -> None:
    assert (outcome(giving("ceop"), Facts(nation=nation)) is not None) == given


def test_a_step_is_kept_from_whom_it_is_not_for() -> None:
    child = Facts(asker="person_shown", age_now="under_13")

    assert outcome(giving("legal_advice"), child) is None
    assert outcome(giving("legal_advice"), Facts(asker="parent")) is not None
    assert outcome(giving("legal_advice"), Facts()) is not None


def test_a_reader_who_is_known_without_the_facts_counts_for_them() -> None:
    assert outcome(giving("parent_helpline"), Facts(), reader="13_17") is None
    assert outcome(giving("parent_helpline"), Facts(), reader="parent") is not None
    assert list(decide([giving("parent_helpline")], Facts(), reader="13_17")) == []


def test_a_warning_is_for_everybody() -> None:
    def never_pay(facts: Facts) -> Never:
        """Never pay."""
        del facts
        return Never("pay")

    facts = Facts(nation="US", asker="person_shown", age_now="under_13")

    assert outcome(made(never_pay), facts) == Never("pay")


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (Facts(asker="parent"), True),
        (Facts(), True),
        (Facts(asker="person_shown", age_now="13_15"), False),
        (Facts(asker="friend", asker_age="under_13"), False),
    ],
)
def test_how_to_treat_a_child_is_told_to_grown_ups_alone(facts: Facts, *, told: bool) -> None:
    def never_blame(facts: Facts) -> Never:
        """Never blame."""
        del facts
        return Never("blame_or_shame")

    assert outcome(made(never_blame), facts) == (Never("blame_or_shame") if told else None)


def test_only_rules_that_decide_something_are_kept_in_their_order() -> None:
    def nothing(facts: Facts) -> None:
        """Nothing is decided."""
        del facts

    rules = [giving("police"), made(nothing), giving("ceop")]

    assert [given.decision for given in decide(rules, Facts())] == [
        Step("police", Urgency.HOURS),
        Step("ceop", Urgency.HOURS),
    ]


def test_a_step_that_nobody_knows_is_refused_with_file_and_line() -> None:
    with pytest.raises(UnusableRow, match=r"rules/test_deciding\.py, line \d+ \(it_is_given\)"):
        outcome(giving("fly"), Facts())


def test_a_warning_that_nobody_knows_is_refused() -> None:
    def never_fly(facts: Facts) -> Never:
        """Never fly."""
        del facts
        return Never("fly")

    with pytest.raises(UnusableRow, match="warns of 'fly', which is unknown"):
        outcome(made(never_fly), Facts())
