"""What the plan page shows: the steps with their ticks, and everybody to turn to once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from takeback.guidance.contacts import contacts_for
from takeback.guidance.explained import ExplainedStep, GroupName
from takeback.guidance.facts import Facts
from takeback.guidance.steps import STANDING, YOUNG
from takeback.site.plan.asking import question_about
from takeback.site.plan.matters import Matter, is_in_danger, what_matters
from takeback.site.plan.planned import Planned
from takeback.site.plan.purposes import Purpose, parts_of
from takeback.sources.providers import Provider, is_all_unsure
from takeback.sources.services import Service

# Whether the number to call in danger is that of where somebody said they are.
Where = Literal["known", "not_said", "elsewhere"]
# To know rather than to do: "I have done this" would be a strange thing to tick.
TO_KNOW = STANDING | {"do_not_pay", "police_not_required", "law_talk", "outcome_21"}
# These look after a provider's settings; all others that name a provider ask it to take down.
ABOUT_SETTINGS = frozenset({"secure_accounts", "review_privacy"})
MOST_QUESTIONS = 3  # a short list is answered, a long one is passed over


@dataclass(frozen=True)
class ShownProvider:
    """A provider's card; in full where its route stands, by name where it stood further up.

    `unsure` names the fields nobody could check; with `is_unsure` it is the whole card.
    """

    provider: Provider
    is_about_settings: bool
    is_in_full: bool
    unsure: frozenset[str]
    is_unsure: bool


@dataclass(frozen=True)
class ShownStep:
    """One step. `new`: people to turn to who stand nowhere above; `again`: those who do."""

    about: ExplainedStep
    is_done: bool
    new: tuple[Service, ...]
    again: tuple[Service, ...]
    providers: tuple[ShownProvider, ...]

    @property
    def id(self) -> str:
        """The name of the step, for anchors and fields."""
        return self.about.step

    @property
    def is_to_know(self) -> bool:
        """Whether there is something to understand rather than to do."""
        return self.id in TO_KNOW


@dataclass(frozen=True)
class ShownPart:
    """Steps for the same purpose; `None` when the steps of its group are too few to be parted."""

    purpose: Purpose | None
    steps: tuple[ShownStep, ...]


@dataclass(frozen=True)
class ShownGroup:
    """Steps for the same time. Only those for now stand open."""

    name: GroupName
    steps: tuple[ShownStep, ...]

    @property
    def parts(self) -> tuple[ShownPart, ...]:
        """The steps in the same order; those of today a few at a time when they are many."""
        if self.name != "today":
            return (ShownPart(None, self.steps),)
        by_id = {step.id: step for step in self.steps}
        return tuple(
            ShownPart(purpose, tuple(by_id[step] for step in steps))
            for purpose, steps in parts_of(by_id)
        )

    @property
    def is_open(self) -> bool:
        """Whether what to do is shown without being asked for."""
        return self.name == "now"


@dataclass(frozen=True)
class AskedStill:
    """A fact that would help to know, and the number of the question that settles it."""

    words: str
    number: int


@dataclass(frozen=True)
class ShownPlan:
    """Everything on the page. `emergency` is whom to call in danger, the first one first."""

    is_young: bool
    is_danger: bool
    emergency: tuple[Service, ...]
    where: Where
    matter: Matter
    groups: tuple[ShownGroup, ...]
    never: tuple[str, ...]
    asked_still: tuple[AskedStill, ...]
    has_more_questions: bool
    done: int
    all: int


def show(planned: Planned) -> ShownPlan:
    """Return what the page shows of a plan."""
    facts, explained = planned.facts, planned.explained
    groups = tuple(_groups(planned))
    steps = [step for group in groups for step in group.steps]
    return ShownPlan(
        is_young=explained.reader in YOUNG,
        is_danger=is_in_danger(facts),
        emergency=_emergency(planned),
        where=_where(facts),
        matter=what_matters(planned.steps, facts),
        groups=groups,
        never=explained.never,
        asked_still=tuple(_asked_still(planned))[:MOST_QUESTIONS],
        has_more_questions=planned.walk.next is not None,
        done=sum(step.is_done for step in steps),
        all=len(steps),
    )


def _where(facts: Facts) -> Where:
    if facts.nation is None:
        return "not_said"
    return "elsewhere" if facts.nation == "OTHER" else "known"


def _emergency(planned: Planned) -> tuple[Service, ...]:
    return contacts_for("call_emergency", planned.facts.nation, planned.explained.reader)


def _groups(planned: Planned) -> Iterator[ShownGroup]:
    emergency = (
        {service.id for service in _emergency(planned)} if is_in_danger(planned.facts) else set()
    )
    shown = _ShownAlready(emergency, set(), planned.today)
    for group in planned.explained.groups:
        if group.steps:
            steps = tuple(_step(step, planned.visit.done, shown=shown) for step in group.steps)
            yield ShownGroup(group.name, steps)


@dataclass(frozen=True)
class _ShownAlready:
    """Ids of those whose card stands further up the page: told twice, a plan grows too long."""

    services: set[str]
    providers: set[tuple[str, bool]]
    today: date


def _step(step: ExplainedStep, done: tuple[str, ...], *, shown: _ShownAlready) -> ShownStep:
    new = tuple(service for service in step.services if service.id not in shown.services)
    again = tuple(service for service in step.services if service.id in shown.services)
    shown.services.update(service.id for service in new)
    providers = tuple(_provider(provider, step, shown=shown) for provider in step.providers)
    return ShownStep(step, step.step in done, new, again, providers)


def _provider(provider: Provider, step: ExplainedStep, *, shown: _ShownAlready) -> ShownProvider:
    key = (provider.id, step.step in ABOUT_SETTINGS)
    is_new = key not in shown.providers
    shown.providers.add(key)
    is_unsure = is_all_unsure(provider, today=shown.today)
    return ShownProvider(
        provider,
        is_about_settings=key[1],
        is_in_full=is_new,
        unsure=frozenset() if is_unsure else frozenset(provider.unsure),
        is_unsure=is_unsure,
    )


def _asked_still(planned: Planned) -> Iterator[AskedStill]:
    numbers: set[int] = set()
    for asked in planned.explained.ask_next:
        question = question_about(asked.fact, asked=planned.walk.answered)
        if question is not None and question.number not in numbers:
            numbers.add(question.number)
            yield AskedStill(asked.words, question.number)
