import json
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from takeback.project.middleware import (
    DatabaseAwayIsSaidKindly,
    answers_carry_safe_headers,
    only_short_text_comes_in,
)

URL = "/api/v1/cases"


def _send(body: bytes, content_type: str, address: str = URL, **extra: Any) -> HttpResponse:
    request = RequestFactory().post(address, body, content_type=content_type, **extra)
    return only_short_text_comes_in(lambda _: HttpResponse("taken"))(request)


def _code(response: HttpResponse) -> tuple[int, str]:
    return response.status_code, json.loads(response.content)["error"]["code"]


def test_short_json_passes() -> None:
    assert _send(b"{}", "application/json").content == b"taken"


def test_a_plain_form_passes() -> None:
    assert _send(b"words=a", "application/x-www-form-urlencoded").content == b"taken"


@pytest.mark.parametrize(
    "content_type",
    ["multipart/form-data; boundary=x", "image/jpeg", "application/octet-stream", "text/plain", ""],
)
def test_any_other_type_is_refused(content_type: str) -> None:
    assert _code(_send(b"x", content_type)) == (415, "not_text")


def test_64_kib_pass_and_one_byte_more_is_refused() -> None:
    assert _send(b" " * 65_536, "application/json").content == b"taken"
    assert _code(_send(b" " * 65_537, "application/json")) == (413, "too_long")


def test_a_lookup_beside_a_key_may_have_128_kib_and_no_byte_more() -> None:
    key = {"HTTP_AUTHORIZATION": "Bearer x"}

    assert _send(b" " * 131_072, "application/json", "/api/v1/match", **key).content == b"taken"
    for length, address, said in (
        (131_073, "/api/v1/match", key),
        (65_537, "/api/v1/match", {}),
        (65_537, URL, key),
    ):
        answer = _send(b" " * length, "application/json", address, **said)
        assert _code(answer) == (413, "too_long")


def test_text_with_a_data_address_is_refused() -> None:
    body = b'{"note": "DATA:image/png;base64,AAAA"}'

    assert _code(_send(body, "application/json")) == (415, "not_text")


def test_a_body_of_unknown_length_is_refused() -> None:
    answer = _send(b"", "application/json", HTTP_TRANSFER_ENCODING="chunked")

    assert _code(answer) == (411, "length_required")


def test_a_length_that_is_no_number_is_refused() -> None:
    answer = _send(b"", "application/json", CONTENT_LENGTH="-5")

    assert _code(answer) == (400, "bad_length")


def test_a_refused_body_is_read_and_dropped_so_that_the_sender_learns_why() -> None:
    request = RequestFactory().post(URL, b"x" * 70_000, content_type="application/json")

    only_short_text_comes_in(lambda _: HttpResponse("taken"))(request)

    assert request.read(1) == b""


def test_no_more_than_half_a_mebibyte_of_a_refused_body_is_read() -> None:
    request = RequestFactory().post(URL, b"x" * 600_000, content_type="image/jpeg")

    only_short_text_comes_in(lambda _: HttpResponse("taken"))(request)

    assert len(request.read()) == 600_000 - 512 * 1024


def test_outside_the_api_the_refusal_is_a_page(client: Client) -> None:
    answer = client.post("/return/", b"x", content_type="image/jpeg")

    assert answer.status_code == 415
    assert "text/html" in answer.headers["Content-Type"]


def test_every_answer_carries_safe_headers(client: Client) -> None:
    headers = client.get("/healthz").headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(("address", "is_document"), [("/", True), ("/healthz", False)])
def test_documents_may_use_no_feature_of_the_device(
    client: Client, *, address: str, is_document: bool
) -> None:
    answer = client.get(address)

    assert answer.status_code == 200
    assert ("camera=()" in answer.headers.get("Permissions-Policy", "")) is is_document


def test_assets_may_be_cached() -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        del request
        return HttpResponse(headers={"Cache-Control": "max-age=60"})

    response = answers_carry_safe_headers(answer)(RequestFactory().get("/static/x/app.css"))

    assert response.headers["Cache-Control"] == "max-age=60"


def test_a_head_request_gets_the_headers_of_a_page_and_no_page() -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        del request
        return HttpResponse(b"page", headers={"Content-Length": "4"})

    response = answers_carry_safe_headers(answer)(RequestFactory().head("/"))

    assert response.content == b""
    assert response.headers["Content-Length"] == "4"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "DELETE", "PROPFIND"])
def test_a_body_is_refused_whatever_the_method(method: str) -> None:
    request = RequestFactory().generic(method, "/", b"x", content_type="image/jpeg")

    answer = only_short_text_comes_in(lambda _: HttpResponse("taken"))(request)

    assert answer.status_code == 415


def test_another_error_is_left_to_be_heard() -> None:
    middleware = DatabaseAwayIsSaidKindly(lambda _: HttpResponse("answer"))
    request = RequestFactory().get("/")

    assert middleware(request).content == b"answer"
    assert middleware.process_exception(request, ValueError()) is None


@pytest.mark.parametrize("error", [OperationalError(), InterfaceError()])
def test_a_database_that_is_away_is_a_page_that_says_try_again(error: Exception) -> None:
    middleware = DatabaseAwayIsSaidKindly(lambda _: HttpResponse("answer"))

    answer = middleware.process_exception(RequestFactory().get("/"), error)

    assert answer is not None
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert b"try again" in answer.content
