import re
from typing import cast
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from takeback.site.sessions import unseal
from tests.site.plan.visits import (
    UNFINISHED,
    VISITS,
    address_of,
    answers_of,
    client_of,
    cookie_of,
    html_of,
)
from tests.site.reading import Page
from tests.site.test_page_views import TELLING

THREATS = "fourteen, asked for money"
FORM = "application/x-www-form-urlencoded"


def tick(client: Client, *steps: str, accept: str = "text/html") -> HttpResponse:
    body = urlencode([("done", step) for step in steps])
    answer = client.post("/you/plan/done/", body, content_type=FORM, headers={"accept": accept})
    return cast("HttpResponse", answer)


def done_in(client: Client) -> list[str]:
    """Return which steps the cookie says are done."""
    sealed = unseal(client.cookies[settings.SESSION_COOKIE_NAME].value, now=timezone.now())
    assert sealed is not None
    return list(sealed.content["guide"]["done"])


def ticked(html: str) -> set[str]:
    boxes = re.findall(r'<input [^>]*name="done" value="([a-z_]+)"[^>]* checked>', html)
    return set(boxes)


@pytest.mark.parametrize("address", ["plan/", "plan.txt", "plan.ics"])
@pytest.mark.parametrize("door", ["you", "family", "work"])
def test_without_answers_the_questions_come_first(door: str, address: str) -> None:
    response = Client().get(f"/{door}/{address}")

    assert (response.status_code, response.headers["Location"]) == (302, f"/{door}/q/")
    assert settings.SESSION_COOKIE_NAME not in response.cookies


def test_answers_given_at_one_door_make_no_plan_at_another() -> None:
    response = client_of(THREATS).get("/family/plan/")

    assert response.headers["Location"] == "/family/q/"


def test_a_visit_without_any_answer_makes_no_plan() -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie_of("you", {})

    assert client.get("/you/plan/").headers["Location"] == "/you/q/"


@pytest.mark.parametrize("name", VISITS)
def test_a_plan_page_is_whole_and_tells_nothing_to_others(name: str) -> None:
    response = client_of(name).get(address_of(name))
    page = Page(response.content.decode())

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert (page.lang, page.headings, page.title) == (
        "en-gb",
        1,
        "Your steps \N{EN DASH} Takeback",
    )
    assert not [word for word in TELLING if word in page.title.lower()]
    assert page.inline == []
    assert "style" not in page.attributes
    assert set(page.fields) <= page.labelled
    assert "/leave/" in page.links
    assert all(address.startswith(settings.STATIC_URL) for address in page.loads)


@pytest.mark.parametrize("name", VISITS)
def test_danger_comes_before_everything(name: str) -> None:
    words = Page(html_of(name)).words

    first = re.search(r"\b(999|911|000|112|emergency number)\b", words)
    assert first is not None
    assert first.start() < 120


@pytest.mark.parametrize("name", VISITS)
def test_no_page_asks_for_free_text(name: str) -> None:
    html = html_of(name)

    assert set(re.findall(r'<input [^>]*type="([a-z]+)"', html)) == {"hidden", "checkbox"}
    assert "<textarea" not in html


def test_who_is_in_danger_sees_a_number_to_press_before_all_else() -> None:
    html = html_of("somebody is coming")

    assert html.index('href="tel:999"') < html.index("<h1")
    assert "Call for help now." in html


@pytest.mark.parametrize("name", VISITS)
def test_every_anchor_leads_somewhere_and_no_id_stands_twice(name: str) -> None:
    html = html_of(name)
    ids = re.findall(r'\sid="([^"]+)"', html)

    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    assert set(re.findall(r'aria-labelledby="([^"]+)"', html)) <= set(ids)


@pytest.mark.parametrize("name", VISITS)
def test_nobody_to_turn_to_is_explained_twice(name: str) -> None:
    cards = re.findall(r'<p class="tb-service__name">([^<]+)</p>', html_of(name))

    assert len(cards) == len(set(cards))


def test_only_what_is_for_now_stands_open() -> None:
    html = html_of(THREATS)
    now, _, later = html.partition('id="today"')

    assert now.count("data-on-paper") == 0
    assert later.count("<article") == later.count("data-on-paper") > 0


def test_a_tick_is_kept_and_can_be_taken_back() -> None:
    client = client_of(THREATS)

    response = tick(client, "stay_calm", "do_not_pay")
    assert (response.status_code, response.headers["Location"]) == (302, "/you/plan/#progress")
    html = client.get("/you/plan/").content.decode()
    assert ticked(html) == {"stay_calm", "do_not_pay"}
    assert re.search(r'id="progress"[^>]*>2 of \d+ done<', html)

    tick(client, "do_not_pay")
    assert ticked(client.get("/you/plan/").content.decode()) == {"do_not_pay"}

    tick(client)
    assert ticked(client.get("/you/plan/").content.decode()) == set()


def test_a_script_is_answered_with_nothing() -> None:
    client = client_of(THREATS)

    response = tick(client, "stay_calm", accept="application/json")

    assert (response.status_code, response.content) == (204, b"")
    assert done_in(client) == ["stay_calm"]


def test_what_is_no_step_of_the_plan_is_not_kept() -> None:
    client = client_of(THREATS)

    tick(client, "tell_school", "<b>", "x" * 5000, "stay_calm")

    assert done_in(client) == ["stay_calm"]


def test_ticks_of_steps_that_went_away_come_back_with_them() -> None:
    client = client_of("sent one", done=["do_not_pay"])

    tick(client, "stay_calm")

    assert done_in(client) == ["do_not_pay", "stay_calm"]


