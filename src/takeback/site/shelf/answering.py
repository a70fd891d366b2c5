"""Answering with a page of words: numbers filled in, and what it rests on beside it."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from takeback.guidance.sections import WordsPage, filled
from takeback.site.context import STATEMENTS
from takeback.site.shelf.numbers import nation_of, numbers_for


def answer(
    request: HttpRequest, template: str, *, page: WordsPage, shown: Mapping[str, object]
) -> HttpResponse:
    """Show the page with this template of `site/shelf/`, and whatever else is `shown`."""
    numbers = numbers_for(nation_of(request))
    context = {
        "page": filled(page, numbers.in_words),
        "numbers": numbers,
        "rests_on": [STATEMENTS[source] for source in page.sources],
        **shown,
    }
    return render(request, f"site/shelf/{template}.html", context)
