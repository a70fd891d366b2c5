"""Keeping a plan behind six words, without a script: ask, show the words, have two typed back."""

import re
import secrets
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from takeback.cases.actions import Opening, open_case
from takeback.cases.actions import visit as note_visit
from takeback.cases.codes import read_code
from takeback.cases.holding import HeldCase, find_by_code
from takeback.cases.kept_plans import keep_plan
from takeback.cases.queueing import Busy
from takeback.cases.status import Actor, Status
from takeback.registry.refused import Refused
from takeback.site.held_cases import held_case, hold
from takeback.site.later import Later, later
from takeback.site.limits import TooMany, an_opening
from takeback.site.plan.two_words import check_typed, positions_for
from takeback.site.questions.session import (
    Door,
    Visit,
    is_marked_kept,
    mark_kept,
    visit_of,
    visit_to_text,
)

WORDS = "words"  # in the session: the six words, until two of them have been typed back
REQUEST_KEY = re.compile(r"^[0-9a-f]{32}$")


@require_http_methods(["GET", "HEAD", "POST"])
def keep_page(request: HttpRequest, reader: Door) -> HttpResponse:
    """Ask whether to keep the plan, and behind which words; keep it."""
    visit, words = visit_of(request), _words_of(request)
    if visit is None or visit.door != reader or words:
        return redirect("plan-words" if words else "questions", reader=reader)
    if request.method != "POST":
        return _ask(request, reader)
    try:
        return redirect(_keep(request, visit))
    except (TooMany, Busy) as error:
        return _ask_later(request, reader, later(error))
    except Refused as refused:
        # Under another key, because this one may be what is refused.
        key = secrets.token_hex(16)
        return _ask(request, reader, status=HTTPStatus.CONFLICT, problem=refused.code, key=key)


@require_safe
def words_page(request: HttpRequest, reader: Door) -> HttpResponse:
    """Show the six words, as often as somebody looks until two were typed back."""
    words = _words_of(request)
    if not words:
        return redirect("plan-keep", reader=reader)
    context = {"reader": reader, "words": words}
    return render(request, "site/plan/words.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def check_words_page(request: HttpRequest, reader: Door) -> HttpResponse:
    """Have two of the words typed back, so that nobody finds out later that one was misread."""
    words, held = _words_of(request), held_case(request)
    if not words or held is None:
        return redirect("page")
    positions = positions_for(words)
    if request.method != "POST":
        return render(request, "site/plan/check_words.html", _fields(reader, positions))
    typed = [request.POST.get(f"word-{position}", "")[:50] for position in positions]
    problems = check_typed(words, positions, typed)
    if any(problems):
        context = _fields(reader, positions, typed=typed, problems=problems)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "site/plan/check_words.html", context, status=status)
    del request.session[WORDS]
    # From now on the form's key brings the words to nobody any more.
    note_visit(held.case, now=timezone.now())
    return render(request, "site/plan/kept.html", {"reader": reader})


def _keep(request: HttpRequest, visit: Visit) -> str:
    """Keep the plan behind the words that are open here, or behind new ones; return where next."""
    text, now = visit_to_text(visit), timezone.now()
    held = _open_page(request)
    if held is not None:
        keep_plan(held.case, text, by=Actor.VISITOR, now=now)
        mark_kept(request)
        return reverse("page")
    # The form's random key: sent twice, it makes one case.
    key = request.POST.get("key", "")
    opening = Opening("", "", (), request_key=key if REQUEST_KEY.match(key) else None, plan=text)
    with an_opening(request, now=now):
        code = open_case(opening, now=now).code
        held = find_by_code(read_code(code))
    if held is None:
        raise Refused("changed_meanwhile", "the page was deleted a moment ago")
    hold(request, held)
    request.session[WORDS] = code
    return reverse("plan-words", kwargs={"reader": visit.door})


def _open_page(request: HttpRequest) -> HeldCase | None:
    """Return the case that is open and can keep something; one that has ended cannot."""
    held = held_case(request)
    return held if held is not None and held.case.status != Status.ENDED else None


def _words_of(request: HttpRequest) -> list[str]:
    """Return the words to show; none after they were typed back, or when they open nothing."""
    if WORDS in request.session and held_case(request) is None:
        del request.session[WORDS]
    return str(request.session.get(WORDS, "")).split()


def _ask(
    request: HttpRequest, reader: Door, *, status: HTTPStatus = HTTPStatus.OK, **problem: object
) -> HttpResponse:
    held = _open_page(request)
    has_plan = held is not None and hasattr(held.case, "kept_plan")
    context = {
        "reader": reader,
        "is_held": held is not None,
        "replaces": has_plan and not is_marked_kept(request),
        "key": request.POST.get("key", "") or secrets.token_hex(16),
        "problem": None,
        **problem,
    }
    return render(request, "site/plan/keep.html", context, status=status)


def _ask_later(request: HttpRequest, reader: Door, when: Later) -> HttpResponse:
    answer = _ask(
        request, reader, status=when.status, problem=when.problem, wait_minutes=when.minutes
    )
    answer.headers["Retry-After"] = str(when.seconds)
    return answer


def _fields(
    reader: Door,
    positions: tuple[int, int],
    *,
    typed: list[str] | None = None,
    problems: list[bool] | None = None,
) -> dict[str, object]:
    rows = zip(positions, typed or ["", ""], problems or [False, False], strict=True)
    fields = [
        {"number": position + 1, "name": f"word-{position}", "typed": word, "is_wrong": is_wrong}
        for position, word, is_wrong in rows
    ]
    return {"reader": reader, "fields": fields, "is_wrong": any(problems or [])}
