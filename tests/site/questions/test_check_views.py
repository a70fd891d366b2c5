import pytest
from django.test import Client

from takeback.guidance.question_words import load_question_words
from takeback.guidance.questions import DOORS, NONE, UNSAID
from takeback.site.held_cases import CASE_ID
from takeback.site.questions.session import Door
from tests.site.questions.walking import (
    FORM,
    address,
    answer_all,
    first,
    given,
    page_at,
    question,
    send,
)


@pytest.mark.parametrize("door", DOORS)
def test_every_answer_is_there_with_a_way_to_change_it(door: Door) -> None:
    client = Client()

    asked = answer_all(client, door)
    page = page_at(client, f"/{door}/check/")

    assert {address(door, one) for one in asked} <= set(page.links)
    unsaid = load_question_words()["nation"]["parent"].options[UNSAID]
    assert page.words.count(unsaid) == len(asked)
    assert f"/{door}/plan/" in page.links


def test_several_ticks_stand_together_in_the_order_of_the_question() -> None:
    client = Client()
    answer_all(client, "family", {"where": ["website", "group_chat"]})
    options = load_question_words()["where"]["parent"].options

    page = client.get("/family/check/").content.decode()

    assert f"{options['group_chat']}<br>{options['website']}</dd>" in page


def test_answers_of_a_branch_that_was_left_are_not_shown() -> None:
    client = Client()
    answer_all(client, "you", {"who": ["me"], "pressure": ["money"], "paid": ["yes"]})
    paid = address("you", question("paid"))
    assert paid in page_at(client, "/you/check/").links

    send(client, "you", question("pressure"), NONE)

    assert paid not in page_at(client, "/you/check/").links


def test_a_change_comes_back_to_the_answers_unless_it_asks_something_new() -> None:
    client = Client()
    answer_all(client, "you", {"who": ["me"], "pressure": [NONE]})

    unchanged = send(client, "you", question("nation"), "WAL")
    new = send(client, "you", question("pressure"), "money")

    assert unchanged.headers["Location"] == "/you/check/"
    assert new.headers["Location"] == address("you", question("paid"))


def test_half_way_the_answers_so_far_can_be_seen() -> None:
    client = Client()
    send(client, "work", first("work"), NONE)

    page = page_at(client, "/work/check/")

    assert "so far" in page.words
    assert "/work/q/" in page.links
    assert "/work/plan/" in page.links


def test_without_answers_there_is_nothing_to_check() -> None:
    response = Client().get("/you/check/")

    assert response.headers["Location"] == "/you/q/1/?news=wiped"


def test_wiping_asks_first_and_then_leaves_nothing() -> None:
    client = Client()
    answer_all(client, "you")

    asking = page_at(client, "/you/wipe/")
    sent = client.post("/you/wipe/", "", content_type=FORM)
    done = page_at(client, sent.headers["Location"])

    assert "Wipe your answers and start again?" in asking.words
    assert "There are no answers here." in done.words
    assert given(client) == {}
    assert client.cookies["s"].value == ""


def test_wiping_leaves_the_page_behind_six_words_open() -> None:
    client = Client()
    answer_all(client, "you")
    session = client.session
    session[CASE_ID] = 7
    session.save()
    client.cookies["s"] = session.session_key or ""

    client.post("/you/wipe/", "", content_type=FORM)

    assert client.session[CASE_ID] == 7
    assert given(client) == {}


def test_looking_at_the_page_for_wiping_wipes_nothing() -> None:
    client = Client()
    answer_all(client, "you")
    before = given(client)

    client.get("/you/wipe/")

    assert given(client) == before


def test_answers_of_another_door_are_not_said_to_be_wiped() -> None:
    client = Client()
    send(client, "family", first("family"), NONE)

    page = page_at(client, "/you/wipe/")

    assert "There are no answers here." not in page.words
