"""The promises that can be proved from the code itself or from every address at once.

Each test is named after the promise it proves; the others have theirs beside the code that keeps
them: 5 and 6 in `tests/site`, 7 in `tests/journeys`, 8 and 10 in `tests/registry`, 9 in
`tests/cases` and `tests/journeys`.
"""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.structure.files import PACKAGE, ROOT, python_files

JPEG_BYTES = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb0043") + bytes(200)
# What could ask another host for something.
NETWORK_MODULES = {
    "httpx",
    "requests",
    "aiohttp",
    "urllib3",
    "http.client",
    "urllib.request",
    "ftplib",
}
CALLING_OUT_IS_THEIR_WORK = {"cli"}  # a partner's machine, never the service
PICTURE_FIELDS = (models.FileField, models.ImageField)
TELLING_FIELDS = {
    "ip",
    "address",
    "remote",
    "agent",
    "referrer",
    "referer",
    "device",
    "email",
    "phone",
}


def _addresses(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    for entry in resolver.url_patterns:
        here = before + str(entry.pattern).lstrip("^").rstrip("$")
        if isinstance(entry, URLResolver):
            yield from _addresses(entry, here)
        elif isinstance(entry, URLPattern) and "<" not in here:
            yield here


ADDRESSES = sorted(set(_addresses(get_resolver())))


def test_the_list_of_addresses_is_the_real_one() -> None:
    assert {"/", "/return/", "/api/v1/cases", "/api/v1/feed"} <= set(ADDRESSES)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (JPEG_BYTES, "image/jpeg"),
        (JPEG_BYTES, "application/octet-stream"),
        (
            b"--x\r\nContent-Disposition: form-data; name=a; filename=a.jpg\r\n\r\n",
            "multipart/form-data; boundary=x",
        ),
        (json.dumps({"note": "data:image/jpeg;base64,/9j/4AAQ"}).encode(), "application/json"),
        (json.dumps({"note": "A" * 70_000}).encode(), "application/json"),
        (b"words=" + b"A" * 70_000, "application/x-www-form-urlencoded"),
    ],
    ids=["jpeg", "bytes", "multipart", "data-address", "long-json", "long-form"],
)
def test_promise_1_no_picture_or_video_ever_reaches_a_server(
    client: Client, address: str, body: bytes, content_type: str
) -> None:
    for method in ("get", "head", "options", "delete", "post", "put", "patch"):
        answer = client.generic(method.upper(), address, body, content_type=content_type)

        assert answer.status_code in {413, 415}, (method, address)


def test_promise_1_no_model_and_no_upload_handler_can_keep_a_picture() -> None:
    fields = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, PICTURE_FIELDS)
    ]

    assert fields == []
    assert settings.FILE_UPLOAD_HANDLERS == []


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_promise_2_nothing_fetches_a_reported_address() -> None:
    callers = {
        str(path.relative_to(PACKAGE))
        for path in python_files()
        if path.relative_to(PACKAGE).parts[0] not in CALLING_OUT_IS_THEIR_WORK
        and _imported(path) & NETWORK_MODULES
    }

    assert callers == set()


def test_promise_2_the_search_for_callers_finds_one() -> None:
    """The check above can fail: the command line does call out, and is found."""
    assert any(_imported(path) & NETWORK_MODULES for path in python_files(PACKAGE / "cli"))


def test_promise_3_no_third_party(client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]

    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    for name, sources in directives.items():
        allowed = {"'none'", "'self'", "blob:", "'wasm-unsafe-eval'"}
        assert set(sources.split()) <= allowed, name


def test_promise_4_no_field_is_for_an_address_or_a_device() -> None:
    telling = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if set(field.name.lower().split("_")) & TELLING_FIELDS
    ]

    assert telling == []


@pytest.mark.parametrize("number", range(1, 11))
def test_each_promise_has_a_test_named_after_it(number: int) -> None:
    named = f"def test_promise_{number}_"

    assert any(named in path.read_text() for path in python_files(ROOT / "tests"))
