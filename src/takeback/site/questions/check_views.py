"""The answers so far: check them, change one, or wipe them all."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from takeback.site.held_cases import is_plan_kept
from takeback.site.questions.session import Door, forget_visit, visit_of
from takeback.site.questions.shown import answer_rows
from takeback.site.questions.way import go_on, visit_here, walk_here


@require_safe
def check_page(request: HttpRequest, reader: Door) -> HttpResponse:
    """Show every answer that counts, each with a way to change it."""
    way = walk_here(request, reader)
    visit = visit_here(request, reader)
    if visit is None or not way.answered:
        return go_on(way, reader, news="wiped")
    context = {
        "reader": reader,
        "rows": answer_rows(way, visit.given),
        "last": way.answered[-1],
        "next": way.next,
        "is_kept": is_plan_kept(request),
    }
    return render(request, "site/questions/check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def wipe_page(request: HttpRequest, reader: Door) -> HttpResponse:
    """Ask whether to wipe all answers, of whatever door, do it, and say that it is done."""
    if request.method == "POST":
        forget_visit(request)
        return redirect("wipe-answers", reader=reader)
    is_wiped = visit_of(request) is None
    context = {"reader": reader, "is_wiped": is_wiped, "is_kept": is_plan_kept(request)}
    return render(request, "site/questions/wipe.html", context)
