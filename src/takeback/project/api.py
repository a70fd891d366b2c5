"""The JSON interface: one document, one form of error, the page's and the partners' routes."""

from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from takeback.cases.queueing import Busy
from takeback.exchange.api import REFUSAL_STATUS as EXCHANGE_STATUS
from takeback.exchange.api import router as exchange_router
from takeback.project.refusals import BUSY_SECONDS
from takeback.registry.refused import Refused
from takeback.site.api import REFUSAL_STATUS as SITE_STATUS
from takeback.site.api import router as site_router
from takeback.site.limits import TooMany
from takeback.site.picture_schema import AS_PICTURE, AS_VIDEO

# A refusal whose code stands in neither table is our bug, and is heard as one.
REFUSAL_STATUS = EXCHANGE_STATUS | SITE_STATUS
SEND_AGAIN = "busy; send the same again in a moment"

api = NinjaAPI(
    title="Takeback",
    version="1",
    description="Fingerprints in, answers out. No route takes a picture.",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", site_router)
api.add_router("", exchange_router)


def _error(
    request: HttpRequest, status: int, code: str, message: str, field: str | None = None
) -> HttpResponse:
    body = {"error": {"code": code, "field": field, "message": message}}
    return api.create_response(request, body, status=status)


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name the first thing that is wrong: where it stands and what was expected.

    What was sent is not repeated: it may be a fingerprint.
    """
    first = error.errors[0]
    # The place of a body begins with "body" and the name of our own argument.
    skip = 2 if first["loc"][0] == "body" else 1
    # Whether an item was read as a picture or as a video is no place in what was sent.
    places = [str(part) for part in first["loc"][skip:] if part not in {AS_PICTURE, AS_VIDEO}]
    field = ".".join(places) or None
    return _error(request, 422, "not_valid", str(first["msg"]).removeprefix("Value error, "), field)


@api.exception_handler(AuthenticationError)
def _no_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    del error
    message = "no valid key; send `Authorization: Bearer KEY` with a key that is not revoked"
    response = _error(request, 401, "no_key", message)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _error(request, error.status_code, "refused", str(error))


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    status = REFUSAL_STATUS[error.code]
    answer = _error(request, status, error.code, error.message, error.field)
    return _later(answer, BUSY_SECONDS) if status == HTTPStatus.SERVICE_UNAVAILABLE else answer


@api.exception_handler(TooMany)
def _too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
    """A budget is used up: nothing was done, and nobody is locked out."""
    message = f"many requests from your network; try again in {error.wait_minutes} minutes"
    return _later(_error(request, 429, "too_many", message), error.wait_seconds)


@api.exception_handler(Busy)
def _many_waiting(request: HttpRequest, error: Busy) -> HttpResponse:
    """Too many derivations are waiting; nothing was done."""
    return _later(_error(request, 503, "busy", SEND_AGAIN), error.wait_seconds)


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def _busy(request: HttpRequest, error: Exception) -> HttpResponse:
    """The database is locked, full or away; the transaction was undone."""
    del error
    return _later(_error(request, 503, "busy", SEND_AGAIN), BUSY_SECONDS)


def _later(response: HttpResponse, seconds: int) -> HttpResponse:
    response.headers["Retry-After"] = str(seconds)
    return response
