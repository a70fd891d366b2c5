"""The plan in a real browser: from the last answer to ticks, paper, files and the fingerprint."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.test import override_settings
from icalendar import Calendar
from playwright.sync_api import Browser, Page, Route, expect

from tests.instance import Instance
from tests.journeys.browser import DESKTOP, NARROW, PHONE, Visit, visit, wait_until_ready
from tests.site.plan.visits import VISITS, address_of, answers_of, cookie_of

pytestmark = pytest.mark.journey

THREATS = "fourteen, asked for money"
LONGEST = "sixteen, an ex passed it on"
OPEN_ALL = "for (const details of document.querySelectorAll('details')) details.open = true"
BUDGET_BYTES = 100_000  # a page before fingerprinting; see the design's measures


@contextmanager
def plan_of(name: str, instance: Instance, browser: Browser, **options: object) -> Iterator[Visit]:
    """A visit with these answers given, as the instance would have sealed them."""
    secret = (instance.data / "secrets" / "secret_key").read_text("ascii").strip()
    with override_settings(SECRET_KEY=secret):
        cookie = cookie_of(VISITS[name][1], answers_of(name))
    with visit(browser, instance.url, **options) as made:
        made.page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": instance.url}]
        )
        made.page.goto(address_of(name))
        yield made


def tick(page: Page, step: str) -> None:
    page.locator(f"label[for={step}-done]").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [NARROW, DESKTOP], ids=["320", "wide"])
def test_every_kind_of_plan_is_accessible(
    instance: Instance, browser: Browser, viewport: dict[str, int], scheme: str
) -> None:
    for name in (LONGEST, "somebody is coming", "a head of year"):
        with plan_of(name, instance, browser, viewport=viewport, color_scheme=scheme) as made:
            assert made.findings() == [], name
            assert made.overflow() == 0, name
            made.page.evaluate(
                "for (const one of document.querySelectorAll('details')) one.open = 1"
            )
            tick(made.page, "stay_calm")
            expect(made.page.locator("#progress")).to_contain_text("1 of")
            assert made.findings() == [], f"{name}, all open"
            assert made.overflow() == 0, f"{name}, all open"
            assert made.complaints == []


def test_a_tick_is_saved_quietly_and_stays(instance: Instance, browser: Browser) -> None:
    with plan_of(THREATS, instance, browser, viewport=PHONE) as made:
        page = made.page
        expect(page.locator("[data-save]:visible")).to_have_count(0)
        with page.expect_response("**/plan/done/") as saved:
            tick(page, "stay_calm")
        assert saved.value.status == 204
        expect(page.locator("#progress")).to_have_text(re.compile(r"^1 of \d+ done$"))
        expect(page.locator("nav [data-step=stay_calm]")).to_contain_text("done")

        page.reload()
        expect(page.locator("#stay_calm-done")).to_be_checked()
        expect(page.locator("#progress")).to_have_text(re.compile(r"^1 of \d+ done$"))

        with page.expect_response("**/plan/done/"):
            tick(page, "stay_calm")
        page.reload()
        expect(page.locator("#stay_calm-done")).not_to_be_checked()
        assert made.complaints == []


def test_hurried_ticks_all_count(instance: Instance, browser: Browser) -> None:
    with plan_of(THREATS, instance, browser) as made:
        steps = ["stay_calm", "do_not_look_or_copy", "do_not_pay"]
        for step in steps:
            tick(made.page, step)
        made.page.wait_for_load_state("networkidle")

        made.page.reload()
        for step in steps:
            expect(made.page.locator(f"#{step}-done")).to_be_checked()


def test_a_tick_that_could_not_be_saved_says_so_and_can_be_saved_by_hand(
    instance: Instance, browser: Browser
) -> None:
    with plan_of(THREATS, instance, browser) as made:
        page = made.page
        page.context.set_offline(True)
        tick(page, "stay_calm")
        expect(page.locator("#progress")).to_contain_text("not saved yet")
        page.context.set_offline(False)
        page.locator("[data-save]:visible button").first.click()

        expect(page).to_have_url(re.compile("/you/plan/#progress$"))
        expect(page.locator("#stay_calm-done")).to_be_checked()


def test_with_scripts_off_the_plan_can_be_read_ticked_and_taken_along(
    instance: Instance, browser: Browser
) -> None:
    with plan_of(THREATS, instance, browser, java_script_enabled=False, viewport=PHONE) as made:
        page = made.page
        tick(page, "do_not_pay")
        page.locator("[data-save] button").first.click()
        expect(page.locator("#progress")).to_have_text(re.compile(r"^1 of \d+ done$"))
        later = page.locator("details[data-on-paper]").first
        later.locator("summary").first.click()
        expect(later.locator(".tb-how")).to_be_visible()
        for suffix, name in ((".txt", "notes.txt"), (".ics", "reminders.ics")):
            with page.expect_download() as download:
                page.locator(f"a[href$='plan{suffix}']").click()
            assert download.value.suggested_filename == name
            content = download.value.path().read_bytes()
            if suffix == ".ics":
                assert Calendar.from_ical(content).walk("VEVENT")
            else:
                assert b"Childline" in content


def test_from_the_plan_to_the_fingerprint_nothing_is_asked_twice(
    instance: Instance, browser: Browser
) -> None:
    with plan_of(THREATS, instance, browser, viewport=PHONE) as made:
        page = made.page
        page.locator("#fingerprint details summary").first.click()
        page.get_by_role("button", name="Make the fingerprint").click()
        expect(page).to_have_url(re.compile("/you/start/$"))
        wait_until_ready(page)

        assert page.locator("input[name=whose]:checked").get_attribute("value") == "me"
        assert page.locator("input[name=age_band]:checked").get_attribute("value") == "13_15"
        assert page.locator("input[name=keep_plan]").count() == 1
        assert page.locator("input[name=keep_plan]:checked").count() == 0


def test_on_paper_every_step_stands_open_and_nothing_else(
    instance: Instance, browser: Browser
) -> None:
    with plan_of(THREATS, instance, browser) as made:
        page = made.page
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")

        expect(page.locator(".tb-how:visible")).to_have_count(page.locator(".tb-how").count())
        for hidden in (".tb-bar", ".tb-footer", ".tb-tick", "#overview", "#along", "[data-save]"):
            expect(page.locator(hidden).first).to_be_hidden()
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("details[data-on-paper][open]").count() == 0


@pytest.mark.parametrize("name", [LONGEST, "a head of year"])
def test_a_long_plan_stays_within_the_budget(
    instance: Instance, browser: Browser, name: str
) -> None:
    with plan_of(name, instance, browser, viewport=PHONE) as made:
        session = made.page.context.new_cdp_session(made.page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire: list[float] = []
        session.on("Network.loadingFinished", lambda e: wire.append(e["encodedDataLength"]))
        made.page.reload(wait_until="networkidle")

        assert 10_000 < sum(wire) <= BUDGET_BYTES


def test_after_leaving_back_does_not_show_the_plan(instance: Instance, browser: Browser) -> None:
    def weather(route: Route) -> None:
        route.fulfill(body="<title>Weather</title>", content_type="text/html")

    with plan_of(THREATS, instance, browser) as made:
        made.page.context.route("https://www.bbc.co.uk/**", weather)
        for _ in range(3):
            made.page.keyboard.press("Shift")
        expect(made.page).to_have_url("https://www.bbc.co.uk/weather", timeout=15_000)
        made.page.goto(instance.url + address_of(THREATS))

        expect(made.page).to_have_url(re.compile("/you/q/"))
