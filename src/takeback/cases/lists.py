"""What whoever holds a case's code may see of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from takeback.cases.models import Case, CaseNews, KeptPlan, What
from takeback.cases.status import Status
from takeback.registry.lists import EntryLine, PartnerProgress, entries_of, progress_of
from takeback.registry.models import State

QUIET_FOR = timedelta(days=90)  # without a visit; then the case ends


@dataclass(frozen=True)
class AnswerLine:
    """What a partner said about a picture, counted from 1; `count` is how many copies."""

    on: date
    outcome: str
    picture: int
    count: int | None


@dataclass(frozen=True)
class PartnerLine:
    """How far a partner is, answers newest first.

    `collected_on` is the day on which it first had all the pictures' fingerprints, `told_on` the
    day on which it first knew that they are withdrawn. `None`: not yet, as far as we know.
    """

    name: str
    collected_on: date | None
    told_on: date | None
    answers: tuple[AnswerLine, ...]


@dataclass(frozen=True)
class HistoryLine:
    """Something that happened: `opened`, `answer`, `withdrawn` or `ended`.

    Partner, outcome, picture and count are `None` unless it is an answer.
    """

    on: date
    what: str
    partner: str | None
    outcome: str | None
    picture: int | None
    count: int | None


@dataclass(frozen=True)
class CaseOverview:
    """A case as its page shows it. `ends_on` is the day it ends if nobody comes back.

    `has_plan`: a plan is kept behind its code.
    """

    name: str
    status: str
    opened_on: date
    ends_on: date
    pictures: int
    pictures_in_force: int
    partners: tuple[PartnerLine, ...]
    history: tuple[HistoryLine, ...]
    has_plan: bool = False


def case_overview(case: Case, *, today: date) -> CaseOverview:
    """Return what to show. An ended case shows no answers, also before the next sweep.

    `today` decides whether the 90 days are over: the sweep that ends cases may be late.
    """
    has_ended = case.status == Status.ENDED or ends_on(case) <= today
    news = case.news.order_by("-on", "-pk")
    if has_ended:
        news = news.exclude(what=What.ANSWER)
    lines = entries_of(bytes(case.origin))
    progress = progress_of(bytes(case.origin))
    return CaseOverview(
        name=case.name,
        status=Status.ENDED.value if has_ended else case.status,
        opened_on=case.opened_on,
        ends_on=ends_on(case),
        pictures=len(lines),
        pictures_in_force=sum(_is_in_force(line) for line in lines),
        partners=tuple(_partner(line, news) for line in progress),
        history=tuple(_happened(row) for row in news),
        has_plan=not has_ended and KeptPlan.objects.filter(case=case).exists(),
    )


def ends_on(case: Case) -> date:
    """Return the day on which the case ends if nobody comes back."""
    return case.last_moved_on + QUIET_FOR


def _is_in_force(line: EntryLine) -> bool:
    return line.state == State.ACTIVE


def _partner(progress: PartnerProgress, news: Iterable[CaseNews]) -> PartnerLine:
    answers = tuple(
        _answer(row) for row in news if row.what == What.ANSWER and row.partner == progress.partner
    )
    return PartnerLine(progress.partner, progress.collected_on, progress.told_on, answers)


def _answer(row: CaseNews) -> AnswerLine:
    # The database holds no answer without them.
    outcome, picture = cast("str", row.outcome), cast("int", row.picture)
    return AnswerLine(row.on, outcome, picture, row.count)


def _happened(row: CaseNews) -> HistoryLine:
    return HistoryLine(row.on, row.what, row.partner, row.outcome, row.picture, row.count)
