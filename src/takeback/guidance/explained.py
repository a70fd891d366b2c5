"""A plan in words: each step as its reader is told it, with reasons, sources and who can help."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from takeback.guidance.contacts import contacts_for, emergency_number, police_number
from takeback.guidance.facts import Facts, Nation, Reader, reader_of
from takeback.guidance.plan import Plan, PlannedStep
from takeback.guidance.rulebook import Rule, load_rules
from takeback.guidance.steps import STEPS, YOUNG, Urgency
from takeback.guidance.wording import TwoVoices, Words, load_words
from takeback.sources.laws import Law, load_laws, may_be_in_force
from takeback.sources.providers import Provider, load_providers
from takeback.sources.services import Service, needs_a_check
from takeback.sources.statements import Statement, load_statements

GroupName = Literal["now", "today", "week"]
GROUPS: Mapping[Urgency, GroupName] = {
    Urgency.EMERGENCY: "now",
    Urgency.HOURS: "today",
    Urgency.DAYS: "week",
    Urgency.PLANNED: "week",
}
# Whose words to use when nobody said who asks: the first of these that the step has.
USUAL_READERS: tuple[Reader, ...] = ("parent", "13_17", "professional", "adult", "under_13")


@dataclass(frozen=True)
class LawNote:
    """A law that a step rests on, and in words whether it is in force."""

    law: Law
    words: str


@dataclass(frozen=True)
class ExplainedStep:
    """One step in words; `check_first` holds the services to check before somebody calls."""

    step: str
    urgency: Urgency
    title: str
    who: str
    how: tuple[str, ...]
    time: str
    expect: str
    because: tuple[str, ...]
    sources: tuple[Statement, ...]
    services: tuple[Service, ...]
    check_first: frozenset[str]
    providers: tuple[Provider, ...]
    laws: tuple[LawNote, ...]


@dataclass(frozen=True)
class Group:
    """The steps to do now, today or this week, in order; never empty."""

    name: GroupName
    steps: tuple[ExplainedStep, ...]


@dataclass(frozen=True)
class AskNext:
    """A fact that was not said and could change the plan, and how to ask for it."""

    fact: str
    words: str


@dataclass(frozen=True)
class ExplainedPlan:
    """A whole plan in words; `reader` is `None` when nobody said who asks.

    `danger` is the line about danger that stands before every plan.
    """

    reader: Reader | None
    groups: tuple[Group, ...]
    never: tuple[str, ...]
    ask_next: tuple[AskNext, ...]
    danger: str


def explain(
    plan: Plan,
    facts: Facts,
    *,
    today: date,
    language: str = "en",
    rules: Sequence[Rule] | None = None,
) -> ExplainedPlan:
    """Return the plan in the words of whoever asks, for the nation where they are.

    `today` decides which services to check first and what is said of a law. `rules`: those that
    made the plan, all of them when `None`.
    """
    words = load_words(language)
    reader = plan.reader or reader_of(facts)
    laws = {rule.name: rule.law for rule in (load_rules() if rules is None else rules)}
    steps = [
        _step(step, words, reader=reader, nation=facts.nation, today=today, law_of=laws)
        for step in plan.steps
    ]
    return ExplainedPlan(
        reader=reader,
        groups=tuple(_groups(steps)),
        never=tuple(_voice(words.never[name], reader) for name in plan.never),
        ask_next=tuple(AskNext(fact, words.facts[fact]) for fact in plan.ask_next),
        danger=words.labels["danger"].format(emergency=emergency_number(facts.nation)),
    )


def written(day: date) -> str:
    """Return a day in words, such as 22 November 2026."""
    return f"{day.day} {day:%B %Y}"


def _step(  # noqa: PLR0913  everything a step in words depends on
    planned: PlannedStep,
    words: Words,
    *,
    reader: Reader | None,
    nation: Nation | None,
    today: date,
    law_of: Mapping[str, str | None],
) -> ExplainedStep:
    told = words.of(planned.step, reader or _usual_reader(planned.step), nation=nation)
    numbers = {"emergency": emergency_number(nation), "police": police_number(nation)}
    statements, providers = load_statements(), load_providers()
    services = contacts_for(planned.step, nation, reader)
    reasons = [words.because[name] for name in planned.because if name in words.because]
    return ExplainedStep(
        step=planned.step,
        urgency=planned.urgency,
        title=told.title.format(**numbers),
        who=told.who.format(**numbers),
        how=tuple(one.format(**numbers) for one in told.how),
        time=told.time.format(**numbers),
        expect=told.expect.format(**numbers),
        because=tuple(dict.fromkeys(_voice(reason, reader) for reason in reasons)),
        sources=tuple(statements[source] for source in planned.sources),
        services=services,
        check_first=frozenset(one.id for one in services if needs_a_check(one, today=today)),
        providers=tuple(providers[one] for one in planned.providers if one in providers),
        laws=tuple(_law_notes(planned, words, nation=nation, today=today, law_of=law_of)),
    )


def _usual_reader(step: str) -> Reader:
    return next(reader for reader in USUAL_READERS if reader in STEPS[step].readers)


def _voice(said: TwoVoices, reader: Reader | None) -> str:
    return said.young if reader in YOUNG else said.adult


def _groups(steps: Sequence[ExplainedStep]) -> Iterator[Group]:
    for name in dict.fromkeys(GROUPS.values()):
        of_group = tuple(step for step in steps if GROUPS[step.urgency] == name)
        if of_group:
            yield Group(name, of_group)


def _law_notes(
    planned: PlannedStep,
    words: Words,
    *,
    nation: Nation | None,
    today: date,
    law_of: Mapping[str, str | None],
) -> Iterator[LawNote]:
    laws = load_laws()
    for name in dict.fromkeys(law_of.get(rule) for rule in planned.because):
        if name is None:
            continue
        law = laws[name]
        if nation in {None, *law.nations} and may_be_in_force(law, today=today):
            yield LawNote(law, _in_force(law, words.labels))


def _in_force(law: Law, labels: Mapping[str, str]) -> str:
    if law.in_force == "unknown":
        return labels["law_start_unknown"]
    if law.since is None:
        return labels["law_in_force"]
    return labels["law_since"].format(date=written(law.since))
