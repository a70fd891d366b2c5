"""The pages shown when something is missing, refused, expired or broken."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400: what was sent could not be read."""
    del exception
    return render(request, "site/refused.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    del exception
    return render(request, "site/error_403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404. The address that was asked for is not repeated."""
    del exception
    return render(request, "site/error_404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500: our fault, and said so."""
    return render(request, "site/error_500.html", status=500)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 when a form was open for too long, or was not sent from one of our pages.

    A browser that keeps no cookies is told so: loading the page again would change nothing.
    """
    context = {"keeps_no_cookie": reason == REASON_NO_CSRF_COOKIE}
    return render(request, "site/expired.html", context, status=403)
