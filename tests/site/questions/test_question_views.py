import pytest
from django.test import Client

from takeback.guidance.answers import walk
from takeback.guidance.questions import DOORS, NONE, QUESTIONS, UNSAID, UNSURE
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
def test_every_door_begins_with_safety(door: Door) -> None:
    client = Client()

    response = client.get(f"/{door}/q/")

    assert response.headers["Location"] == f"/{door}/q/1/"
    assert first(door).id == "safety"


def test_a_question_is_the_heading_and_says_why_it_is_asked() -> None:
    response = Client().get("/you/q/1/")
    page = response.content.decode()

    assert page.count("<h1") == 1
    assert '<legend class="govuk-fieldset__legend govuk-fieldset__legend--l"><h1' in page
    assert "Why we ask" in page
    assert "Question 1 of about" in page


@pytest.mark.parametrize("door", DOORS)
def test_no_question_has_to_be_answered(door: Door) -> None:
    client = Client()

    for _ in range(len(QUESTIONS)):
        upcoming = walk(door, given(client)).next
        if upcoming is None:
            break
        page = client.get(address(door, upcoming)).content.decode()
        assert f'value="{UNSURE}"' in page
        assert f'value="{UNSAID}"' in page
        send(client, door, upcoming, UNSURE)

    assert client.get(f"/{door}/q/").headers["Location"] == f"/{door}/check/"


def test_nothing_is_kept_on_the_device_before_something_is_answered() -> None:
    client = Client()

    client.get("/you/")
    client.get("/you/q/")
    client.get("/you/q/1/")
    client.get("/you/q/9/")
    client.get("/you/check/")

    assert "s" not in client.cookies


def test_an_answer_leads_to_the_next_question_and_back_again() -> None:
    client = Client()

    sent = send(client, "you", first("you"), NONE)
    page = page_at(client, sent.headers["Location"])

    assert sent.headers["Location"] == "/you/q/2/"
    assert "/you/q/1/" in page.links


def test_what_was_answered_is_still_chosen_when_going_back() -> None:
    client = Client()
    send(client, "you", first("you"), NONE)
    send(client, "you", question("who"), "friend")

    page = client.get("/you/q/2/").content.decode()

    assert 'value="friend" checked' in page
    assert page.count(" checked") == 1


def test_nothing_chosen_is_said_above_the_question_and_beside_it() -> None:
    response = send(Client(), "you", first("you"))
    page = response.content.decode()

    assert response.status_code == 422
    assert page.count("Choose an answer.") == 2
    assert "<title>Error: Question 1" in page
    assert 'aria-describedby="hint problem"' in page
    assert '<a href="#answer-danger">' in page


def test_two_answers_that_do_not_go_together_stay_ticked() -> None:
    response = send(Client(), "you", first("you"), "danger", NONE)
    page = response.content.decode()

    assert response.status_code == 422
    assert "do not go together" in page
    assert page.count(" checked") == 2


@pytest.mark.parametrize("sent", ["zzz", "%3Cscript%3E", "x" * 5000, "%00", "%FF%FE", "1"])
def test_an_answer_that_is_not_offered_is_refused_and_not_repeated(sent: str) -> None:
    client = Client()

    response = client.post("/you/q/1/", f"answer={sent}", content_type=FORM)

    assert response.status_code == 422
    assert "could not read that answer" in response.content.decode()
    assert "script>zzz" not in response.content.decode()
    assert given(client) == {}


def test_a_question_further_on_sends_to_the_first_without_an_answer() -> None:
    client = Client()
    send(client, "you", first("you"), NONE)

    assert client.get("/you/q/9/").headers["Location"] == "/you/q/2/"


@pytest.mark.parametrize("number", [0, 3, 99, 999])
def test_a_number_that_no_question_of_this_door_has_is_not_found(number: int) -> None:
    assert Client().get(f"/you/q/{number}/").status_code == 404
    assert Client().post(f"/you/q/{number}/", "answer=none", content_type=FORM).status_code == 404


