"""A short way for look-ups that are plainly right; every other request goes Django's way.

A platform looks every upload up, and Django's way takes five times as long as the lookup. So a
request that is what it should be in every respect (host, length, type, key, content) is answered
here, with the headers that Django's way has put on such an answer before. Whatever is not plainly
right is handed on untouched, and refused there: there is one place that says what is wrong.
"""

import json
import logging
import threading
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import Error, close_old_connections, connections
from django.http.request import split_domain_port, validate_host

from takeback.exchange import dialect
from takeback.exchange.dialect_views import key_in
from takeback.exchange.matching import answer_match, read_plainly
from takeback.project.middleware import MOST_DIGITS
from takeback.registry.lookup import the_lookup
from takeback.registry.lookup_keys import is_live_key
from takeback.registry.refused import Refused

logger = logging.getLogger(__name__)

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
Way = tuple[str, str, str | None]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

# What a proxy says of a request; whatever else it may say, Django reads.
_SCHEMES = {None, "http", "https"}


class NotPlain(Exception):
    """Something about the request is not as it usually is."""


class ShortWay:
    """The application, with a short way for look-ups."""

    def __init__(self, long_way: Application) -> None:
        self._long_way = long_way
        # What goes with an answer: by address and by what says that it comes over https, learnt
        # from the long way.
        self._headers: dict[Way, Headers] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, by whichever way."""
        answer = _ANSWERS.get((environ["REQUEST_METHOD"], environ["PATH_INFO"]))
        proxy_says = environ.get("HTTP_X_FORWARDED_PROTO")
        # With a cookie comes an answer about the cookie.
        if answer is None or proxy_says not in _SCHEMES or "HTTP_COOKIE" in environ:
            return self._long_way(environ, start_response)
        way = (environ["PATH_INFO"], environ["wsgi.url_scheme"], proxy_says)
        headers = self._headers.get(way)
        if headers is None:
            return self._long_way(environ, self._learning(way, start_response))
        close_old_connections()
        try:
            body = answer(environ).encode()
        except (NotPlain, Refused, dialect.NotTaken, Error):
            return self._long_way(environ, start_response)
        finally:
            close_old_connections()
        start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def _learning(self, way: Way, start_response: StartResponse) -> StartResponse:
        """Return `start_response`, which remembers the headers of an answer that is no refusal."""

        def start(status: str, headers: Headers, *rest: object) -> object:
            names = {name.lower() for name, _ in headers}
            if status.startswith("200 ") and "set-cookie" not in names:
                self._headers[way] = [one for one in headers if one[0].lower() != "content-length"]
            return start_response(status, headers, *rest)

        return start


def get_ready() -> threading.Thread:
    """Let the index be opened or built before somebody asks.

    Building a large one takes longer than a caller waits; whoever asks meanwhile is told at once to
    come back.
    """
    thread = threading.Thread(target=_get_ready, name="lookup", daemon=True)
    thread.start()
    return thread


def _get_ready() -> None:
    try:
        the_lookup().up_to_date()
    except (Error, Refused) as error:
        # The first look-up tries again, and says to its caller what is wrong.
        logger.warning("the lookup's index is not ready yet: %s", type(error).__name__)
    finally:
        connections.close_all()


def _match(environ: Environ) -> str:
    scheme, _, key = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme != "Bearer" or not is_live_key(key):
        raise NotPlain
    asked = read_plainly(_body(environ))
    if asked is None:
        raise NotPlain
    return answer_match(*asked)


def _body(environ: Environ) -> bytes:
    """Return the body, and leave it to be read again. Raises `NotPlain` for a long one, unread."""
    length = environ.get("CONTENT_LENGTH") or ""
    most = settings.LONG_BODIES[environ["PATH_INFO"]]
    kind = environ.get("CONTENT_TYPE", "").partition(";")[0]
    is_plain = kind == "application/json" and length.isdecimal()
    is_short = len(length) <= MOST_DIGITS and is_plain and int(length) <= most
    if not is_short or "HTTP_TRANSFER_ENCODING" in environ:
        raise NotPlain
    _check_host(environ)
    body = bytes(environ["wsgi.input"].read(int(length)))
    environ["wsgi.input"] = BytesIO(body)
    # A name that is given twice hides what stands below it first.
    if b"data:" in body.lower():
        raise NotPlain
    return body


def _raw_lookup(environ: Environ) -> str:
    return _answer_in_dialect(environ, dialect.raw_lookup)


def _lookup(environ: Environ) -> str:
    return _answer_in_dialect(environ, dialect.lookup)


def _answer_in_dialect(environ: Environ, answer: Callable[[dialect.Parameters], object]) -> str:
    has_body = (environ.get("CONTENT_LENGTH") or "0") != "0" or "HTTP_TRANSFER_ENCODING" in environ
    if has_body or not is_live_key(key_in(environ.get("HTTP_AUTHORIZATION", ""))):
        raise NotPlain
    _check_host(environ)
    return json.dumps(answer(dialect.read_query(environ.get("QUERY_STRING", ""))))


def _check_host(environ: Environ) -> None:
    host, _ = split_domain_port(environ.get("HTTP_HOST", ""))
    if not host or not validate_host(host, settings.ALLOWED_HOSTS):
        raise NotPlain


_ANSWERS: dict[tuple[str, str], Callable[[Environ], str]] = {
    ("POST", "/api/v1/match"): _match,
    ("GET", "/m/raw_lookup"): _raw_lookup,
    ("GET", "/m/lookup"): _lookup,
}
