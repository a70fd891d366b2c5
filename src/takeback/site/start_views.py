"""The fingerprint page: served once; everything after that happens on the visitor's device."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from takeback.cases.actions import MOST_PICTURES
from takeback.fingerprint.picture import MIN_QUALITY
from takeback.registry.lists import partners_taking_part
from takeback.site.plan.hand_over import known_at
from takeback.site.questions.session import Door
from takeback.site.questions.way import visit_here

# What is ticked at first under "Whose picture is it?": the door says who is likely to be reading.
WHOSE_AT_FIRST = {"you": "me", "family": "my_child", "work": "somebody_i_help"}


@require_safe
@gzip_page  # nothing that a stranger could choose stands beside a secret, so its length tells none
def start_page(request: HttpRequest, reader: Door) -> HttpResponse:
    """Show the page on which a device makes its fingerprints, in the words of one reader.

    What was answered on the way here is ticked already, and can be changed.
    """
    known = known_at(request, reader)
    context = {
        "reader": reader,
        "whose": known.whose or WHOSE_AT_FIRST[reader],
        "age_band": known.age_band,
        "has_visit": visit_here(request, reader) is not None,
        "least_quality": MIN_QUALITY,
        "most_pictures": MOST_PICTURES,
        "partners": partners_taking_part(),
    }
    return render(request, "site/start.html", context)
