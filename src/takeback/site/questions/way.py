"""Where a visitor stands on the way through the questions of one door."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from takeback.guidance.answers import Walk, walk
from takeback.guidance.questions import Question
from takeback.site.questions.session import Door, Visit, visit_of


def visit_here(request: HttpRequest, door: Door) -> Visit | None:
    """Return the visit that came in by this door; `None` when there is none, or by another."""
    visit = visit_of(request)
    return visit if visit is not None and visit.door == door else None


def walk_here(request: HttpRequest, door: Door) -> Walk:
    """Return the way so far; answers given at another door do not count here."""
    visit = visit_here(request, door)
    return walk(door, visit.given if visit else {})


def on_path(number: int, way: Walk) -> Question | None:
    """Return the question with this number as it is asked here; `None` when it is not (yet)."""
    return next((question for question in way.path if question.number == number), None)


def before(question: Question, way: Walk) -> Question | None:
    """Return the question before it on the path; `None` for the first."""
    ids = [other.id for other in way.path]
    place = ids.index(question.id)
    return way.path[place - 1] if place else None


def go_on(way: Walk, door: Door, *, news: str | None = None) -> HttpResponse:
    """Send to the first question without an answer, or to the answers when there is none left.

    `news` is told on the page that comes next; see `NEWS` in `question_views`.
    """
    if way.next is None:
        return redirect("check-answers", reader=door)
    response = redirect("question", reader=door, number=way.next.number)
    if news:
        response["Location"] += f"?news={news}"
    return response
