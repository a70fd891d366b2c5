"""The addresses of hasher-matcher-actioner's lookups, behind a partner's key."""

import base64
import binascii
import json
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from takeback.exchange import dialect
from takeback.registry.lookup_keys import is_live_key
from takeback.registry.refused import Refused

View = Callable[[HttpRequest], HttpResponse]
Answer = Callable[[HttpRequest], object]

COME_BACK_SECONDS = 2
BUSY = "busy; send the same again in a moment"


def key_in(header: str) -> str:
    """Return the key in an `Authorization` header: as Bearer, or as the password of Basic.

    Basic is what a client makes of `https://any:KEY@host`. Empty when there is none.
    """
    scheme, _, rest = header.partition(" ")
    if scheme.lower() == "bearer":
        return rest
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(rest, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _door(answers: dict[str, Answer]) -> View:
    """Return the view of an address: for each method what computes the JSON of its answer.

    No session and no cookie opens it, so a form on another site gains nothing.
    """

    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        method = "GET" if request.method == "HEAD" else request.method
        answer = answers.get(method or "")
        if answer is None:
            refusal = _said("this address takes " + " and ".join(answers), status=405)
            refusal.headers["Allow"] = ", ".join(answers)
            return refusal
        try:
            return _answered(request, answer)
        except (OperationalError, InterfaceError):
            return _later(BUSY)

    return view


def _answered(request: HttpRequest, answer: Answer) -> HttpResponse:
    if not is_live_key(key_in(request.headers.get("Authorization", ""))):
        return _no_key()
    try:
        return JsonResponse(answer(request), safe=False)
    except dialect.NotTaken as refused:
        return JsonResponse(refused.body, status=refused.status, safe=False)
    except Refused as refused:
        if refused.code == "lookup_not_ready":
            return _later(refused.message)
        return _said(refused.message, status=400)


def _of_query(answer: Callable[[dialect.Parameters], object]) -> Answer:
    return lambda request: answer(_parameters(request))


def _parameters(request: HttpRequest) -> dialect.Parameters:
    return dialect.read_query(request.META.get("QUERY_STRING", ""))


def _of_body(answer: Callable[[object], object]) -> Answer:
    return lambda request: answer(_body(request))


def _body(request: HttpRequest) -> object:
    """Return what was sent as JSON or as a form; `None` when it is neither."""
    if request.content_type == "application/x-www-form-urlencoded":
        return request.POST.dict()
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):
        return None


def _said(message: str, *, status: int) -> HttpResponse:
    return JsonResponse({"message": message}, status=status)


def _no_key() -> HttpResponse:
    response = _said("no valid key; send it as Bearer, or as the password of Basic", status=401)
    response.headers["WWW-Authenticate"] = 'Basic realm="lookup"'
    return response


def _later(message: str) -> HttpResponse:
    response = _said(message, status=503)
    response.headers["Retry-After"] = str(COME_BACK_SECONDS)
    return response


urlpatterns = [
    path("raw_lookup", _door({"GET": _of_query(dialect.raw_lookup)})),
    path(
        "lookup",
        _door({"GET": _of_query(dialect.lookup), "POST": _of_body(dialect.lookup_of_body)}),
    ),
    path("compare", _door({"POST": _of_body(dialect.compare)})),
    path("index/status", _door({"GET": _of_query(dialect.index_status)})),
]
