"""One question a page: show it, take the answer, go on to the next."""

from collections.abc import Collection
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from takeback.guidance.answers import AnswerNotReadable, Walk, parse_answer
from takeback.guidance.questions import QUESTIONS, Question
from takeback.site.held_cases import is_plan_kept, keep_again
from takeback.site.questions.session import Door, keep_answer, visit_of
from takeback.site.questions.shown import shown_question
from takeback.site.questions.way import (
    before,
    go_on,
    on_path,
    visit_here,
    walk_here,
)

ANSWER = "answer"  # the name of the form's field
# What a page may say above its question. wiped: earlier answers, if there were any, are not there
# any more. last_kept: the same, and the answer that was just sent is kept. other_door: answering
# at this door wiped those of another.
NEWS = ("wiped", "last_kept", "other_door")


@require_safe
def questions(request: HttpRequest, reader: Door) -> HttpResponse:
    """Send to the first question without an answer."""
    return go_on(walk_here(request, reader), reader)


@require_http_methods(["GET", "HEAD", "POST"])
def question_page(request: HttpRequest, reader: Door, number: str) -> HttpResponse:
    """Show one question and what was answered to it, or take the answer."""
    any_question = _numbered(int(number), reader)
    way = walk_here(request, reader)
    question = on_path(any_question.number, way)
    if request.method == "POST" and question is None:
        return _take_astray(request, reader, question=any_question)
    if question is None:
        return go_on(way, reader, news=None if way.answered else "wiped")
    if request.method == "POST":
        return _take(request, reader, question=question, way=way)
    visit = visit_here(request, reader)
    chosen = visit.given.get(question.id, []) if visit else []
    return _show(request, question=question, way=way, chosen=chosen)


def _take(request: HttpRequest, door: Door, *, question: Question, way: Walk) -> HttpResponse:
    sent = request.POST.getlist(ANSWER)
    try:
        chosen = parse_answer(question, sent)
    except AnswerNotReadable as problem:
        return _show(request, question=question, way=way, chosen=sent, problem=problem.reason)
    news = "other_door" if _is_at_another_door(request, door) else None
    keep_answer(request, door, question=question.id, chosen=chosen)
    keep_again(request)
    way = walk_here(request, door)
    return _stop_first(way, door, question=question) or go_on(way, door, news=news)


def _take_astray(request: HttpRequest, door: Door, *, question: Question) -> HttpResponse:
    """Keep an answer whose page was open for so long that the ones before it are not there.

    It counts as soon as the way leads there again.
    """
    news = "other_door" if _is_at_another_door(request, door) else "last_kept"
    had_answers = visit_here(request, door) is not None
    try:
        chosen = parse_answer(question, request.POST.getlist(ANSWER))
    except AnswerNotReadable:
        return go_on(walk_here(request, door), door, news=None if had_answers else "wiped")
    keep_answer(request, door, question=question.id, chosen=chosen)
    keep_again(request)
    return go_on(walk_here(request, door), door, news=None if had_answers else news)


def _stop_first(way: Walk, door: Door, *, question: Question) -> HttpResponse | None:
    """Return the page that comes before anything else, when this answer asks for one."""
    is_danger = way.facts.in_danger or way.facts.meeting_threat
    if is_danger and question.settles & {"in_danger", "meeting_threat"}:
        return redirect("help-now", reader=door)
    if way.facts.age_in_image == "18_plus" and "age_in_image" in question.settles:
        return redirect("over-18", reader=door)
    return None


def _is_at_another_door(request: HttpRequest, door: Door) -> bool:
    visit = visit_of(request)
    return visit is not None and visit.door != door


def _show(
    request: HttpRequest,
    *,
    question: Question,
    way: Walk,
    chosen: Collection[str],
    problem: str | None = None,
) -> HttpResponse:
    news = request.GET.get("news")
    visit = visit_of(request)
    context = {
        "reader": way.door,
        "question": shown_question(question, way, chosen=chosen),
        "before": before(question, way),
        "has_answers": bool(way.answered),
        "other_door": visit.door if visit is not None and visit.door != way.door else None,
        "news": news if news in NEWS else None,
        "problem": problem,
        "is_kept": is_plan_kept(request),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "site/questions/question.html", context, status=status)


def _numbered(number: int, door: Door) -> Question:
    for question in QUESTIONS:
        if question.number == number and door in question.doors:
            return question
    raise Http404("no question of this door has this number")
