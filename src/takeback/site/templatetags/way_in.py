"""The way into the questions, as it stands on a door: begin, or go on where one was."""

from typing import Any

from django import template
from django.template.context import RequestContext

from takeback.site.questions.way import visit_here, walk_here

register = template.Library()


@register.inclusion_tag("site/questions/_way_in.html", takes_context=True)
def way_in(context: RequestContext) -> dict[str, Any]:
    """Say how many questions there are about, and whether somebody is under way at this door."""
    request, door = context["request"], context["reader"]
    way = walk_here(request, door)
    return {
        "reader": door,
        "about": way.about,
        "answered": len(way.answered),
        "is_under_way": visit_here(request, door) is not None and bool(way.answered),
        "next": way.next,
    }
