import pytest
from django.test import Client

from takeback.guidance.questions import DOORS, NONE
from takeback.site.questions.session import Door
from tests.site.questions.walking import address, answer_all, first, page_at, question, send


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("danger", ["danger", "hurting", "meeting"])
def test_danger_comes_before_the_next_question(door: Door, danger: str) -> None:
    client = Client()

    sent = send(client, door, first(door), danger)
    page = page_at(client, sent.headers["Location"])

    assert sent.headers["Location"] == f"/{door}/now/"
    assert 0 <= page.words.find("Call 999") < 60
    assert {f"/{door}/plan/", f"/{door}/q/", address(door, first(door))} <= set(page.links)


def test_nobody_is_to_go_to_a_meeting() -> None:
    client = Client()
    send(client, "family", first("family"), "meeting")

    assert "Nobody goes to meet that person" in page_at(client, "/family/now/").words


def test_a_meeting_is_not_spoken_of_when_there_is_none() -> None:
    client = Client()
    send(client, "family", first("family"), "danger")

    assert "meet" not in page_at(client, "/family/now/").words


def test_in_another_country_its_own_number_is_given() -> None:
    client = Client()
    answer_all(client, "you", {"safety": ["danger"], "nation": ["AU"]})

    assert "Call 000" in page_at(client, "/you/now/").words


def test_danger_is_not_shown_when_nobody_said_so() -> None:
    client = Client()
    send(client, "you", first("you"), NONE)

    assert client.get("/you/now/").headers["Location"] == "/you/q/2/"


def test_no_helper_in_danger_is_from_memory() -> None:
    client = Client()
    send(client, "you", first("you"), "danger")

    assert "We have not been able to check" not in page_at(client, "/you/now/").words


def test_a_picture_of_an_adult_leads_to_services_for_adults_and_to_the_plan() -> None:
    client = Client()
    told = {"who": ["me"], "age": ["18"], "age_then": ["18"]}
    answer_all(client, "you", told)

    sent = send(client, "you", question("age_then"), "18")
    page = page_at(client, sent.headers["Location"])

    assert sent.headers["Location"] == "/you/other/"
    assert {"/adult/", "/you/plan/", "/you/q/", "/you/q/6/"} <= set(page.links)


def test_a_friend_s_picture_of_an_adult_leads_there_too() -> None:
    client = Client()
    answer_all(client, "you", {"who": ["friend"], "their_age": ["18"]})

    page = page_at(client, "/you/other/")

    assert "/you/q/7/" in page.links


def test_the_page_for_adults_is_not_shown_when_nobody_said_so() -> None:
    client = Client()
    answer_all(client, "you")

    assert client.get("/you/other/").headers["Location"] == "/you/check/"


def test_where_the_nation_is_not_said_helplines_of_the_uk_come_first() -> None:
    client = Client()
    send(client, "you", first("you"), "hurting")

    words = page_at(client, "/you/now/").words

    assert "Call 999 now Not in the UK? Call the emergency number where you are." in words
    assert 0 < words.index("0800 1111") < words.index("116 123")
    assert "Helpline for children in your country" not in words
