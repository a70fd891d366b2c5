"""What helps before anything has happened, and what is known about how often it does."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from takeback.guidance.contacts import people_for
from takeback.guidance.shelf import AppChecklist, app_checklists
from takeback.site.shelf.answering import answer
from takeback.site.shelf.language import FIGURES, shelf_here
from takeback.site.shelf.numbers import nation_of, numbers_for
from takeback.sources.figures import TOPICS, Figure, Topic, in_company
from takeback.sources.providers import load_providers

# Whom a young person can turn to, by the steps they help with.
TO_TELL = ("childline", "ceop")


@dataclass(frozen=True)
class ShownTopic:
    """The figures about one thing, in groups that must be shown together."""

    name: Topic
    groups: tuple[tuple[Figure, ...], ...]


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Show what there is to read before anything has happened."""
    numbers = numbers_for(nation_of(request))
    context = {"pages": shelf_here().values(), "numbers": numbers}
    return render(request, "site/shelf/ready.html", context)


@require_safe
def ready_page(request: HttpRequest, page: str) -> HttpResponse:
    """Show one page of the shelf; raises 404 when there is none of that name."""
    pages = shelf_here()
    if page not in pages:
        raise Http404
    nation = nation_of(request)
    shown = {
        "apps": _apps() if page == "apps" else (),
        "people": people_for(TO_TELL, nation, reader="13_17") if page == "replies" else (),
    }
    return answer(request, "ready_page", page=pages[page], shown=shown)


def _apps() -> tuple[AppChecklist, ...]:
    return app_checklists(load_providers(), today=timezone.localdate())


@require_safe
def figures_page(request: HttpRequest) -> HttpResponse:
    """Show every figure with its year, its country and who was asked."""
    groups = in_company(FIGURES)
    topics = [
        ShownTopic(topic, tuple(group for group in groups if group[0].topic == topic))
        for topic in TOPICS
    ]
    context = {"topics": topics, "numbers": numbers_for(nation_of(request))}
    return render(request, "site/shelf/figures.html", context)
