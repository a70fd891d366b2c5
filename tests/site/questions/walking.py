"""Walking through the questions with a plain client, as a browser without scripts does."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponse
from django.test import Client

from takeback.guidance.answers import walk
from takeback.guidance.questions import QUESTIONS, UNSAID, Question
from takeback.site.questions.session import GIVEN, GUIDE, Door
from tests.site.reading import Page

FORM = "application/x-www-form-urlencoded"


def question(name: str) -> Question:
    """Return a question by its id."""
    return next(question for question in QUESTIONS if question.id == name)


def first(door: Door) -> Question:
    """Return the question that a door begins with: the one about safety."""
    return walk(door, {}).path[0]


def address(door: Door, asked: Question) -> str:
    """Return the address of a question's page."""
    return f"/{door}/q/{asked.number}/"


def send(client: Client, door: Door, asked: Question, *chosen: str) -> HttpResponse:
    """Send an answer, as the form does."""
    body = "&".join(f"answer={option}" for option in chosen)
    return client.post(address(door, asked), body, content_type=FORM)  # type: ignore[return-value]


def answer_all(
    client: Client, door: Door, answers: Mapping[str, Sequence[str]] | None = None
) -> list[Question]:
    """Answer every question that is asked, "rather not say" where no answer is given here."""
    asked: list[Question] = []
    wanted = answers or {}
    while (upcoming := walk(door, given(client)).next) is not None:
        asked.append(upcoming)
        assert send(client, door, upcoming, *wanted.get(upcoming.id, (UNSAID,))).status_code == 302
    return asked


def given(client: Client) -> dict[str, list[str]]:
    """Return the answers in this client's cookie."""
    guide = client.session.get(GUIDE)
    return dict(guide[GIVEN]) if guide else {}


def page_at(client: Client, url: str) -> Page:
    """Return a page that is there, parsed."""
    response = client.get(url)
    assert response.status_code == 200, response.headers.get("Location")
    return Page(response.content.decode())
