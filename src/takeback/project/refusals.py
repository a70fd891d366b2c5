"""The pages shown when a request is refused, or cannot be answered just now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

BUSY_SECONDS = 2  # a writer holds the database for milliseconds


def refusal_page(request: HttpRequest, *, status: int) -> HttpResponse:
    """Return a calm page saying that what was sent cannot be taken, and what to do."""
    return render(request, "site/refused.html", status=status)


def busy_page(request: HttpRequest) -> HttpResponse:
    """Return a page asking to try again in a moment, with 503 and when to come back."""
    response = render(request, "site/error_busy.html", status=503)
    response.headers["Retry-After"] = str(BUSY_SECONDS)
    return response
