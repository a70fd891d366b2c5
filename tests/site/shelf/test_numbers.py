import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from takeback.guidance.answers import walk
from takeback.guidance.facts import Nation
from takeback.site.questions.session import Visit, keep_visit
from takeback.site.shelf.numbers import nation_of, numbers_for


def request() -> HttpRequest:
    made = RequestFactory().get("/family/talk/")
    made.session = SessionStore()
    return made


def test_the_nation_is_not_known_before_a_question_was_answered() -> None:
    assert nation_of(request()) is None


def test_the_nation_is_the_one_that_was_answered() -> None:
    visit = request()
    given: dict[str, list[str]] = {}
    while (asked := walk("family", given).next) is not None:
        given[asked.id] = ["AU"] if asked.id == "nation" else ["unsaid"]
    keep_visit(visit, Visit("family", given))

    assert nation_of(visit) == "AU"


@pytest.mark.parametrize(("nation", "number"), [("ENG", "999"), ("AU", "000"), ("US", "911")])
def test_the_emergency_number_is_that_of_the_nation(nation: Nation, number: str) -> None:
    numbers = numbers_for(nation)

    assert (numbers.emergency, numbers.dial) == (number, number)


def test_without_a_nation_the_words_fit_anywhere_and_the_link_calls_the_number_named() -> None:
    numbers = numbers_for(None)

    assert numbers.in_words["emergency"] == "999 in the UK, or the emergency number where you are"
    assert numbers.dial == "999"


def test_elsewhere_there_is_no_number_to_dial() -> None:
    assert numbers_for("OTHER").dial == ""
