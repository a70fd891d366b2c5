"""Asking the rules: which hold today and here, and what each decides."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from takeback.guidance.facts import Facts, Reader, reader_of
from takeback.guidance.rulebook import Decision, Rule, check_decision
from takeback.guidance.steps import NEVER_FOR_GROWN_UPS, STEPS, YOUNG, Never, Step
from takeback.sources.laws import load_laws, may_be_in_force


@dataclass(frozen=True)
class Given:
    """What one rule decided."""

    rule: Rule
    decision: Step | Never


def rules_in_force(rules: Sequence[Rule], *, today: date) -> tuple[Rule, ...]:
    """Leave out the rules whose law has not begun; one whose start is unknown stays."""
    laws = load_laws()
    return tuple(
        rule for rule in rules if rule.law is None or may_be_in_force(laws[rule.law], today=today)
    )


def decide(rules: Iterable[Rule], facts: Facts, *, reader: Reader | None = None) -> Iterator[Given]:
    """Ask each rule; leave out what decides nothing here."""
    for rule in rules:
        decision = outcome(rule, facts, reader=reader)
        if decision is not None:
            yield Given(rule, decision)


def outcome(rule: Rule, facts: Facts, *, reader: Reader | None = None) -> Decision:
    """Return what a rule decides for this nation and reader; what was not said rules nothing out.

    `reader`: who reads the plan when that is known without the facts, as at a door. Raises
    `UnusableRow` when a rule gives a step or a warning that is unknown.
    """
    if facts.nation is not None and facts.nation not in rule.nations:
        return None
    decision = rule.decide(facts)
    check_decision(rule, decision)
    return decision if _is_for(decision, facts, reader=reader) else None


def _is_for(decision: Decision, facts: Facts, *, reader: Reader | None) -> bool:
    reader = reader or reader_of(facts)
    if isinstance(decision, Never):
        return reader not in YOUNG or decision.never not in NEVER_FOR_GROWN_UPS
    if decision is None:
        return True
    kind = STEPS[decision.step]
    if facts.nation is not None and facts.nation not in kind.nations:
        return False
    return reader is None or reader in kind.readers