def test_ticking_forgets_no_answer() -> None:
    client = client_of(THREATS)
    before = client.get("/you/plan.txt").content

    tick(client, "stay_calm")

    assert client.get("/you/plan.txt").content == before


def test_a_tick_after_the_answers_are_wiped_leads_to_the_questions() -> None:
    response = tick(Client(), "stay_calm", accept="application/json")

    assert (response.status_code, response.headers["Location"]) == (302, "/you/q/")


def test_a_tick_from_another_site_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie_of("you", answers_of(THREATS))

    assert tick(client, "stay_calm").status_code == 403


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("head", "/you/plan/", 200),
        ("post", "/you/plan/", 405),
        ("get", "/you/plan/done/", 405),
        ("put", "/you/plan/done/", 405),
        ("head", "/you/plan.txt", 200),
        ("post", "/you/plan.txt", 405),
        ("post", "/you/plan.ics", 405),
        ("get", "/others/plan/", 404),
    ],
)
def test_each_address_takes_only_what_it_is_for(method: str, address: str, status: int) -> None:
    form = {"content_type": FORM} if method != "get" else {}

    response = getattr(client_of(THREATS), method)(address, **form)

    assert response.status_code == status


@pytest.mark.parametrize("name", VISITS)
def test_the_text_file_holds_every_step_under_a_neutral_name(name: str) -> None:
    address = address_of(name).removesuffix("/") + ".txt"

    response = client_of(name).get(address)

    assert response.headers["Content-Disposition"] == 'attachment; filename="notes.txt"'
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    text = " ".join(response.content.decode().split())
    titles = re.findall(r'<h3[^>]*id="[a-z_]+-title">([^<]+)</h3>', html_of(name))
    assert titles
    assert all(title.replace("&#x27;", "'") in text for title in titles)
    lines = response.content.decode().splitlines()
    assert not [line for line in lines if len(line) > 72 and "https://" not in line]


@pytest.mark.parametrize("name", VISITS)
def test_the_calendar_file_reads_back_and_has_neutral_words_alone(name: str) -> None:
    address = address_of(name).removesuffix("/") + ".ics"

    response = client_of(name).get(address)

    assert response.headers["Content-Disposition"] == 'attachment; filename="reminders.ics"'
    assert response.headers["Content-Type"] == "text/calendar"
    events = Calendar.from_ical(response.content).walk("VEVENT")
    assert 1 <= len(events) <= 4
    assert {str(event["summary"]) for event in events} <= {"Reminder", "Phone call"}
    assert not {"DESCRIPTION", "URL", "LOCATION", "ORGANIZER"} & {
        key for event in events for key in event
    }


def test_what_was_left_open_can_be_answered_where_it_was_asked() -> None:
    page = Page(html_of("nothing said"))

    questions = [link for link in page.links if re.fullmatch(r"/you/q/\d+/", link)]
    assert 1 <= len(questions) <= 3
    assert len(set(questions)) == len(questions)
    assert "What is still open." in page.words


def test_who_stopped_half_way_can_go_on() -> None:
    page = Page(html_of(UNFINISHED))

    assert "Go on with the questions" in page.words
    assert "/you/q/" in page.links


@pytest.mark.parametrize("name", ["nine, in an app", "a head of year", "twenty now"])
def test_the_fingerprint_step_leads_to_the_fingerprint_page(name: str) -> None:
    assert f"/{VISITS[name][1]}/start/" in Page(html_of(name)).links


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "whose", "band"),
    [
        ("nine, in an app", "me", "under_13"),
        ("sixteen, an ex passed it on", "me", "16_17"),
        ("twenty now", "me", "18_plus_was_under_18"),
        ("a mother in Texas", "my_child", "16_17"),
        ("a head of year", "somebody_i_help", "13_15"),
    ],
)
def test_the_fingerprint_page_asks_nothing_again(name: str, whose: str, band: str) -> None:
    html = client_of(name).get(f"/{VISITS[name][1]}/start/").content.decode()

    assert re.findall(r'name="whose"[^>]*value="(\w+)" checked', html) == [whose]
    assert re.findall(r'name="age_band"[^>]*value="(\w+)" checked', html) == [band]


@pytest.mark.django_db
def test_the_fingerprint_page_asks_everything_of_whoever_comes_by_another_way() -> None:
    html = client_of("a mother in Texas").get("/you/start/").content.decode()

    assert re.findall(r'name="whose"[^>]*value="(\w+)" checked', html) == ["me"]
    assert not re.findall(r'name="age_band"[^>]* checked', html)


def test_a_law_whose_start_nobody_confirmed_is_said_to_be_so() -> None:
    words = Page(html_of("a head of year")).words

    assert "Crime and Policing Act 2026" in words
    after = words[words.index("Crime and Policing Act 2026") :]
    assert re.search(r"not been able to (confirm|check)|do not know|not sure", after[:500])


def test_what_nobody_could_check_about_a_provider_is_marked() -> None:
    words = Page(html_of(THREATS)).words

    assert "(We have not been able to check this.)" in words


def test_a_chat_that_is_locked_is_said_to_be_locked() -> None:
    words = Page(html_of(THREATS)).words

    whatsapp = words.index("WhatsApp. In the app:")
    assert "Chats there are locked." in words[whatsapp : whatsapp + 1500]


def test_a_browser_that_can_gets_it_small() -> None:
    plain = client_of(THREATS).get("/you/plan/")
    small = client_of(THREATS).get("/you/plan/", headers={"accept-encoding": "gzip"})

    assert small.headers["Content-Encoding"] == "gzip"
    assert len(small.content) * 3 < len(plain.content)
