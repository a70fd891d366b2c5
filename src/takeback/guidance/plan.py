"""Facts -> plan: every rule is asked, the steps are ordered, each keeps its reasons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from takeback.guidance.ask_next import what_to_ask
from takeback.guidance.deciding import Given, decide, rules_in_force
from takeback.guidance.facts import Facts, Reader
from takeback.guidance.rulebook import Rule, load_rules
from takeback.guidance.steps import NEVER, STANDING, STEPS, URGENCIES, Never, Step, Urgency

RANKS = {step: rank for rank, step in enumerate(STEPS)}
# Reported before somebody is blocked: a report often carries the live item with it, and after
# blocking it may be out of reach. Source: statement `report_before_blocking`.
REPORTED_FIRST = RANKS["stop_replying_and_block"] - 0.5
# Staff tell the lead before anything else; whoever passed it on has advice before the police.
# Sources: statements `school_lead` and `legal_before_interview`.
LEAD_FIRST = RANKS["do_not_pay"] - 0.5
ADVICE_FIRST = RANKS["police"] - 0.5


@dataclass(frozen=True)
class PlannedStep:
    """A step with the rules that gave it and the statements those rules rest on, by id."""

    step: str
    urgency: Urgency
    providers: tuple[str, ...]
    because: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What to do, in order; what never to do; and what to ask next, most telling fact first.

    `reader` is who it was made for; `None`: whoever the facts say.
    """

    urgency: Urgency
    steps: tuple[PlannedStep, ...]
    never: tuple[str, ...]
    ask_next: tuple[str, ...]
    reader: Reader | None = None


def make_plan(
    facts: Facts,
    *,
    today: date,
    rules: Sequence[Rule] | None = None,
    reader: Reader | None = None,
) -> Plan:
    """Return the plan for these facts, the same for the same facts whatever their order.

    `today` decides which laws are in force. `rules`: all of them when `None`. `reader`: who reads
    it when that is known without the facts, as at a door; `None`: what the facts say of it.
    """
    asked = rules_in_force(load_rules() if rules is None else rules, today=today)
    given = tuple(decide(asked, facts, reader=reader))
    steps = in_order(merge(given))
    return Plan(
        urgency=_urgency(steps),
        steps=steps,
        never=_warnings(given),
        ask_next=what_to_ask(facts, asked, reader=reader),
        reader=reader,
    )


def merge(given: Iterable[Given]) -> tuple[PlannedStep, ...]:
    """Return each step once: the most urgent of its urgencies, all of its reasons."""
    merged: dict[str, PlannedStep] = {}
    for one in given:
        if not isinstance(one.decision, Step):
            continue
        step = one.decision
        known = merged.get(step.step, PlannedStep(step.step, step.urgency, (), (), ()))
        merged[step.step] = replace(
            known,
            urgency=min(known.urgency, step.urgency, key=URGENCIES.index),
            providers=tuple(sorted({*known.providers, *step.providers})),
            because=_joined(known.because, (one.rule.name,)),
            sources=_joined(known.sources, one.rule.sources),
        )
    return tuple(merged.values())


def in_order(steps: Sequence[PlannedStep]) -> tuple[PlannedStep, ...]:
    """Return the steps in the order to do them: by urgency, then as they stand in `STEPS`."""
    names = {step.step for step in steps}

    def place(step: PlannedStep) -> tuple[int, float]:
        rank: float = RANKS[step.step]
        if step.step == "report_to_provider" and "stop_replying_and_block" in names:
            rank = REPORTED_FIRST
        if step.step == "legal_advice" and "police" in names:
            rank = ADVICE_FIRST
        if "staff_tell_the_safeguarding_lead" in step.because:
            rank = LEAD_FIRST
        return URGENCIES.index(step.urgency), rank

    return tuple(sorted(steps, key=place))


def _urgency(steps: Iterable[PlannedStep]) -> Urgency:
    urgencies = [step.urgency for step in steps if step.step not in STANDING]
    return min(urgencies, key=URGENCIES.index, default=Urgency.PLANNED)


def _warnings(given: Iterable[Given]) -> tuple[str, ...]:
    names = {one.decision.never for one in given if isinstance(one.decision, Never)}
    return tuple(name for name in NEVER if name in names)


def _joined(known: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*known, *more]))