@pytest.mark.parametrize("address", ["/you/q/", "/you/q/1/", "/you/wipe/", "/you/check/"])
def test_a_page_can_be_asked_for_without_its_content(address: str) -> None:
    response = Client().head(address)

    assert response.status_code in {200, 302}
    assert response.content == b""


def test_a_question_that_no_longer_applies_keeps_its_answer_and_does_not_count() -> None:
    client = Client()
    answer_all(client, "you", {"who": ["me"], "pressure": ["money"], "paid": ["yes"]})

    send(client, "you", question("pressure"), NONE)

    assert given(client)["paid"] == ["yes"]
    assert walk("you", given(client)).facts.paid is not True


def test_going_back_to_a_branch_finds_its_answers_again() -> None:
    client = Client()
    answer_all(client, "you", {"who": ["me"], "pressure": ["money"], "paid": ["yes"]})
    send(client, "you", question("pressure"), NONE)

    changed = send(client, "you", question("pressure"), "money")

    assert changed.headers["Location"] == "/you/check/"
    assert walk("you", given(client)).facts.paid is True


def test_an_answer_sent_after_the_others_were_wiped_is_kept_and_that_is_said() -> None:
    client = Client()
    nation = question("nation")

    response = send(client, "you", nation, "SCO")
    page = page_at(client, response.headers["Location"])

    assert given(client) == {"nation": ["SCO"]}
    assert response.headers["Location"].startswith("/you/q/1/")
    assert "wiped" in page.words
    assert "30 minutes" in page.words
    assert "The answer you just gave is kept." in page.words


def test_a_page_asked_for_after_the_answers_were_wiped_says_so() -> None:
    client = Client()

    page = page_at(client, client.get("/you/q/9/").headers["Location"])

    assert "Your earlier answers have been wiped." in page.words
    assert "is kept" not in page.words


def test_answering_at_another_door_starts_afresh_and_warns_before() -> None:
    client = Client()
    answer_all(client, "family")

    before = page_at(client, "/you/q/1/")
    response = send(client, "you", first("you"), NONE)
    after = page_at(client, response.headers["Location"])

    assert "You have begun another set of questions." in before.words
    assert given(client) == {"safety": ["none"]}
    assert "the other set of questions are wiped" in after.words


def test_looking_at_another_door_wipes_nothing() -> None:
    client = Client()
    answer_all(client, "family")

    client.get("/you/q/1/")

    assert client.get("/family/q/").headers["Location"] == "/family/check/"


def test_without_cookies_the_page_says_what_to_do() -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/you/q/1/", "answer=none", content_type=FORM)

    assert response.status_code == 403
    assert "cookies" in response.content.decode()


@pytest.mark.parametrize("door", DOORS)
def test_everything_ticked_at_every_question_fits_into_the_cookie(door: Door) -> None:
    client = Client()
    ticked = {
        asked.id: [option.id for option in asked.options]
        for asked in QUESTIONS
        if asked.kind == "many"
    }

    while (upcoming := walk(door, given(client)).next) is not None:
        fitting = [option.id for option in upcoming.options]
        chosen = fitting if upcoming.id in ticked else fitting[:1]
        assert send(client, door, upcoming, *chosen).status_code == 302

    assert len(client.cookies["s"].value) < 4000


def test_no_page_is_kept_by_the_browser() -> None:
    client = Client()
    answer_all(client, "you")

    for url in ("/you/q/", "/you/q/1/", "/you/check/", "/you/wipe/"):
        assert client.get(url).headers["Cache-Control"] == "no-store"


def test_an_unreadable_answer_after_the_others_were_wiped_begins_afresh() -> None:
    client = Client()

    response = send(client, "you", question("nation"), "nowhere")

    assert response.headers["Location"] == "/you/q/1/?news=wiped"
    assert given(client) == {}
