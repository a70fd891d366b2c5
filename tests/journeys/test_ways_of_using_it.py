"""With the keyboard alone, with scripts off, on a shared device, with a lost answer."""

import random
import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.instance import Instance, opening
from tests.journeys.browser import (
    PHONE,
    agree,
    answer_about,
    choose,
    come_back,
    go_on,
    read_words,
    visit,
    wait_until_ready,
)

pytestmark = pytest.mark.journey

PLAIN_PAGES = ["/", "/you/", "/family/", "/work/", "/adult/", "/return/", "/privacy/", "/about/"]


def _tab_to(page: Page, selector: str, *, presses: int = 60) -> None:
    for _ in range(presses):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with the Tab key")


def test_the_way_to_the_fingerprint_page_needs_no_mouse(
    instance: Instance, browser: Browser
) -> None:
    with visit(browser, instance.url) as made:
        made.page.goto("/")
        _tab_to(made.page, "a[href='/you/']")
        made.page.keyboard.press("Enter")
        expect(made.page).to_have_url(re.compile("/you/$"))
        _tab_to(made.page, "a[href='/you/start/']")
        made.page.keyboard.press("Enter")
        wait_until_ready(made.page)
        _tab_to(made.page, "#start-files")


def test_every_visitor_page_can_be_left_with_shift_three_times(
    instance: Instance, browser: Browser
) -> None:
    def weather(route: Route) -> None:
        route.fulfill(body="<title>Weather</title>", content_type="text/html")

    with visit(browser, instance.url) as made:
        made.page.context.route("https://www.bbc.co.uk/**", weather)
        for path in [*PLAIN_PAGES, "/you/start/"]:
            made.page.goto(path)
            expect(made.page.locator("[data-module=govuk-exit-this-page]")).to_have_attribute(
                "data-govuk-exit-this-page-init", ""
            )
            for _ in range(3):
                made.page.keyboard.press("Shift")
            expect(made.page).to_have_url("https://www.bbc.co.uk/weather", timeout=15_000)


def test_leaving_closes_the_page_behind_the_words(instance: Instance, browser: Browser) -> None:
    chance = random.Random(31)
    opened = httpx.post(f"{instance.url}/api/v1/cases", json=opening(chance)).json()

    with visit(browser, instance.url) as made:
        come_back(made.page, opened["code"].split())
        left = made.page.context.request.get("/leave/", max_redirects=0)
        assert (left.status, left.headers["location"]) == (302, "https://www.bbc.co.uk/weather")
        made.page.goto("/page/")

        expect(made.page).to_have_url(re.compile("/return/"))


def test_with_scripts_off_everything_but_fingerprinting_works(
    instance: Instance, browser: Browser
) -> None:
    opened = httpx.post(f"{instance.url}/api/v1/cases", json=opening(random.Random(32))).json()

    with visit(browser, instance.url, java_script_enabled=False, viewport=PHONE) as made:
        for path in PLAIN_PAGES:
            assert made.page.goto(path).status == 200  # type: ignore[union-attr]
            assert made.page.locator("h1").count() == 1
        made.page.goto("/you/start/")
        expect(made.page.locator("main")).to_contain_text(re.compile("JavaScript|script", re.I))
        come_back(made.page, opened["code"].split())
        made.page.goto("/page/stop/")
        made.page.locator("main form[method=post] button").first.click()
        expect(made.page.locator(".tb-card--good")).to_contain_text("taken back")


def test_nothing_in_titles_or_addresses_tells_why_somebody_came(
    instance: Instance, browser: Browser
) -> None:
    telling = re.compile(
        r"nude|naked|sex|abuse|image|picture|photo|child|porn|explicit|victim|police|removal", re.I
    )

    with visit(browser, instance.url) as made:
        for path in [*PLAIN_PAGES, "/you/start/", "/accessibility/", "/not-here/"]:
            made.page.goto(path)

            assert not telling.search(made.page.title()), made.page.title()
            assert not telling.search(made.page.url)


def test_a_lost_answer_asked_for_again_is_the_same_case(
    instance: Instance, browser: Browser, photograph: Path
) -> None:
    answers: list[str] = []

    def lose_the_first(route: Route) -> None:
        answer = route.fetch()  # the service has opened the case
        answers.append(answer.text())
        if len(answers) == 1:
            route.abort("connectionreset")
        else:
            route.fulfill(response=answer)

    with visit(browser, instance.url, viewport=PHONE) as made:
        page = made.page
        page.context.route("**/api/v1/cases", lose_the_first)
        page.goto("/family/start/")
        choose(page, photograph)
        go_on(page)
        answer_about(page)
        agree(page)
        page.locator("#start-send").click()
        expect(page.locator("#start-failure")).to_be_visible(timeout=30_000)
        page.locator("#start-send").click()
        words = read_words(page)

    assert len(answers) == 2
    assert answers[0] == answers[1]
    assert " ".join(words) in answers[0]


def test_a_double_click_on_send_opens_one_case(
    instance: Instance, browser: Browser, photograph: Path
) -> None:
    with visit(browser, instance.url, viewport=PHONE) as made:
        page = made.page
        page.goto("/you/start/")
        choose(page, photograph)
        go_on(page)
        answer_about(page)
        agree(page)
        page.locator("#start-send").dblclick()
        read_words(page)

        assert len(made.sent()) == 1
