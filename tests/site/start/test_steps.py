"""From the first step to the six words: nothing is lost, and nothing is sent twice."""

import json
import re

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from tests.site.start.pictures import cat, coffee, encode
from tests.site.start.start_page import OPENED, WORDS, StartPage

BUSY = {"status": 503, "headers": {"Retry-After": "5"}, "json": {"error": {"message": "busy"}}}
DONE = {"status": 201, "json": OPENED}


@pytest.fixture
def ready(start: StartPage) -> StartPage:
    """At the last look, with two pictures chosen and everything said."""
    start.choose(encode(coffee(), "JPEG"), encode(cat(), "PNG"))
    start.answer()
    return start


def test_each_step_says_what_is_missing_and_leads_there(start: StartPage) -> None:
    errors = start.page.locator("#start-errors")

    start.go_on()
    expect(errors).to_be_focused()
    expect(errors).to_contain_text("Choose at least one picture that can be used")
    start.choose(encode(cat(), "PNG"))
    expect(errors).to_be_hidden()
    start.go_on()
    start.go_on()
    expect(errors).to_contain_text("Choose your age")
    errors.get_by_role("link").click()
    expect(start.page.get_by_label("Under 13", exact=True)).to_be_focused()
    start.page.get_by_label("16 or 17").check()
    start.go_on()
    start.go_on()
    expect(errors).to_contain_text("Tick the box if it is all right")


def test_what_is_shown_is_what_is_sent(ready: StartPage) -> None:
    sent = ready.serve(DONE)
    shown = ready.shown_letters()
    bytes_line = ready.page.locator("#start-letters > p").text_content() or ""

    ready.send()
    expect(ready.page.locator("#start-words li")).to_have_count(6)

    assert sent[0].post_data == shown
    assert bytes_line.startswith(f"{len(shown)} bytes")
    assert sent[0].headers["idempotency-key"] in bytes_line
    assert sent[0].headers["content-type"] == "application/json"


def test_only_what_was_promised_is_in_the_request(ready: StartPage) -> None:
    request = ready.shown_request()

    assert set(request) == {"age_band", "whose", "consent", "pictures"}
    assert (request["age_band"], request["whose"], request["consent"]) == ("13_15", "me", True)
    for picture in request["pictures"]:
        assert set(picture) == {"quality", "md5", "sha256", "pdq-1", "pdq-mean-1"}
        assert re.fullmatch("[0-9a-f]{32}", picture["md5"])
        assert re.fullmatch("[0-9a-f]{64}", picture["sha256"])
        bits = [*picture["pdq-1"].values(), *picture["pdq-mean-1"].values()]
        assert all(re.fullmatch("[0-9a-f]{64}", one) for one in bits)


def test_the_hundred_and_first_picture_is_left_out_and_said(start: StartPage) -> None:
    start.choose(*[b""] * 101)

    expect(start.page.locator("#start-count")).to_contain_text("1 more were left out")


def test_back_goes_a_step_back_and_keeps_everything(ready: StartPage) -> None:
    ready.page.go_back()
    expect(ready.page.locator("h1")).to_have_text("Is this all right with you?")
    expect(ready.page.locator("h1")).to_be_focused()
    ready.page.go_back()
    ready.page.go_back()
    assert ready.states() == ["ready", "ready"]
    for _ in range(3):
        ready.page.go_forward()

    expect(ready.page.locator("h1")).to_have_text("Check before you send")
    assert ready.shown_request()["age_band"] == "13_15"


def test_forward_stops_where_something_is_missing(ready: StartPage) -> None:
    for _ in range(3):
        ready.page.go_back()
    for button in ready.page.locator("[data-remove]").all()[::-1]:
        button.click()
    ready.page.go_forward()

    expect(ready.page.locator("h1")).to_have_text("Choose the picture")


def test_the_address_and_the_title_stay_neutral(ready: StartPage) -> None:
    assert ready.page.url == f"{ready.server}/you/start/"
    assert ready.page.title() == "Start \u2013 Takeback"


def test_a_picture_of_an_adult_leads_elsewhere_and_sends_nothing(start: StartPage) -> None:
    sent = start.serve(DONE)
    start.choose(encode(cat(), "PNG"))
    start.go_on()
    start.page.get_by_label("18 or over in the picture", exact=True).check()
    start.go_on()

    expect(start.page.locator("h1")).to_have_text("This service is for pictures of under-18s")
    link = start.section().get_by_role("button", name="See who helps adults")
    assert link.get_attribute("href") == "/adult/"
    assert sent == []
    start.page.go_back()
    expect(start.page.locator("h1")).to_have_text("About the picture")


