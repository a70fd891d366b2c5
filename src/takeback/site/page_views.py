"""The pages that say something and keep nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the first page: safety first, then three doors and the way back."""
    return render(request, "site/home.html")


@require_safe
def door(request: HttpRequest, reader: str) -> HttpResponse:
    """Show what can be done now, in the words of `you`, `family` or `work`."""
    return render(request, f"site/{reader}.html", {"reader": reader})


@require_safe
def plain_page(request: HttpRequest, page: str) -> HttpResponse:
    """Show a page that needs nothing but its words; `page` names its template."""
    return render(request, f"site/{page}.html")
