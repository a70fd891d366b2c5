"""The pages of words in a real browser: nothing of WCAG 2.2 A or AA found, copying, no scripts."""

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.instance import Instance
from tests.journeys.browser import DESKTOP, NARROW, PHONE, visit

pytestmark = pytest.mark.journey

PAGES = [
    "/family/talk/?s=4",
    "/work/talk/",
    "/you/tell/",
    "/ready/",
    "/ready/talks/",
    "/ready/replies/",
    "/ready/apps/",
    "/ready/phones/",
    "/ready/home/",
    "/figures/",
]


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(NARROW, "light"), (DESKTOP, "dark")], ids=["320", "wide-dark"]
)
def test_every_page_of_words_is_accessible(
    instance: Instance, browser: Browser, viewport: ViewportSize, scheme: str
) -> None:
    with visit(browser, instance.url, viewport=viewport, color_scheme=scheme) as made:
        for path in PAGES:
            made.page.goto(path)
            for fold in made.page.locator("details > summary").all():
                fold.click()
            assert made.findings() == [], path
            assert made.overflow() == 0, path
        assert made.complaints == []
        assert made.hosts() == {instance.url.removeprefix("http://")}


def test_a_message_is_copied_as_it_stands(instance: Instance, browser: Browser) -> None:
    with visit(
        browser,
        instance.url,
        viewport=PHONE,
        permissions=["clipboard-read", "clipboard-write"],
    ) as made:
        page = made.page
        page.goto("/you/tell/")

        page.get_by_role("button", name="Copy: To a parent: short").click()

        expect(page.locator("#copied")).to_have_text("Copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.locator("#messages-2").inner_text()


def test_where_the_clipboard_is_closed_the_words_are_selected(
    instance: Instance, browser: Browser
) -> None:
    with visit(browser, instance.url, viewport=PHONE) as made:
        page = made.page
        page.add_init_script("delete Navigator.prototype.clipboard")
        page.goto("/you/tell/")

        page.get_by_role("button", name="Copy: I passed it on").click()

        expect(page.locator("#copied")).to_have_text("Selected: copy it now")
        selected = page.evaluate("getSelection().toString()")
        assert selected.startswith("I need to tell you something I feel bad about.")


def test_without_scripts_everything_can_be_read_and_no_button_is_dead(
    instance: Instance, browser: Browser
) -> None:
    with visit(browser, instance.url, viewport=PHONE, java_script_enabled=False) as made:
        page = made.page
        page.goto("/family/talk/")
        page.get_by_role("link", name="The school rang").click()
        expect(page.get_by_text("School rang. Before anything else")).to_be_visible()

        page.goto("/you/tell/")
        expect(page.get_by_text("Can we talk tonight, just us two?")).to_be_visible()
        expect(page.get_by_role("button", name="Copy")).to_have_count(0)


def test_from_any_answer_one_touch_leads_to_help_with_threats(
    instance: Instance, browser: Browser
) -> None:
    with visit(browser, instance.url, viewport=PHONE) as made:
        page = made.page
        page.goto("/ready/replies/")
        page.get_by_text("Then ask everybody.").scroll_into_view_if_needed()

        page.get_by_role("button", name="They are threatening me").click()

        expect(page.get_by_role("heading", name="They are threatening me")).to_be_in_viewport()
