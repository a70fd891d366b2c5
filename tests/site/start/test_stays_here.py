"""Nothing of a picture leaves the page but the one text, and nothing of it stays."""

import pytest
from playwright.sync_api import Page, expect

from tests.site.start.pictures import cat, coffee, encode
from tests.site.start.start_page import OPENED, StartPage

KEPT = """
async () => [
  localStorage.length,
  sessionStorage.length,
  (await indexedDB.databases()).length,
  (await caches.keys()).length,
  document.cookie,
]
"""


def test_everything_works_with_the_line_cut_until_sending(start: StartPage) -> None:
    before = len(start.requests)
    start.page.context.set_offline(True)

    assert start.choose(encode(coffee(), "JPEG"), encode(cat(), "AVIF")) == ["ready", "ready"]
    start.answer()
    start.send()
    expect(start.page.locator("#start-failure")).to_contain_text("It could not be sent")
    assert len(start.requests) == before + 1
    start.page.context.set_offline(False)
    start.serve({"status": 201, "json": OPENED})
    start.send()

    expect(start.page.locator("#start-words li")).to_have_count(6)


def test_heic_without_a_line_asks_for_one_and_then_works(start: StartPage) -> None:
    start.page.context.set_offline(True)
    assert start.choose(encode(cat(), "PNG"), encode(coffee(), "HEIF")) == ["ready", "failed"]
    assert "needs one more piece" in start.notes()[1]

    start.page.context.set_offline(False)
    start.page.locator("[data-retry]:visible").click()

    expect(start.page.locator("#start-count")).to_have_text("2 pictures are ready.")


def test_no_request_is_made_between_choosing_and_sending(start: StartPage) -> None:
    before = len(start.requests)

    start.choose(encode(coffee(), "JPEG"), encode(cat(), "PNG"))
    start.page.locator("[data-show]").first.click()
    expect(start.page.locator("canvas").first).to_have_js_property("width", 160)
    start.answer()

    assert start.requests[before:] == []


def test_libheif_is_loaded_only_for_a_heic_file(start: StartPage) -> None:
    start.choose(encode(coffee(), "JPEG"))
    assert not [request for request in start.requests if "libheif" in request.url]

    start.choose(encode(cat(), "HEIF"))

    assert [request.url for request in start.requests if "libheif" in request.url]
    assert all(request.url.startswith(start.server) for request in start.requests)


def test_nothing_is_stored_and_nothing_is_in_the_history(start: StartPage) -> None:
    start.choose(("telling name.png", encode(cat(), "PNG")))
    start.answer()

    assert start.page.evaluate(KEPT) == [0, 0, 0, 0, ""]
    assert start.page.evaluate("history.state") == {"step": "check"}


def test_leaving_wipes_the_page_even_from_the_browsers_own_memory(start: StartPage) -> None:
    start.choose(encode(cat(), "PNG"))
    start.answer()

    start.page.goto("about:blank")
    start.page.go_back()
    start.page.locator("#start-ready", has_text="Ready.").wait_for()

    assert start.states() == []
    expect(start.page.locator("h1")).to_have_text("Choose the picture")
    assert start.page.locator("#start input[name=age_band]:checked").count() == 0


def test_the_worker_obeys_the_same_policy_as_the_page(start: StartPage) -> None:
    worker = start.page.request.get(f"{start.static}worker.js")

    policy = worker.headers.get("content-security-policy", "")
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy


def test_the_file_name_is_hidden_at_first(start: StartPage) -> None:
    start.choose(("telling name.png", encode(cat(), "PNG")))

    expect(start.page.get_by_text("telling name.png")).to_be_hidden()
    start.page.locator(".start-picture summary").click()
    expect(start.page.get_by_text("telling name.png")).to_be_visible()


def test_a_preview_is_small_hidden_at_first_and_gone_when_hidden(start: StartPage) -> None:
    start.choose(encode(coffee(), "HEIF"))
    canvas = start.page.locator("canvas")
    expect(canvas).to_be_hidden()

    start.page.locator("[data-show]").click()
    expect(canvas).to_have_js_property("width", 160)
    expect(canvas).to_have_js_property("height", 107)
    start.page.locator("[data-show]").click()

    expect(canvas).to_be_hidden()
    expect(canvas).to_have_js_property("width", 0)


@pytest.mark.parametrize("reader", ["family", "work"])
def test_only_the_young_person_is_offered_a_preview(page: Page, server: str, reader: str) -> None:
    other = StartPage(page, server).open(reader)

    other.choose(encode(cat(), "PNG"))

    assert page.locator("[data-show]").count() == 0
    assert page.locator("canvas:visible").count() == 0


def test_no_part_of_the_page_breaks_the_policy(start: StartPage) -> None:
    messages: list[str] = []
    start.page.on("console", lambda message: messages.append(message.text))

    start.choose(encode(coffee(), "HEIF"), encode(cat(), "AVIF"))
    start.answer()

    assert messages == []
    assert start.errors == []
