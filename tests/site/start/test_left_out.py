"""A picture that the service does not take is named rightly and left out; the others go on."""

import json
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Request, expect

from tests.site.start.pictures import cat, coffee, encode
from tests.site.start.start_page import OPENED, WORDS, StartPage

DONE = {"status": 201, "json": OPENED}
ADDED = {"status": 201, "json": {"entries": ["e2"]}}
PICTURES = 14


def _refusal(code: str, field: str | None, *, status: int = 422) -> dict[str, Any]:
    return {"status": status, "json": {"error": {"code": code, "field": field, "message": "no"}}}


def _digests(request: Request) -> list[str]:
    return [picture["md5"] for picture in json.loads(request.post_data or "")["pictures"]]


@pytest.fixture
def three(start: StartPage) -> StartPage:
    """At the last look, with three pictures; a file that is not used lies between them."""
    files = [encode(coffee(), "JPEG"), b"", encode(cat(), "PNG"), encode(cat().rotate(90), "PNG")]
    start.choose(*files)
    start.answer()
    return start


@pytest.fixture
def many(start: StartPage) -> StartPage:
    """At the last look, with as many pictures as two messages carry."""
    start.choose(*[encode(cat().resize((100 + more, 80)), "PNG") for more in range(PICTURES)])
    start.answer()
    return start


def test_the_picture_is_named_and_the_others_can_be_sent(three: StartPage) -> None:
    sent = three.serve(_refusal("too_common", "pictures.1"), DONE)
    failure = three.page.locator("#start-failure")

    three.send()
    expect(failure).to_contain_text("Picture 2 looks like a picture that many people have")
    expect(failure).to_contain_text("Press \u201cSend the fingerprints\u201d to send the others.")
    expect(three.page.locator("[data-answer=pictures]")).to_have_text("2 pictures")
    shown = three.shown_letters()
    three.send()
    expect(three.page.locator("#start-words li")).to_have_count(6)

    first, second = (_digests(request) for request in sent)
    assert second == [first[0], first[2]]
    assert sent[1].post_data == shown


@pytest.mark.parametrize(
    ("code", "state", "word"),
    [("too_common", "common", "Too common"), ("too_plain", "plain", "Too plain")],
)
def test_its_line_says_why_it_is_not_used(
    three: StartPage, code: str, state: str, word: str
) -> None:
    three.serve(_refusal(code, "pictures.1"))
    three.send()
    expect(three.page.locator("#start-failure")).to_contain_text("Picture 2")

    three.page.locator("[data-change=choose]").click()

    assert three.states() == ["ready", "failed", state, "ready"]
    expect(three.page.locator(".start-picture").nth(2)).to_contain_text(word)


def test_when_none_is_left_it_leads_back_to_choosing(start: StartPage) -> None:
    start.choose(encode(cat(), "PNG"))
    start.answer()
    start.serve(_refusal("too_common", "pictures.0"))

    start.send()

    expect(start.page.locator("h1")).to_have_text("Choose the picture")
    expect(start.page.locator("#start-errors")).to_contain_text("nothing is kept of it")
    assert "talk to somebody" in start.notes()[0]


def test_a_picture_of_a_later_message_is_named_as_the_page_numbers_it(many: StartPage) -> None:
    sent = many.serve(DONE, _refusal("too_common", "pictures.1"), ADDED)
    rest = many.page.locator("#start-rest")

    many.send()
    expect(rest).to_be_visible()
    inside = len(_digests(sent[0]))
    expect(rest).to_contain_text(f"Picture {inside + 2} looks like")
    expect(rest).to_contain_text(f"Not there yet: {PICTURES - inside - 1}.")
    many.page.get_by_role("button", name="Send the rest").click()
    expect(rest).to_be_hidden()

    refused, again = _digests(sent[1]), _digests(sent[2])
    assert again == [refused[0], *refused[2:]]
    assert sent[1].headers["idempotency-key"] != sent[2].headers["idempotency-key"]


def test_each_that_is_left_out_keeps_the_number_that_was_shown(many: StartPage) -> None:
    common = _refusal("too_common", "pictures.0")
    sent = many.serve(DONE, common)
    rest = many.page.locator("#start-rest")
    send_rest = many.page.get_by_role("button", name="Send the rest")

    many.send()
    expect(rest).to_be_visible()
    inside = len(_digests(sent[0]))
    for number in range(inside + 1, PICTURES):
        expect(rest).to_contain_text(f"Picture {number} looks like")
        send_rest.click()

    expect(rest).to_contain_text(f"Picture {PICTURES} looks like")
    expect(rest).to_contain_text(f"All the others have arrived and are kept: {inside}.")
    expect(send_rest).to_be_hidden()
    expect(rest).not_to_contain_text("Press")
    assert many.page.locator("#start-words li").all_text_contents() == WORDS.split()


@pytest.mark.parametrize(
    ("status", "code", "sentence"),
    [
        (409, "case_full", "one set of six words holds 100 pictures at most"),
        (404, "add_to_unknown", "more than an hour has passed"),
    ],
)
def test_what_can_no_longer_be_added_is_said_and_what_to_do(
    many: StartPage, status: int, code: str, sentence: str
) -> None:
    many.serve(DONE, _refusal(code, None, status=status))
    rest = many.page.locator("#start-rest")

    many.send()

    expect(rest).to_contain_text(sentence)
    expect(rest).to_contain_text("What has arrived is not affected")
    expect(many.page.locator("#start-rest-send")).to_be_hidden()


def test_a_plain_picture_chosen_twice_is_called_plain_both_times(start: StartPage) -> None:
    plain = encode(Image.new("RGB", (80, 60), "white"), "PNG")

    assert start.choose(plain, plain) == ["plain", "plain"]
