"""More than one message can carry goes in several; what has arrived is said and never lost."""

import json
from typing import Any

import pytest
from playwright.sync_api import Request, expect

from tests.site.start.pictures import cat, encode
from tests.site.start.start_page import OPENED, TOKEN_SHOWN, WORDS, StartPage

DONE = {"status": 201, "json": OPENED}
ADDED = {"status": 201, "json": {"entries": ["e2"]}}
BUSY = {"status": 503, "headers": {"Retry-After": "5"}, "json": {"error": {"message": "busy"}}}
PICTURES = 30


@pytest.fixture
def many(start: StartPage) -> StartPage:
    """At the last look, with more pictures than one message carries."""
    files = [encode(cat().resize((100 + more, 80)), "PNG") for more in range(PICTURES)]
    start.choose(*files)
    start.answer()
    return start


def _bodies(sent: list[Request]) -> list[dict[str, Any]]:
    return [json.loads(request.post_data or "") for request in sent]


def test_all_pictures_arrive_in_order_each_message_short_enough(many: StartPage) -> None:
    sent = many.serve(DONE, ADDED)
    many.send()
    expect(many.page.locator("#start-words li")).to_have_count(6)

    first, *further = _bodies(sent)
    assert len(further) >= 1
    assert "add_to" not in first
    assert {body["add_to"] for body in further} == {"token-of-the-case"}
    assert [set(body) for body in further] == [{"add_to", "pictures"}] * len(further)
    assert all(len(request.post_data or "") <= 64 * 1024 for request in sent)
    digests = [picture["md5"] for body in [first, *further] for picture in body["pictures"]]
    assert len(digests) == len(set(digests)) == PICTURES
    assert [request.url.removeprefix(many.server) for request in sent] == [
        "/api/v1/cases",
        *["/api/v1/cases/pictures"] * len(further),
    ]


def test_every_message_has_a_key_of_its_own(many: StartPage) -> None:
    sent = many.serve(DONE, ADDED)
    lines = many.page.locator("#start-letters > p").all_text_contents()
    many.send()
    expect(many.page.locator("#start-words li")).to_have_count(6)

    keys = [request.headers["idempotency-key"] for request in sent]
    assert len(set(keys)) == len(keys)
    assert [key in line for key, line in zip(keys, lines, strict=True)] == [True] * len(keys)


def test_what_is_shown_is_what_is_sent_but_for_the_token(many: StartPage) -> None:
    sent = many.serve(DONE, ADDED)
    shown = many.shown_letters()
    many.send()
    expect(many.page.locator("#start-words li")).to_have_count(6)

    said = "".join(request.post_data or "" for request in sent)
    assert said.replace("token-of-the-case", TOKEN_SHOWN) == shown


def test_each_picture_is_folded_with_its_counts(many: StartPage) -> None:
    many.page.locator("[data-step=check] summary").first.click()
    folds = many.page.locator(".start-fold")

    expect(folds).to_have_count(PICTURES)
    expect(folds.first).to_contain_text("Picture 1: fingerprints: ")
    expect(folds.first.locator("pre")).to_be_hidden()


def test_it_says_which_message_is_being_sent(many: StartPage) -> None:
    many.page.evaluate(
        """() => {
          window.said = [];
          const place = document.querySelector("#start-sending");
          new MutationObserver(() => window.said.push(place.textContent)).observe(
            place, { childList: true });
        }"""
    )
    sent = many.serve(DONE, ADDED)
    many.send()
    expect(many.page.locator("#start-words li")).to_have_count(6)

    said = [line for line in many.page.evaluate("window.said") if line]
    assert said == [f"Sending {number + 1} of {len(sent)}\u2026" for number in range(len(sent))]


def test_when_a_part_is_lost_the_words_are_there_and_the_rest_can_be_sent(many: StartPage) -> None:
    sent = many.serve(DONE, None, BUSY, ADDED)
    page = many.page
    rest = page.locator("#start-rest")

    many.send()
    expect(page.locator("#start-words li")).to_have_count(6)
    inside = len(_bodies(sent)[0]["pictures"])
    expect(rest).to_contain_text(
        f"Arrived and kept, in your order: {inside}. Not there yet: {PICTURES - inside}."
    )
    expect(rest).to_contain_text("press \u201cSend the rest\u201d again")
    expect(page.locator("#start-rest-failure")).to_be_focused()
    expect(page.get_by_text("A part of the fingerprints has been sent.")).to_be_visible()
    page.get_by_role("button", name="Send the rest").click()
    expect(rest).to_contain_text("Wait 5 seconds")
    page.get_by_role("button", name="Send the rest").click()
    expect(rest).to_be_hidden()

    expect(page.get_by_text("The fingerprints have been sent.")).to_be_visible()
    assert page.locator("#start-words li").all_text_contents() == WORDS.split()
    again = sent[1:4]
    assert len({request.headers["idempotency-key"] for request in again}) == 1
    assert len({request.post_data for request in again}) == 1
    assert sum(len(body["pictures"]) for body in _bodies([sent[0], *sent[3:]])) == PICTURES


def test_what_the_service_will_not_take_is_said_and_the_words_stay(many: StartPage) -> None:
    refusal = {"status": 422, "json": {"error": {"message": "picture 2: not taken"}}}
    many.serve(DONE, refusal)

    many.send()

    expect(many.page.locator("#start-words li")).to_have_count(6)
    expect(many.page.locator("#start-rest")).to_contain_text("picture 2: not taken")
    expect(many.page.locator("#start-rest")).to_contain_text("What has arrived is not affected")
    expect(many.page.locator("#start-rest-send")).to_be_hidden()


def test_a_lost_first_answer_holds_everything_until_it_is_known(many: StartPage) -> None:
    sent = many.serve(None, DONE, ADDED)
    many.send()
    expect(many.page.locator("#start-failure")).to_contain_text("No answer came back")
    expect(many.page.locator("#start-words li")).to_have_count(0)

    many.send()
    expect(many.page.locator("#start-words li")).to_have_count(6)

    assert sent[0].headers["idempotency-key"] == sent[1].headers["idempotency-key"]
    assert sent[0].post_data == sent[1].post_data


def test_a_video_of_600_frames_fits_in_a_message(start: StartPage) -> None:
    longest = """
    async ([address]) => {
      const { writeMessages, textOf } = await import(address + "request.js");
      const frames = Array.from({ length: 600 }, (_, index) => (
        { at: 90000.25 + index, quality: 100, bits: "0f".repeat(32) }));
      const clip = { kind: "video", views: null, clip: { frames }, md5: "0".repeat(32),
        sha256: "0".repeat(64) };
      const answers = { age_band: "18_plus_was_under_18", whose: "somebody_i_help",
        consent: true, keep_plan: true };
      return writeMessages(answers, [clip, clip]).map((message) => textOf(message, "t").length);
    }
    """

    lengths = start.page.evaluate(longest, [start.static])

    assert len(lengths) == 2
    assert max(lengths) <= 64 * 1024 - 1000
