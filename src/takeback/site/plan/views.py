"""The plan: on the page, as text, as a calendar file; and ticking off what is done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from takeback.guidance.plain_text import as_text
from takeback.site.held_cases import is_plan_kept, keep_again
from takeback.site.language import language_here
from takeback.site.plan.calendar_file import write_calendar
from takeback.site.plan.planned import planned_at
from takeback.site.plan.reminders import reminders_for
from takeback.site.plan.showing import show
from takeback.site.questions.session import Door, keep_done

# Words that say nothing to whoever looks into the folder of downloads.
TEXT_NAME, CALENDAR_NAME = "notes.txt", "reminders.ics"


@require_safe
@gzip_page  # nothing that a stranger could choose stands beside a secret, so its length tells none
def plan_page(request: HttpRequest, reader: Door) -> HttpResponse:
    """Show what to do now, today and this week, for what was answered at this door."""
    planned = planned_at(request, reader, today=timezone.localdate())
    if planned is None:
        return redirect("questions", reader=reader)
    context = {"reader": reader, "plan": show(planned), "is_kept": is_plan_kept(request)}
    return render(request, "site/plan/page.html", context)


@require_POST
def mark_done(request: HttpRequest, reader: Door) -> HttpResponse:
    """Keep which steps are ticked; a script is answered with nothing, a form with the page.

    Ticks of steps that this plan does not have are left as they are: another answer may bring
    the step back. A plan that is kept behind six words is kept with its ticks.
    """
    planned = planned_at(request, reader, today=timezone.localdate())
    if planned is None:
        return redirect("questions", reader=reader)
    here = set(planned.steps)
    ticked = set(request.POST.getlist("done"))
    keep_done(request, (set(planned.visit.done) - here) | (ticked & here))
    keep_again(request)
    if not request.accepts("text/html"):
        return HttpResponse(status=204)
    return redirect(f"{reverse('plan', kwargs={'reader': reader})}#progress")


@require_safe
def plan_text(request: HttpRequest, reader: Door) -> HttpResponse:
    """Give the plan as plain text, in a file with a neutral name."""
    today = timezone.localdate()
    planned = planned_at(request, reader, today=today)
    if planned is None:
        return redirect("questions", reader=reader)
    text = as_text(planned.explained, today=today, language=language_here())
    return _file(text.encode(), TEXT_NAME, kind="text/plain; charset=utf-8")


@require_safe
def plan_calendar(request: HttpRequest, reader: Door) -> HttpResponse:
    """Give reminders for what is not done yet, in a file with neutral words only."""
    now = timezone.now()
    planned = planned_at(request, reader, today=timezone.localdate())
    if planned is None:
        return redirect("questions", reader=reader)
    reminders = reminders_for(planned, now=now)
    return _file(write_calendar(reminders, now=now), CALENDAR_NAME, kind="text/calendar")


def _file(content: bytes, name: str, *, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
