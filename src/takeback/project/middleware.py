"""What may come in, and what every answer carries."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse

from takeback.exchange.dialect import MAKE_IT_YOURSELF
from takeback.project.refusals import busy_page, refusal_page

Answer = Callable[[HttpRequest], HttpResponse]

# What a form or the page's own request sends. No picture has one of these types.
TEXT_TYPES = frozenset({"application/json", "application/x-www-form-urlencoded"})

# How much of a refused body is read, in pieces that are dropped at once. A sender of more sees
# its connection end.
DROP_BYTES = 16 * 1024
MOST_DROPPED_BYTES = 512 * 1024
MOST_DIGITS = 9  # of a length; thousands of them are no number to Python

# Features of the browser that no page here uses: switched off for every page. Browsers heed it with
# documents only; on each of a page's many files it would be most of a small one's weight.
DOCUMENTS = ("text/html", "image/svg+xml")
PERMISSIONS_OFF = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), "
    "fullscreen=(), geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), "
    "idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), "
    "picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), "
    "usb=(), xr-spatial-tracking=()"
)


def only_short_text_comes_in(answer: Answer) -> Answer:
    """Refuse bodies that are long, of unknown length, or of any type but text.

    A picture cannot pass: multipart, `data:` addresses and whatever is longer than 64 KiB are
    refused before a view sees them, whatever the method: a GET can carry a body too. One address
    takes 128 KiB from whoever brings a key: nothing but fingerprints in hexadecimal.
    """

    def check(request: HttpRequest) -> HttpResponse:
        fault = _fault_of_length(request) or _fault_of_type(request)
        return _refuse(request, fault) if fault else answer(request)

    return check


@dataclass(frozen=True)
class _Fault:
    status: int
    code: str
    message: str


def _fault_of_length(request: HttpRequest) -> _Fault | None:
    if "HTTP_TRANSFER_ENCODING" in request.META:
        return _Fault(411, "length_required", "the length of the text must be said")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal():
        return _Fault(400, "bad_length", "the length of the text is not a number")
    most = _most_bytes(request)
    if len(length) > MOST_DIGITS or int(length) > most:
        return _Fault(413, "too_long", f"{length} bytes; at most {most} can be sent at once")
    return None


def _most_bytes(request: HttpRequest) -> int:
    """Return how long a body may be. Whoever brings no key, live or not, gets no exception."""
    if "HTTP_AUTHORIZATION" not in request.META:
        return settings.MOST_BODY_BYTES
    return settings.LONG_BODIES.get(request.path, settings.MOST_BODY_BYTES)


def _fault_of_type(request: HttpRequest) -> _Fault | None:
    if not int(request.META.get("CONTENT_LENGTH") or "0"):
        return None
    if request.content_type not in TEXT_TYPES:
        return _Fault(415, "not_text", "only JSON or a plain form can be sent here")
    if b"data:" in request.body.lower():  # short: its length was checked before
        return _Fault(415, "not_text", "text with a data: address cannot be sent here")
    return None


def _refuse(request: HttpRequest, fault: _Fault) -> HttpResponse:
    _let_go_of_the_body(request)
    if request.path.startswith("/api/"):
        body = {"error": {"code": fault.code, "field": None, "message": fault.message}}
        return JsonResponse(body, status=fault.status)
    if request.path.startswith("/m/"):
        message = f"{fault.message}; {MAKE_IT_YOURSELF}"
        return JsonResponse({"message": message}, status=fault.status)
    return refusal_page(request, status=fault.status)


def _let_go_of_the_body(request: HttpRequest) -> None:
    """Read and drop what is still coming, a little of it.

    A connection that is closed while something comes in is reset, and the sender never reads why.
    """
    for _ in range(MOST_DROPPED_BYTES // DROP_BYTES):
        if not request.read(DROP_BYTES):
            return


def answers_carry_safe_headers(answer: Answer) -> Answer:
    """Add what keeps pages out of caches, search engines, other sites and device features."""

    def add(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        headers = response.headers
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        if headers.get("Content-Type", "").startswith(DOCUMENTS):
            headers.setdefault("Permissions-Policy", PERMISSIONS_OFF)
        headers.setdefault("X-Robots-Tag", "noindex, nofollow, noarchive")
        if not request.path.startswith(settings.STATIC_URL):
            headers.setdefault("Cache-Control", "no-store")
        if request.method == "HEAD" and not response.streaming:
            response.content = b""  # the length of what a GET gets stays in the headers
        return response

    return add


class DatabaseAwayIsSaidKindly:
    """Answer "try again" instead of "broken" when the database is locked, full or away.

    The transaction was undone: nothing is half-written. The JSON interface says it in its own form.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self._answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page for a database error, and leave every other error to Django."""
        if isinstance(error, OperationalError | InterfaceError):
            return busy_page(request)
        return None