def test_after_a_lost_line_the_same_key_and_text_go_again(ready: StartPage) -> None:
    sent = ready.serve(None, BUSY, DONE)
    failure = ready.page.locator("#start-failure")

    ready.send()
    expect(failure).to_contain_text("No answer came back")
    expect(failure).to_be_focused()
    ready.send()
    expect(failure).to_contain_text("Wait 5 seconds")
    ready.send()
    expect(ready.page.locator("#start-words li")).to_have_count(6)

    assert len(sent) == 3
    assert len({request.headers["idempotency-key"] for request in sent}) == 1
    assert len({request.post_data for request in sent}) == 1


@pytest.mark.parametrize("lost", [None, {"status": 502, "body": "bad gateway"}])
def test_the_answers_are_held_until_it_is_known_whether_they_arrived(
    ready: StartPage, lost: dict[str, object] | None
) -> None:
    sent = ready.serve(lost, BUSY, DONE)
    failure = ready.page.locator("#start-failure")
    ready.send()
    expect(failure).to_contain_text("your answers stay as they are")
    expect(_ways_to_change(ready)).to_have_count(0)
    ready.page.go_back()
    expect(ready.page.locator("h1")).to_have_text("Check before you send")
    expect(failure).to_be_visible()
    ready.send()
    expect(failure).to_contain_text("Wait 5 seconds")
    expect(_ways_to_change(ready)).to_have_count(0)

    ready.send()
    expect(ready.page.locator("#start-words li")).to_have_count(6)

    assert len({request.headers["idempotency-key"] for request in sent}) == 1
    assert len({request.post_data for request in sent}) == 1


@pytest.mark.parametrize("status", [403, 409, 422])
def test_an_answer_that_settles_it_lets_the_answers_be_changed_again(
    ready: StartPage, status: int
) -> None:
    ready.serve(None, {"status": status, "json": {}})
    ready.send()
    expect(ready.page.locator("#start-failure")).to_be_visible()
    expect(_ways_to_change(ready)).to_have_count(0)

    ready.send()

    expect(_ways_to_change(ready)).to_have_count(4)


@pytest.mark.parametrize("known", [BUSY, "offline"])
def test_what_surely_did_not_arrive_can_be_changed(
    ready: StartPage, known: dict[str, object] | str
) -> None:
    if known == "offline":
        ready.page.context.set_offline(True)
    else:
        ready.serve(BUSY)
    ready.send()
    expect(ready.page.locator("#start-failure")).to_be_visible()

    expect(_ways_to_change(ready)).to_have_count(4)


def _ways_to_change(ready: StartPage) -> Locator:
    """The buttons that lead from the last look back to an answer."""
    return ready.page.locator("[data-change]:visible, [data-back]:visible")


