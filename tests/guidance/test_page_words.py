"""What the pages of sections say: readable, kind, and never asking for what harms."""

import re
from collections.abc import Mapping

import pytest

from takeback.guidance.sections import WORDS_FOLDER, WordsPage, filled
from takeback.guidance.shelf import load_shelf
from takeback.guidance.talks import Talks, load_talks
from tests.guidance.page_words import NUMBERS, page_words, section_words
from tests.site.test_promises import DANGEROUS, HARMLESS, PHONE
from tests.site.test_words import NEVER, grades

PAGES = [*load_talks().pages.values(), *load_shelf().values()]
# School years that each reader needs at most.
GRADES = {"under_13": 5, "13_17": 7, "adult": 10, "parent": 8, "professional": 10}
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)


@each_page
def test_every_section_can_be_read_by_whom_it_is_for(page: WordsPage) -> None:
    assert max(grades(page_words(page))) <= GRADES[page.reader]
    for section in filled(page, NUMBERS).sections:
        assert max(grades(section_words(section))) <= GRADES[section.reader], section.id


@each_page
def test_no_sentence_is_longer_than_thirty_words(page: WordsPage) -> None:
    sentences = re.split(r"[.?!:]\s", page_words(page))

    longest = max(sentences, key=lambda sentence: len(sentence.split()))
    assert len(longest.split()) <= 30, longest


@each_page
def test_nobody_is_blamed_labelled_or_promised_too_much(page: WordsPage) -> None:
    text = page_words(page).casefold()

    assert not [word for word in NEVER if word in text]
    assert not re.search(r"\bgone\b", text)


@each_page
def test_nothing_asks_to_look_keep_copy_forward_pay_or_confront(page: WordsPage) -> None:
    sentences = re.split(r"(?<=[.?!:])\s+", page_words(page))

    assert [one for one in sentences if DANGEROUS.search(one) and not HARMLESS.search(one)] == []


@each_page
def test_no_phone_number_stands_in_the_words(page: WordsPage) -> None:
    written = " ".join(section_words(section) for section in page.sections)

    assert PHONE.findall(f"{page.title} {page.lead} {written}") == []


@each_page
def test_every_page_rests_on_something(page: WordsPage) -> None:
    assert page.sources


@pytest.mark.parametrize("language", sorted(path.name for path in WORDS_FOLDER.iterdir()))
def test_every_language_has_every_page_and_section(language: str) -> None:
    def ids(talks: Talks, shelf: Mapping[str, WordsPage]) -> dict[str, list[str]]:
        pages = [*talks.pages.values(), *shelf.values()]
        return {page.id: [section.id for section in page.sections] for page in pages}

    assert ids(load_talks(language), load_shelf(language)) == ids(load_talks(), load_shelf())


def test_the_youngest_are_spoken_to_in_words_of_their_own() -> None:
    sections = load_talks().pages["tell"].sections

    assert [one.id for one in sections if one.reader == "under_13"] == ["small"]
    assert sections[0].id == "small"
