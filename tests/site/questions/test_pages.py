"""Every page of the questions as it is read: its words, its title, what it loads."""

import re
from functools import cache

import pytest
from django.conf import settings
from django.test import Client

from takeback.guidance.answers import walk
from takeback.guidance.questions import NONE, UNSAID
from takeback.site.questions.session import Door
from tests.site.questions.walking import address, answer_all, first, given, page_at, send
from tests.site.reading import Page
from tests.site.test_page_views import TELLING
from tests.site.test_promises import _dangerous_sentences
from tests.site.test_words import NEVER, grades

# A reader, the door, what is answered on the way, and the school years the reader has.
READERS: dict[str, tuple[Door, dict[str, tuple[str, ...]], int]] = {
    "under 13": ("you", {"who": ("me",), "age": ("under_13",)}, 5),
    "13 to 17": ("you", {"who": ("me",), "age": ("13_15",)}, 7),
    "a friend": ("you", {"who": ("friend",), "own_age": ("under_13",)}, 5),
    "parent": ("family", {"part": ("shown",)}, 8),
    "professional": ("work", {"part": ("shown",)}, 10),
}
# After these every question is asked that this reader can be asked.
TELLING_ALL = {"pressure": ("money",), "where": ("social_public",)}


@cache
def _pages(reader: str) -> dict[str, Page]:
    """Return every page on the way of this reader, by address."""
    door, answers, _ = READERS[reader]
    client = Client()
    pages = {}
    while (upcoming := walk(door, given(client)).next) is not None:
        where = address(door, upcoming)
        pages[where] = page_at(client, where)
        pages[f"{where} (error)"] = Page(send(client, door, upcoming).content.decode())
        chosen = (answers | TELLING_ALL).get(upcoming.id, (UNSAID,))
        send(client, door, upcoming, *chosen)
    for where in (f"/{door}/check/", f"/{door}/wipe/"):
        pages[where] = page_at(client, where)
    send(client, door, first(door), "danger", "meeting")
    pages[f"/{door}/now/"] = page_at(client, f"/{door}/now/")
    send(client, door, first(door), NONE)
    return pages


@pytest.mark.parametrize("reader", READERS)
def test_a_page_is_as_easy_as_its_reader_needs(reader: str) -> None:
    hard = {
        where: round(max(grades(page.words)), 1)
        for where, page in _pages(reader).items()
        if max(grades(page.words)) > READERS[reader][2]
    }

    assert hard == {}


@pytest.mark.parametrize("reader", READERS)
def test_a_page_has_no_long_sentence_and_no_word_that_blames_or_promises(reader: str) -> None:
    for where, page in _pages(reader).items():
        sentences = re.split(r"[.?!:]\s", page.words)

        assert max(len(sentence.split()) for sentence in sentences) <= 30, where
        assert not [word for word in NEVER if word in page.words.casefold()], where
        assert _dangerous_sentences(page.words) == [], where


@pytest.mark.parametrize("reader", READERS)
def test_a_page_is_plain_neutral_and_labelled(reader: str) -> None:
    for where, page in _pages(reader).items():
        assert page.headings == 1, where
        assert not [word for word in TELLING if word in page.title.lower()], where
        assert all(source.startswith(settings.STATIC_URL) for source in page.loads), where
        assert page.inline == [], where
        assert not page.attributes & {"style", "onclick", "hidden"}, where
        assert set(page.fields) <= page.labelled, where
        assert "/leave/" in page.links, where


@pytest.mark.parametrize("reader", READERS)
def test_no_page_asks_for_free_text(reader: str) -> None:
    door, answers, _ = READERS[reader]
    client = Client()
    asked = answer_all(client, door, answers)

    for question in asked:
        page = client.get(address(door, question)).content.decode()
        assert "<textarea" not in page
        assert set(re.findall(r'<input[^>]* type="(\w+)"', page)) <= {
            "hidden",
            "radio",
            "checkbox",
        }


@pytest.mark.parametrize("door", ["you", "family", "work"])
def test_a_door_says_truly_how_many_questions_there_are_about(door: Door) -> None:
    words = page_at(Client(), f"/{door}/").words

    assert f"About {walk(door, {}).about} gentle questions" in words


@pytest.mark.parametrize("door", ["you", "family", "work"])
def test_a_door_offers_to_go_on_where_somebody_was(door: Door) -> None:
    client = Client()
    send(client, door, first(door), NONE)

    page = page_at(client, f"/{door}/")

    assert "You have answered one question." in page.words
    assert {f"/{door}/q/", f"/{door}/plan/", f"/{door}/wipe/"} <= set(page.links)


def test_a_door_does_not_offer_the_answers_of_another() -> None:
    client = Client()
    send(client, "family", first("family"), NONE)

    assert "Go on where you were" not in page_at(client, "/you/").words


def test_the_first_page_has_a_way_for_a_friend_and_for_getting_ready() -> None:
    page = page_at(Client(), "/")

    assert "I was sent it" in page.words
    assert page.links.count("/you/") == 2
    assert "/ready/" in page.links