def _questions(page: Page) -> list[str]:
    """What the browser asks from now on; each is answered with yes."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    return asked


def test_leaving_before_the_words_are_noted_asks_once_more(ready: StartPage) -> None:
    asked = _questions(ready.page)
    ready.serve(DONE)
    ready.send()
    expect(ready.page.locator("#start-words li")).to_have_count(6)

    ready.page.goto(f"{ready.server}/about/")

    assert asked == ["beforeunload"]


def test_leaving_while_it_is_unknown_whether_it_arrived_asks_once_more(ready: StartPage) -> None:
    asked = _questions(ready.page)
    ready.serve(None)
    ready.send()
    expect(ready.page.locator("#start-failure")).to_be_visible()

    ready.page.goto(f"{ready.server}/about/")

    assert asked == ["beforeunload"]


@pytest.mark.parametrize("way", ["button", "keys"])
def test_exit_this_page_is_never_held_up_by_a_question(ready: StartPage, way: str) -> None:
    asked = _questions(ready.page)
    ready.page.route("**/leave/", lambda route: route.fulfill(body="weather"))
    ready.serve(DONE)
    ready.send()
    expect(ready.page.locator("#start-words li")).to_have_count(6)

    if way == "button":
        ready.page.locator(".govuk-js-exit-this-page-button").click()
    else:
        for _ in range(3):
            ready.page.keyboard.press("Shift")
    ready.page.wait_for_url("**/leave/")

    assert asked == []


def test_before_anything_was_sent_and_after_the_words_are_noted_nothing_is_asked(
    ready: StartPage,
) -> None:
    asked = _questions(ready.page)
    ready.page.goto(f"{ready.server}/about/")
    again = StartPage(ready.page, ready.server).open("you")
    again.serve(DONE)
    again.choose(encode(cat(), "PNG"))
    again.answer()
    again.send()
    again.page.get_by_role("button", name="I have written them down").click()
    _type_back(again.page, WORDS.split())
    expect(again.page.locator("#start-end")).to_be_visible()

    again.page.goto(f"{ready.server}/about/")

    assert asked == []


def test_another_text_gets_another_key(ready: StartPage) -> None:
    sent = ready.serve(BUSY)
    ready.send()
    expect(ready.page.locator("#start-failure")).to_be_visible()
    ready.page.locator("[data-change=about]").last.click()
    ready.page.get_by_label("16 or 17").check()
    ready.go_on()
    ready.go_on()
    ready.send()
    expect(ready.page.locator("#start-failure")).to_be_visible()

    first, second = (request.headers["idempotency-key"] for request in sent)
    assert first != second
    assert json.loads(sent[1].post_data or "")["age_band"] == "16_17"


def test_a_double_click_sends_once(ready: StartPage) -> None:
    sent = ready.serve(DONE)

    ready.page.locator("#start-send").dblclick()
    expect(ready.page.locator("#start-words li")).to_have_count(6)

    assert len(sent) == 1


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (409, "These fingerprints were sent before"),
        (422, "The service could not take this"),
        (429, "You did nothing wrong. Wait 30 seconds"),
        (500, "Something went wrong on our side"),
    ],
)
def test_each_refusal_says_what_to_do(ready: StartPage, status: int, sentence: str) -> None:
    ready.serve({"status": status, "json": {"error": {"message": "age_band: not one of these"}}})

    ready.send()

    failure = ready.page.locator("#start-failure")
    expect(failure).to_contain_text(sentence)
    expect(failure).to_contain_text("Everything you filled in is still here")
    assert ("age_band: not one" in failure.inner_text()) == (status == 422)


def _type_back(page: Page, words: list[str]) -> None:
    for index in (0, 1):
        label = page.locator(f"label[for=start-word-{index}]").inner_text()
        position = int(label.removeprefix("Word ")) - 1
        page.locator(f"#start-word-{index}").fill(words[position])
    page.get_by_role("button", name="Check my words").click()


def test_two_words_typed_back_end_it_and_wrong_ones_are_met_gently(ready: StartPage) -> None:
    ready.serve(DONE)
    page = ready.page
    ready.send()
    assert page.locator("#start-words li").all_text_contents() == WORDS.split()
    expect(page.locator("#start-case-name")).to_have_text("Quiet Heron 42")

    page.get_by_role("button", name="I have written them down").click()
    expect(page.locator("#start-words")).to_be_hidden()
    _type_back(page, ["wrong"] * 6)
    expect(page.locator("#start-word-0-error")).to_contain_text("That is not word")
    expect(page.locator("#start-word-0")).to_be_focused()
    page.locator("[data-show-again]:visible").click()
    expect(page.locator("#start-words")).to_be_visible()
    page.get_by_role("button", name="I have written them down").click()
    expect(page.locator("#start-words-intro")).to_be_hidden()
    _type_back(page, [f" {word.upper()} " for word in WORDS.split()])

    expect(page.locator("#start-end")).to_be_focused()
    link = page.get_by_role("button", name="Go to the page for your six words")
    assert link.get_attribute("href") == "/return/"


def test_the_words_cannot_be_lost_by_going_back(ready: StartPage) -> None:
    ready.serve(DONE)
    ready.send()
    expect(ready.page.locator("#start-words li")).to_have_count(6)

    ready.page.go_back()

    expect(ready.page.locator("#start-words li")).to_have_count(6)
    expect(ready.page.locator("#start-words")).to_be_visible()


def test_on_paper_there_are_only_the_words_and_the_way_back(ready: StartPage) -> None:
    ready.serve(DONE)
    ready.send()
    expect(ready.page.locator("#start-words li")).to_have_count(6)

    ready.page.emulate_media(media="print")

    visible = ready.page.locator("body").inner_text().split("\n")
    kept = [line.strip() for line in visible if line.strip()]
    host = ready.server.removeprefix("http://")
    assert kept == [*WORDS.split(), f"To come back: open {host}/return/ and type the six words"]


def test_the_words_can_be_copied(ready: StartPage) -> None:
    ready.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ready.serve(DONE)
    ready.send()
    ready.page.get_by_role("button", name="Copy the words").click()
    expect(ready.page.locator("#start-copied")).to_contain_text("Copied.")

    assert ready.page.evaluate("navigator.clipboard.readText()") == WORDS
