import re

import pytest
import textstat
from django.test import Client

from tests.site.made_pages import made_pages
from tests.site.reading import Page

# The fingerprint page names the partners that take part.
pytestmark = pytest.mark.django_db

YOUNG = (
    "/",
    "/you/",
    "/you/q/1/",
    "/you/wipe/",
    "/you/tell/",
    "/you/start/",
    "/ready/replies/",
    "/return/",
    "/signed-out/",
    "/privacy/",
)
FAMILY = (
    "/family/",
    "/family/q/1/",
    "/family/start/",
    "/family/talk/",
    "/family/talk/?s=1",
    "/family/talk/?s=4",
    "/ready/",
    "/ready/talks/",
    "/ready/apps/",
    "/ready/phones/",
    "/ready/home/",
)
OTHERS = (
    "/work/",
    "/work/q/1/",
    "/work/talk/",
    "/work/start/",
    "/adult/",
    "/about/",
    "/accessibility/",
    "/figures/",
)
MADE = sorted(made_pages())
# Words that blame, frighten or promise what nobody can keep.
NEVER = (
    "victim",
    "nude",
    "sexting",
    "revenge",
    "shame",
    "your fault",
    "should have",
    "we guarantee",
    "everywhere it is",
    "permanently",
    "coming soon",
    "turn it back",
    "turn that back",
    "turned back",
)


def words_of(name: str) -> str:
    if not name.startswith("/"):
        return Page(made_pages()[name]).words
    return Page(Client().get(name).content.decode()).words


def grades(text: str) -> list[float]:
    """School years a reader needs, by two measures that count letters, not syllables.

    The measures that count syllables would ask another host for a dictionary.
    """
    return [textstat.automated_readability_index(text), textstat.coleman_liau_index(text)]


@pytest.mark.parametrize("name", [*YOUNG, *MADE])
def test_a_young_person_can_read_it(name: str) -> None:
    assert max(grades(words_of(name))) <= 7


@pytest.mark.parametrize("name", FAMILY)
def test_a_tired_parent_can_read_it(name: str) -> None:
    assert max(grades(words_of(name))) <= 8


@pytest.mark.parametrize("name", [*YOUNG, *FAMILY, *MADE])
def test_no_sentence_is_longer_than_thirty_words(name: str) -> None:
    # What stands in "How we know this" is for whoever wants to check; it may be longer.
    text = words_of(name).partition("How we know this")[0].partition("Where this comes from")[0]

    longest = max(re.split(r"[.?!:]\s", text), key=lambda sentence: len(sentence.split()))
    assert len(longest.split()) <= 30, longest


@pytest.mark.parametrize("name", [*YOUNG, *FAMILY, *OTHERS, *MADE])
def test_nobody_is_blamed_labelled_or_promised_too_much(name: str) -> None:
    text = words_of(name).casefold()
    # The names of other people's services and studies are theirs.
    text = text.replace("revenge porn helpline", "").replace("deshame", "")

    assert not [word for word in NEVER if word in text]


@pytest.mark.parametrize("name", [*YOUNG, *FAMILY, *OTHERS, *MADE])
def test_gone_is_never_said_of_a_picture(name: str) -> None:
    text = words_of(name).replace("“gone everywhere”", "")  # about: said not to be meant

    for sentence in re.split(r"[.?!:]\s", text):
        if re.search(r"\bgone\b", sentence):
            assert re.search(r"page is gone|it is gone, and its words", sentence), sentence


@pytest.mark.parametrize("name", ["/family/", "/family/start/", "/family/talk/", "/work/"])
def test_an_adult_is_told_not_to_look_copy_or_pass_on(name: str) -> None:
    text = words_of(name).casefold()

    assert "do not" in text or "never" in text
    assert "copy" in text


def test_a_young_person_is_told_not_to_pay_and_not_to_send_it_on() -> None:
    text = words_of("/you/")

    assert "Do not pay." in text
    assert "Do not send it to anyone, not even to prove what happened." in text
