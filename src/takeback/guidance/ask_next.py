"""Which facts that were not said would change the plan most."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from takeback.guidance.deciding import outcome
from takeback.guidance.fact_kinds import FactKind, fact_kinds
from takeback.guidance.facts import Facts, Reader
from takeback.guidance.rulebook import Decision, Rule
from takeback.guidance.steps import DANGER, URGENCIES, Step, Urgency

# Danger to life comes before everything, whatever else would change more.
LIFE = ("in_danger", "meeting_threat")
MOST = 5  # more than five open questions help nobody
# What one step more, less, sooner or later counts, by how urgent it is.
WEIGHTS = {Urgency.EMERGENCY: 8, Urgency.HOURS: 4, Urgency.DAYS: 2, Urgency.PLANNED: 1}
DANGER_WEIGHT = 100  # whatever could bring in a step against harm is asked before all else
# One value on each side of what rules look at: two days, and the week after which others help.
HOURS = (1.0, 49.0, 200.0)


class Watched:
    """Facts that remember which of them a rule looked at, so that only those are tried."""

    def __init__(self, facts: Facts) -> None:
        """Watch over `facts`; nothing has been looked at yet."""
        self._facts = facts
        self.looked_at: set[str] = set()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever the fact is
        self.looked_at.add(name)
        return getattr(self._facts, name)


def what_to_ask(
    facts: Facts, rules: Sequence[Rule], *, reader: Reader | None = None
) -> tuple[str, ...]:
    """Return up to five facts that were not said, the one that could change most first.

    A fact counts as much as the value of it that would change most; facts that change nothing are
    left out, and of two alike the one that stands first in `Facts` comes first. Danger to life is
    asked before all else. `reader`: as for `outcome`.
    """
    decided: dict[str, Decision] = {}
    readers_of: dict[str, list[Rule]] = {}
    for rule in rules:
        watched = Watched(facts)
        decided[rule.name] = outcome(rule, cast("Facts", watched), reader=reader)
        for name in watched.looked_at:
            readers_of.setdefault(name, []).append(rule)
    before = _soonest(decided.values())
    changes: dict[str, int] = {}
    for kind in fact_kinds().values():
        if kind.name not in readers_of or getattr(facts, kind.name) is not None:
            continue
        for tried in _with_each_value(facts, kind):
            again = {
                rule.name: outcome(rule, tried, reader=reader) for rule in readers_of[kind.name]
            }
            changed = _difference(before, _soonest({**decided, **again}.values()))
            changes[kind.name] = max(changed, changes.get(kind.name, 0))
    telling = [name for name in changes if changes[name]]
    others = sorted((name for name in telling if name not in LIFE), key=lambda name: -changes[name])
    return (*(name for name in LIFE if name in telling), *others)[:MOST]


def _with_each_value(facts: Facts, kind: FactKind) -> Iterator[Facts]:
    values: tuple[Any, ...] = (True, False)
    if kind.kind == "one":
        values = kind.words
    if kind.kind == "many":
        values = ((), *((word,) for word in kind.words))
    if kind.kind == "number":
        values = HOURS
    for value in values:
        yield replace(facts, **{kind.name: value})


def _soonest(decisions: Iterable[Decision]) -> dict[str, Urgency]:
    steps: dict[str, Urgency] = {}
    for decision in decisions:
        if isinstance(decision, Step):
            known = steps.get(decision.step, decision.urgency)
            steps[decision.step] = min(known, decision.urgency, key=URGENCIES.index)
    return steps


def _difference(before: Mapping[str, Urgency], after: Mapping[str, Urgency]) -> int:
    total = 0
    for step in before.keys() | after.keys():
        if before.get(step) == after.get(step):
            continue
        sooner = [urgency for urgency in (before.get(step), after.get(step)) if urgency]
        comes_in = step in after and step not in before
        danger = DANGER_WEIGHT if step in DANGER and comes_in else 0
        total += danger + max(WEIGHTS[urgency] for urgency in sooner)
    return total
