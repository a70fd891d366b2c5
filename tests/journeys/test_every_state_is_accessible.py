"""Every page in every state: no finding of WCAG 2.2 A or AA, nothing sticks out at 320 pixels."""

import random
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.instance import Instance, opening
from tests.journeys.browser import (
    DESKTOP,
    NARROW,
    Visit,
    agree,
    answer_about,
    choose,
    come_back,
    go_on,
    read_words,
    type_back,
    visit,
    wait_until_ready,
)

pytestmark = pytest.mark.journey

PAGES = [
    "/",
    "/you/",
    "/family/",
    "/work/",
    "/you/start/",
    "/family/start/",
    "/work/start/",
    "/adult/",
    "/return/",
    "/signed-out/",
    "/about/",
    "/privacy/",
    "/accessibility/",
    "/you/q/1/",
    "/family/talk/",
    "/you/tell/",
    "/ready/",
    "/figures/",
    "/not-here/",
]
LOOKS = [(NARROW, "light"), (NARROW, "dark"), (DESKTOP, "light"), (DESKTOP, "dark")]


def _check(made: Visit, state: str) -> None:
    assert made.findings() == [], state
    assert made.overflow() == 0, f"{state} is wider than the window"
    assert made.page.locator("h1:visible").count() == 1, state


@pytest.mark.parametrize(
    ("viewport", "scheme"), LOOKS, ids=["320", "320-dark", "wide", "wide-dark"]
)
def test_every_page_is_accessible(
    instance: Instance, browser: Browser, viewport: dict[str, int], scheme: str
) -> None:
    with visit(browser, instance.url, viewport=viewport, color_scheme=scheme) as made:
        for path in PAGES:
            made.page.goto(path)
            _check(made, path)


@pytest.mark.parametrize(
    ("viewport", "scheme"), LOOKS, ids=["320", "320-dark", "wide", "wide-dark"]
)
def test_every_step_of_making_fingerprints_is_accessible(
    instance: Instance,
    browser: Browser,
    photograph: Path,
    tmp_path: Path,
    viewport: dict[str, int],
    scheme: str,
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff" + bytes(100))

    with visit(browser, instance.url, viewport=viewport, color_scheme=scheme) as made:
        page = made.page
        page.goto("/you/start/")
        wait_until_ready(page)
        go_on(page)
        _check(made, "nothing chosen")
        choose(page, photograph, broken, ready=1)
        page.locator("[data-show]:visible").first.click()
        page.locator("summary:visible").last.click()
        _check(made, "one ready, one not readable, preview open")
        page.locator("[data-remove]:visible").last.click()
        go_on(page)
        go_on(page)
        _check(made, "age not said")
        answer_about(page, age_band="adult")
        _check(made, "over 18 in the picture")
        page.go_back()
        answer_about(page, age_band="under_13")
        go_on(page)
        _check(made, "not agreed")
        agree(page)
        page.get_by_text("See it letter by letter").click()
        page.locator("#start-letters summary").first.click()
        _check(made, "check before sending, every letter shown")
        page.context.set_offline(True)
        page.locator("#start-send").click()
        expect(page.locator("#start-failure")).to_be_visible(timeout=30_000)
        _check(made, "sending failed")
        page.context.set_offline(False)
        page.locator("#start-send").click()
        words = read_words(page)
        _check(made, "six words")
        page.locator("#start-noted").click()
        page.fill("#start-word-0", "wrong")
        page.locator("#start-type-check").click()
        _check(made, "a word typed wrong")
        page.locator("[data-show-again]:visible").first.click()
        type_back(page, words)
        _check(made, "done")


@pytest.mark.parametrize(
    ("viewport", "scheme"), LOOKS, ids=["320", "320-dark", "wide", "wide-dark"]
)
def test_every_state_of_coming_back_is_accessible(
    instance: Instance, browser: Browser, viewport: dict[str, int], scheme: str
) -> None:
    chance = random.Random(f"{viewport}{scheme}")
    address = {"X-Forwarded-For": f"198.51.{chance.randrange(256)}.{chance.randrange(256)}"}
    opened = httpx.post(
        f"{instance.url}/api/v1/cases", json=opening(chance, pictures=2), headers=address
    ).json()

    with visit(
        browser, instance.url, viewport=viewport, color_scheme=scheme, extra_http_headers=address
    ) as made:
        page = made.page
        for typed in ("", "apple", "zzzz zzzz zzzz zzzz zzzz zzzz"):
            page.goto("/return/")
            page.fill("#words", typed)
            page.get_by_role("button", name="Open my page").click()
            expect(page.locator(".govuk-error-summary")).to_be_visible()
            _check(made, f"typed {typed!r}")
        come_back(page, opened["code"].split())
        _check(made, "status")
        page.goto("/page/stop/")
        _check(made, "before withdrawing")
        page.locator("main form[method=post] button").first.click()
        _check(made, "withdrawn")
        page.goto("/page/erase/")
        _check(made, "before deleting")
        page.locator("main form[method=post] button").first.click()
        _check(made, "deleted")
