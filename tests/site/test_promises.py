"""Promises 5 and 6, on every page as a visitor reads it."""

import re

import pytest
from django.test import Client

from takeback.sources.services import Service, load_services
from takeback.sources.statements import Statement, load_statements
from tests.site.made_pages import made_pages
from tests.site.reading import Page
from tests.site.test_words import FAMILY, MADE, OTHERS, YOUNG, words_of

pytestmark = pytest.mark.django_db

# What no page may ask for, however it is put.
DANGEROUS = re.compile(
    r"\b(look at|look for|view|watch|open|keep|save|copy|forward|pass on|send|screenshot|film"
    r"|pay|meet|confront|pretend|pose as)\b[^.?!:]*\b(it|them|pictures?|images?|money)\b",
    re.IGNORECASE,
)
# A sentence with one of these asks not to, or speaks of what partners do with their own copies,
# of the words to keep, or of the services' work.
HARMLESS = re.compile(
    r"\b(not|never|nobody|cannot|without|instead|stop|if|whether|did you|may|fingerprints?"
    r"|words|page|they|somebody|sites?|apps|partners|companies|write them down|foundation)\b",
    re.IGNORECASE,
)
PHONE = re.compile(r"\b(?:0\d{2,4} ?\d{3,4} ?\d{3,4}|0\d{3} ?\d{4}|999|112|101)\b")


def _dangerous_sentences(text: str) -> list[str]:
    sentences = re.split(r"(?<=[.?!:])\s+|\n+", text)
    return [s.strip() for s in sentences if DANGEROUS.search(s) and not HARMLESS.search(s)]


@pytest.mark.parametrize("name", [*YOUNG, *FAMILY, *OTHERS, *MADE])
def test_promise_6_no_page_asks_to_look_keep_copy_forward_pay_or_confront(name: str) -> None:
    assert _dangerous_sentences(words_of(name)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Keep the picture as proof.",
        "Take a screenshot of it.",
        "Pay the money.",
        "Forward it to us.",
    ],
)
def test_promise_6_the_search_finds_what_may_not_be_said(sentence: str) -> None:
    assert _dangerous_sentences(sentence) == [sentence]


@pytest.mark.parametrize("address", ["/", "/you/", "/family/", "/work/"])
def test_promise_6_danger_comes_before_everything(address: str) -> None:
    text = words_of(address)

    assert 0 <= text.find("999") < 250
    assert text.find("999") < text.find("fingerprint") or "fingerprint" not in text


def test_promise_5_every_service_and_statement_is_sourced_and_dated() -> None:
    services, statements = load_services().values(), load_statements().values()
    rows: list[Service | Statement] = [*services, *statements]

    assert all(service.source.strip() for service in services)
    assert all(statement.says.strip() for statement in statements)
    for row in rows:
        assert row.address.startswith("https://")
        assert row.read_on < row.review_by
        assert row.confidence in {"checked", "memory"}


@pytest.mark.parametrize("name", [*YOUNG, *FAMILY, *OTHERS, *MADE])
def test_promise_5_every_phone_number_on_a_page_comes_from_the_sources(name: str) -> None:
    html = Client().get(name).content.decode() if name.startswith("/") else made_pages()[name]
    known = {re.sub(r"\D", "", service.phone or "") for service in load_services().values()}

    shown = {number.replace(" ", "") for number in PHONE.findall(Page(html).words)}

    assert shown - known <= {"999", "112", "101"}
