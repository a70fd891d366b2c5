"""Coming back: six words open the page of a case, until it is closed or 30 minutes pass."""

from contextlib import suppress
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from takeback.cases.actions import erase, visit, withdraw
from takeback.cases.codes import CodeNotReadable, read_code
from takeback.cases.holding import HeldCase, find_by_code
from takeback.cases.kept_plans import forget_plan
from takeback.cases.lists import case_overview
from takeback.cases.models import Case
from takeback.cases.queueing import Busy
from takeback.cases.status import Actor, Status
from takeback.registry.refused import Refused
from takeback.site.held_cases import held_case, hold, is_holding, is_plan_kept
from takeback.site.later import Later, later
from takeback.site.limits import TooMany, a_try_at_a_code, the_code_was_right
from takeback.site.questions.session import forget_visit, visit_of

MOST_TYPED = 500  # characters; six words with room for whatever stands between them

DONE = "done"  # in the session: what was just done, said once

# What the page can be told about what was typed; all `None` at first.
PROBLEM_KEYS = ("problem", "count", "position", "word", "suggestion", "wait_minutes")


@require_http_methods(["GET", "HEAD", "POST"])
def return_page(request: HttpRequest) -> HttpResponse:
    """Ask for the six words, and open the page that belongs to them."""
    if request.method != "POST":
        return _ask(request)
    typed = request.POST.get("words", "")[:MOST_TYPED]
    try:
        held = _find(request, typed)
    except CodeNotReadable as problem:
        return _ask(
            request,
            typed,
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            problem=problem.reason,
            count=problem.count,
            position=problem.position,
            word=problem.word,
            suggestion=problem.suggestion,
        )
    except (TooMany, Busy) as error:
        return _ask_later(request, typed, later(error))
    if held is None:
        return _ask(request, typed, status=HTTPStatus.UNPROCESSABLE_ENTITY, problem="unknown")
    hold(request, held)
    return redirect("page")


@require_safe
def status_page(request: HttpRequest) -> HttpResponse:
    """Show what was done and what partners answered."""
    case = _held_case(request)
    if case is None:
        return _ask_again(request)
    now = timezone.now()
    visit(case, now=now)
    context = {
        "case": case_overview(case, today=now.date()),
        "today": now.date(),
        "done": request.session.pop(DONE, None),
        "visit": visit_of(request),
        "is_kept": is_plan_kept(request),
    }
    return render(request, "site/page.html", context)


@require_POST
def forget_plan_page(request: HttpRequest) -> HttpResponse:
    """Delete the plan that is kept behind the code; the page itself stays."""
    case = _held_case(request)
    if case is None:
        return _ask_again(request)
    if is_plan_kept(request):  # answers that are not the kept ones stay
        forget_visit(request)
    forget_plan(case, by=Actor.VISITOR, now=timezone.now())
    request.session[DONE] = "plan_deleted"
    return redirect("page")


@require_http_methods(["GET", "HEAD", "POST"])
def stop_page(request: HttpRequest) -> HttpResponse:
    """Ask whether to take the fingerprints back, and do it."""
    case = _held_case(request)
    if case is None:
        return _ask_again(request)
    now = timezone.now()
    overview = case_overview(case, today=now.date())
    if not overview.pictures or (request.method != "POST" and case.status == Status.WITHDRAWN):
        return redirect("page")
    if request.method != "POST":
        return render(request, "site/page_stop.html", {"case": overview})
    try:
        withdraw(case, by=Actor.VISITOR, now=now)
    except Refused:  # the first of two hurried clicks has done it, and the page says so
        return redirect("page")
    request.session[DONE] = "withdrawn"
    return redirect("page")


@require_http_methods(["GET", "HEAD", "POST"])
def erase_page(request: HttpRequest) -> HttpResponse:
    """Ask whether to delete everything, do it, and say that it is done."""
    if not is_holding(request):
        return redirect("return")
    case = _held_case(request)
    now = timezone.now()
    if request.method == "POST":
        # None, or changed meanwhile: the first of two hurried clicks has done it. Whatever the
        # reason, the page that comes next says how things are.
        if case is not None:
            with suppress(Refused):
                erase(case, by=Actor.VISITOR, now=now)
        return redirect("page-erase")
    if case is None:
        request.session.flush()
        return render(request, "site/erased.html")
    overview = case_overview(case, today=now.date())
    return render(request, "site/page_erase.html", {"case": overview})


@require_POST
def close_page(request: HttpRequest) -> HttpResponse:
    """Forget on this device which case was looked at."""
    request.session.flush()
    return redirect("signed-out")


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Forget everything on this device and go somewhere ordinary, at once."""
    request.session.flush()
    response = redirect(settings.EXIT_URL)
    response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite="Lax")
    # The other site is not told where the visitor came from.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _ask(
    request: HttpRequest,
    typed: str = "",
    *,
    status: HTTPStatus = HTTPStatus.OK,
    **problem: str | int | None,
) -> HttpResponse:
    context: dict[str, str | int | None] = dict.fromkeys(PROBLEM_KEYS)
    context |= {"typed": typed, **problem}
    return render(request, "site/return.html", context, status=status)


def _ask_later(request: HttpRequest, typed: str, when: Later) -> HttpResponse:
    response = _ask(
        request, typed, status=when.status, problem=when.problem, wait_minutes=when.minutes
    )
    response.headers["Retry-After"] = str(when.seconds)
    return response


def _ask_again(request: HttpRequest) -> HttpResponse:
    """Send to the six words: no page is open on this device, or its case is gone."""
    request.session.flush()
    return redirect("return")


def _find(request: HttpRequest, typed: str) -> HeldCase | None:
    code = read_code(typed)
    now = timezone.now()
    with a_try_at_a_code(request, now=now):
        held = find_by_code(code)
    if held is not None:
        the_code_was_right(request, now=now)
    return held


def _held_case(request: HttpRequest) -> Case | None:
    held = held_case(request)
    return held.case if held else None
