"""What a plan says, as a whole page: readable, kind, honest, and never dangerous."""

import re

import pytest
from django.test import Client

from tests.site.plan.visits import VISITS, address_of, client_of, html_of
from tests.site.reading import Page
from tests.site.test_promises import DANGEROUS, HARMLESS, PHONE
from tests.site.test_words import NEVER, grades

GRADES = {"under_13": 5, "13_17": 7, "parent": 8, "professional": 10, "adult": 10}
# Where a thing comes from is there for whoever wants to check, in the publishers' own names.
SOURCES = re.compile(r'<ul class="tb-list tb-sources">.*?</ul>', re.DOTALL)


# Said twice for whoever hears the page: counted once, or short titles would make it look easy.
HEARD = re.compile(
    r'<span class="govuk-visually-hidden">[^<]*</span>|<nav class="tb-card.*?</nav>', re.DOTALL
)
# Here "open" and "look" are no commands.
NO_COMMAND = re.compile(r"\bno need to\b|\bis open to\b|\bEach look or copy can\b")


def own_words(name: str) -> str:
    return Page(HEARD.sub("", SOURCES.sub("", html_of(name)))).words


def text_of(name: str) -> str:
    address = address_of(name).removesuffix("/") + ".txt"
    text = client_of(name).get(address).content.decode()
    # A label ends the line above it.
    return re.sub(r"\n\s+(?!\s|Who does it)", " ", text)


@pytest.mark.parametrize("name", VISITS)
def test_its_reader_can_read_it(name: str) -> None:
    assert max(grades(own_words(name))) <= GRADES[VISITS[name][0]]


@pytest.mark.parametrize("name", VISITS)
def test_no_sentence_is_longer_than_thirty_words(name: str) -> None:
    sentences = re.split(r"[.?!:]\s", own_words(name))

    longest = max(sentences, key=lambda sentence: len(sentence.split()))
    assert len(longest.split()) <= 30, longest


@pytest.mark.parametrize("name", VISITS)
def test_nobody_is_blamed_labelled_or_promised_too_much(name: str) -> None:
    text = own_words(name).casefold().replace("revenge porn helpline", "")

    assert not [word for word in NEVER if word in text]
    assert not re.search(r"\bgone\b", text)


def dangerous(text: str) -> list[str]:
    sentences = re.split(r"(?<=[.?!:])\s+|\n+", text)
    found = [s.strip() for s in sentences if DANGEROUS.search(s) and not HARMLESS.search(s)]
    return [sentence for sentence in found if not NO_COMMAND.search(sentence)]


@pytest.mark.parametrize("name", VISITS)
def test_no_plan_asks_to_look_keep_copy_forward_pay_or_confront(name: str) -> None:
    assert dangerous(own_words(name)) == []


@pytest.mark.parametrize("name", VISITS)
def test_no_text_file_asks_for_what_a_page_may_not(name: str) -> None:
    assert dangerous(text_of(name)) == []


@pytest.mark.parametrize(
    "sentence", ["Open the picture.", "Keep it as proof.", "Send them the money."]
)
def test_the_search_finds_what_may_not_be_said(sentence: str) -> None:
    assert dangerous(f"Take a breath. {sentence} It is open to all.") == [sentence]


@pytest.mark.parametrize("name", VISITS)
def test_every_number_in_a_plan_can_be_called(name: str) -> None:
    html = html_of(name)
    callable_numbers = set(re.findall(r'href="tel:(\d+)"', html))

    shown = {number.replace(" ", "") for number in PHONE.findall(own_words(name))}

    assert shown <= callable_numbers | {"112", "101", "999"}


def test_the_first_page_of_a_stranger_knows_nothing_of_a_plan() -> None:
    assert "Your steps" not in Client().get("/you/").content.decode()
