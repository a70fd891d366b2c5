"""The plan of one visit: its answers, what they say, what to do, and the words for it."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from takeback.guidance.answers import Walk, reader_at, walk
from takeback.guidance.explained import ExplainedPlan, explain
from takeback.guidance.facts import Facts
from takeback.guidance.plan import make_plan
from takeback.site.language import language_here
from takeback.site.questions.session import Door, Visit
from takeback.site.questions.way import visit_here


@dataclass(frozen=True)
class Planned:
    """One visit with the plan made of it on a day."""

    visit: Visit
    walk: Walk
    explained: ExplainedPlan
    today: date

    @property
    def facts(self) -> Facts:
        """What was said."""
        return self.walk.facts

    @property
    def steps(self) -> tuple[str, ...]:
        """The ids of all steps, in the order to do them."""
        return tuple(step.step for group in self.explained.groups for step in group.steps)


def planned_at(request: HttpRequest, door: Door, *, today: date) -> Planned | None:
    """Return the plan for the answers given at this door; `None` when there are none."""
    visit = visit_here(request, door)
    if visit is None or not visit.given:
        return None
    walked = walk(visit.door, visit.given)
    reader = reader_at(visit.door, walked.facts)
    plan = make_plan(walked.facts, today=today, reader=reader)
    explained = explain(plan, walked.facts, today=today, language=language_here())
    return Planned(visit, walked, explained, today)
