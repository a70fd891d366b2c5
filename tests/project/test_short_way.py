"""Both ways give one answer; what is not plainly right takes the long way."""

import base64
import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection

from takeback.project.short_way import ShortWay, get_ready
from takeback.registry import entries
from takeback.registry.lookup import the_lookup
from takeback.registry.models import Partner
from takeback.registry.partners import add_partner, revoke_key
from tests.registry.pictures import NOW, ORIGIN, bits_of, picture

# Real commits: a whole request by the long way closes the connection at its end.
pytestmark = pytest.mark.django_db(transaction=True)
WHOLE = bits_of(1, "whole")
MATCH = "/api/v1/match"
PLAIN = {"fingerprints": [{"recipe": "pdq-1", "bits": WHOLE}]}
QUERY = f"signal_type=pdq&signal={WHOLE}&include_distance=true"


class Server:
    """Calls the application as a web server does, and counts what takes the long way."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.long_ways = 0
        self.long_way = get_wsgi_application()
        self.application = ShortWay(self._counted)

    def _counted(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        self.long_ways += 1
        return self.long_way(environ, start_response)

    def ask(
        self, method: str, path: str, *, by: Any = None, body: bytes = b"", **said: str | None
    ) -> tuple[str, list[tuple[str, str]], bytes]:
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_AUTHORIZATION": f"Bearer {self.key}",
            "CONTENT_LENGTH": str(len(body)) if body else "",
            "CONTENT_TYPE": "application/json" if body else "",
            "wsgi.input": BytesIO(body),
            "wsgi.url_scheme": "http",
            "wsgi.errors": BytesIO(),
        } | said
        environ = {name: value for name, value in environ.items() if value is not None}
        started: list[Any] = []
        answer = (by or self.application)(environ, lambda *words: started.extend(words))
        content = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        return started[0], sorted(started[1]), content

    def match(self, body: object = PLAIN, **said: Any) -> Any:
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.ask("POST", MATCH, body=sent, **said)


@pytest.fixture
def partner_and_key() -> tuple[Partner, str]:
    return add_partner("Pictogram", now=NOW)


@pytest.fixture
def server(partner_and_key: tuple[Partner, str]) -> Server:
    """A server that has answered each kind of look-up once, and lists one picture."""
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    server = Server(partner_and_key[1])
    server.match()
    for path in ("/m/raw_lookup", "/m/lookup"):
        server.ask("GET", path, QUERY_STRING=QUERY)
    assert server.long_ways == 3
    server.long_ways = 0
    return server


def test_both_ways_give_one_answer(server: Server) -> None:
    short = server.match()
    assert server.long_ways == 0

    assert short[0] == "200 OK"
    assert len(json.loads(short[2])["matches"][0]) == 1
    assert short == server.match(by=server.long_way)


@pytest.mark.parametrize("path", ["/m/raw_lookup", "/m/lookup"])
def test_both_ways_give_one_answer_in_the_dialect(server: Server, path: str) -> None:
    short = server.ask("GET", path, QUERY_STRING=QUERY)
    assert server.long_ways == 0

    assert short[0] == "200 OK"
    assert len(short[2]) > 20
    assert short == server.ask("GET", path, QUERY_STRING=QUERY, by=server.long_way)


def test_a_key_as_the_password_of_basic_takes_the_short_way_in_the_dialect(server: Server) -> None:
    basic = "Basic " + base64.b64encode(f"any:{server.key}".encode()).decode()

    answer = server.ask("GET", "/m/lookup", QUERY_STRING=QUERY, HTTP_AUTHORIZATION=basic)

    assert (answer[0], server.long_ways) == ("200 OK", 0)


def test_an_answer_carries_every_safe_header_and_no_cookie(server: Server) -> None:
    headers = dict(server.match()[1])

    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "Set-Cookie" not in headers


def test_a_picture_below_a_name_that_is_given_twice_is_refused(server: Server) -> None:
    hidden = b'{"fingerprints": "DATA:image/jpeg;base64,AAAA",' + json.dumps(PLAIN).encode()[1:]

    assert server.match(hidden)[0][:3] == "415"
    assert server.match(hidden) == server.match(hidden, by=server.long_way)


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(PLAIN).encode()[:-1] + b',"limit":99,"limit":3}',
        json.dumps(PLAIN).encode()[:-1] + b',"limit":NaN}',
        json.dumps(PLAIN).encode()[:-1] + b',"limit":3.0}',
        json.dumps(PLAIN).encode()[:-1] + b',"limit":' + b"9" * 5000 + b"}",
        b"\xef\xbb\xbf" + json.dumps(PLAIN).encode(),
        json.dumps(PLAIN).encode("utf-16"),
        json.dumps(PLAIN).encode() + b" " * 70_000,
        json.dumps(PLAIN).encode() + b" " * 140_000,
        b'{"fingerprints":' + b"[" * 60_000,
        json.dumps({"fingerprints": [{"recipe": "pdq-1", "bits": "\u0661" * 64}]}).encode(),
        json.dumps({"fingerprints": [{"recipe": "pdq-1", "bits": "\ud800" * 64}]}).encode(),
        json.dumps({"fingerprints": [{"recipe": "pdq-1", "bits": WHOLE + "\n"}]}).encode(),
        json.dumps({"fingerprints": PLAIN["fingerprints"] * 1000}).encode(),
        json.dumps({"fingerprints": PLAIN["fingerprints"] * 1001}).encode(),
        b"null",
        b"\x00",
    ],
    ids=lambda body: repr(body[-20:]),
)
def test_odd_bodies_get_one_answer_by_both_ways(server: Server, body: bytes) -> None:
    assert server.match(body) == server.match(body, by=server.long_way)


@pytest.mark.parametrize(
    "said",
    [
        {"HTTP_COOKIE": "s=sealed"},
        {"HTTP_X_FORWARDED_PROTO": "https, http"},
        {"HTTP_X_FORWARDED_PROTO": " https"},
        {"HTTP_X_FORWARDED_PROTO": "HTTPS"},
        {"wsgi.url_scheme": "https"},
        {"HTTP_X_FORWARDED_HOST": "other.example"},
        {"HTTP_HOST": "LOCALHOST:99999"},
        {"HTTP_HOST": "127.0.0.1,127.0.0.1"},
        {"CONTENT_TYPE": "Application/JSON"},
        {"CONTENT_TYPE": "application/json; charset=utf-16"},
        {"CONTENT_LENGTH": "10"},
        {"CONTENT_LENGTH": "100000"},
        {"CONTENT_LENGTH": "\u0661"},
        {"CONTENT_LENGTH": "9" * 5000},
        {"HTTP_TRANSFER_ENCODING": ""},
        {"QUERY_STRING": "limit=%ff"},
        {"HTTP_ORIGIN": "https://other.example"},
        {"HTTP_AUTHORIZATION": "Basic x"},
    ],
)
@pytest.mark.parametrize("is_https", [False, True])
def test_odd_headers_get_one_answer_by_both_ways(
    server: Server, settings: Any, said: dict[str, Any], *, is_https: bool
) -> None:
    if is_https:
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        settings.SECURE_HSTS_SECONDS = 100
    server = Server(server.key)
    for scheme in ("http", "https"):
        server.match(HTTP_X_FORWARDED_PROTO=scheme)
    server.match()

    assert server.match(**said) == server.match(by=server.long_way, **said)


@pytest.mark.parametrize(
    "said",
    [
        {"body": {"fingerprints": []}},
        {"body": b"{"},
        {"body": PLAIN | {"limit": 32}},
        {"body": PLAIN | {"note": "data:image/jpeg;base64,AAAA"}},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"HTTP_AUTHORIZATION": None},
        {"HTTP_HOST": "other.example"},
        {"HTTP_HOST": None, "SERVER_NAME": "other.example"},
        {"CONTENT_TYPE": "image/jpeg"},
        {"CONTENT_LENGTH": "131073"},
        {"CONTENT_LENGTH": "-5"},
        {"CONTENT_LENGTH": ""},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
    ],
)
def test_what_is_not_plainly_right_is_refused_by_the_long_way(
    server: Server, said: dict[str, Any]
) -> None:
    answer = server.match(**said)

    assert server.long_ways == 1
    assert answer[0][0] == "4"
    assert answer == server.match(by=server.long_way, **said)


@pytest.mark.parametrize(
    "said",
    [
        {"QUERY_STRING": "signal_type=pdq"},
        {"QUERY_STRING": f"signal_type=pdq&signal={WHOLE}0"},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"HTTP_HOST": "other.example"},
        {"body": b"x", "CONTENT_TYPE": "image/jpeg"},
    ],
)
def test_in_the_dialect_too(server: Server, said: dict[str, Any]) -> None:
    said = {"QUERY_STRING": QUERY} | said

    answer = server.ask("GET", "/m/raw_lookup", **said)

    assert server.long_ways == 1
    assert answer[0][0] == "4"
    assert answer == server.ask("GET", "/m/raw_lookup", by=server.long_way, **said)


def test_a_media_type_with_a_parameter_takes_the_short_way(server: Server) -> None:
    answer = server.match(CONTENT_TYPE="application/json; charset=utf-8")

    assert (answer[0], server.long_ways) == ("200 OK", 0)


def test_every_other_address_takes_the_long_way(server: Server) -> None:
    assert server.ask("GET", "/healthz")[0] == "200 OK"
    assert server.ask("GET", MATCH)[0][:3] == "405"
    assert server.long_ways == 2


def test_a_revoked_key_opens_nothing_by_either_way(
    server: Server, partner_and_key: tuple[Partner, str]
) -> None:
    assert server.match()[0] == "200 OK"
    revoke_key(partner_and_key[0].keys.get().key_id, now=NOW)

    assert server.match()[0][:3] == "401"


def test_promise_8_what_was_withdrawn_is_not_named_by_the_next_request(server: Server) -> None:
    entries.withdraw(ORIGIN, now=NOW)

    assert json.loads(server.match()[2])["matches"] == [[]]
    assert server.long_ways == 0


def test_a_database_that_is_away_is_said_by_the_long_way(server: Server) -> None:
    def away(*_: object) -> object:
        raise OperationalError

    with connection.execute_wrapper(away):
        answer = server.match()

    assert (answer[0][:3], server.long_ways) == ("503", 1)


def test_headers_are_learnt_from_answers_and_not_from_refusals(server: Server) -> None:
    fresh = Server(server.key)

    fresh.match({"fingerprints": []})
    fresh.match()
    fresh.match()

    assert fresh.long_ways == 2


def test_over_https_the_headers_are_learnt_anew(server: Server) -> None:
    server.match(HTTP_X_FORWARDED_PROTO="https")
    server.match(HTTP_X_FORWARDED_PROTO="https")

    assert server.long_ways == 1


def test_the_index_is_there_before_somebody_asks(server: Server) -> None:
    the_lookup.cache_clear()

    get_ready().join(timeout=30)

    assert len(the_lookup().up_to_date().index) > 0


def test_a_start_without_a_database_is_said_and_left_to_the_first_who_asks(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away() -> None:
        raise OperationalError

    monkeypatch.setattr(the_lookup(), "up_to_date", away)

    get_ready().join(timeout=30)

    assert "the lookup's index is not ready yet: OperationalError" in caplog.text
