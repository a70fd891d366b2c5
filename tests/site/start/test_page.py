"""The page for each reader, for browsers that cannot do it, and for everybody's way of reading."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.start.pictures import cat, encode
from tests.site.start.start_page import OPENED, StartPage

AXE = Path(__file__).parents[3] / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def _findings(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA on what is shown now."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    report: dict[str, Any] = page.evaluate("rules => axe.run(document, { runOnly: rules })", RULES)
    return [
        f"{finding['id']}: {node['html']}"
        for finding in report["violations"]
        for node in finding["nodes"]
    ]


def _is_wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_step_is_accessible_and_fits_on_320_pixels(
    browser: Browser, server: str, colours: Any
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=colours)
    start = StartPage(context.new_page(), server).open("you")
    start.serve({"status": 503, "json": {}}, {"status": 201, "json": OPENED})
    page = start.page
    found: dict[str, list[str]] = {}

    def look(step: str) -> None:
        found[step] = _findings(page) + ["too wide"] * _is_wider_than_the_screen(page)

    look("choose")
    start.go_on()
    look("choose, with an error")
    start.choose(encode(cat(), "PNG"), b"")
    page.locator("[data-show]").first.click()
    look("choose, with a picture")
    start.go_on()
    start.go_on()
    look("about, with an error")
    page.get_by_label("18 or over in the picture", exact=True).check()
    start.go_on()
    look("adult")
    start.page.go_back()
    page.get_by_label("Under 13", exact=True).check()
    start.go_on()
    look("consent")
    start.section().get_by_role("checkbox").check()
    start.go_on()
    page.locator("[data-step=check] summary").first.click()
    page.locator(".start-fold summary").first.click()
    look("check")
    start.send()
    expect(page.locator("#start-failure")).to_be_visible()
    look("check, not sent")
    start.send()
    expect(page.locator("#start-words li")).to_have_count(6)
    look("words")
    page.locator("#start-noted").click()
    page.locator("#start-type-check").click()
    look("words typed wrongly")
    context.close()

    assert {step: findings for step, findings in found.items() if findings} == {}


def test_the_whole_way_can_be_gone_by_keyboard(start: StartPage) -> None:
    start.serve({"status": 201, "json": OPENED})
    page = start.page
    start.choose(encode(cat(), "PNG"))

    def tab_to(selector: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.locator(selector).evaluate("element => element === document.activeElement"):
                return
        pytest.fail(f"{selector} cannot be reached")

    tab_to("[data-step=choose] [data-next]")
    page.keyboard.press("Enter")
    tab_to("#start-age-1")
    page.keyboard.press("ArrowDown")
    tab_to("[data-step=about] [data-next]")
    page.keyboard.press("Enter")
    tab_to("#start-consent")
    page.keyboard.press("Space")
    tab_to("[data-step=consent] [data-next]")
    page.keyboard.press("Enter")
    tab_to("#start-send")
    page.keyboard.press("Enter")

    expect(page.locator("#start-words li")).to_have_count(6)


@pytest.mark.parametrize(
    ("reader", "whose", "sentence"),
    [
        ("you", "Mine: I am in it", "where it already is"),
        ("family", "My child\u2019s", "You do not need to look at the picture, and please do not."),
        ("work", "A young person I am helping", "Staff never handle the picture."),
    ],
)
def test_the_words_fit_who_is_reading(
    page: Page, server: str, reader: str, whose: str, sentence: str
) -> None:
    start = StartPage(page, server).open(reader)

    expect(page.locator("main")).to_contain_text(sentence)
    start.choose(encode(cat(), "PNG"))
    start.go_on()
    expect(page.get_by_label(whose)).to_be_checked()


def test_without_scripts_the_page_says_what_else_to_do(browser: Browser, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/you/start/")

    expect(page.locator("#start-unsupported")).to_be_visible()
    expect(page.locator("#start-unsupported a")).to_have_attribute("href", "/you/")
    expect(page.locator("#start")).to_be_hidden()
    expect(page.locator(".start-loading")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("missing", ["WebAssembly", "Worker", "OffscreenCanvas"])
def test_a_browser_that_cannot_do_it_is_told_so(page: Page, server: str, missing: str) -> None:
    page.add_init_script(f"delete globalThis.{missing}")
    page.goto(f"{server}/you/start/")

    expect(page.locator("#start-unsupported")).to_be_visible()
    expect(page.locator("#start")).to_be_hidden()


def test_a_part_that_does_not_arrive_is_said_and_comes_with_another_try(
    page: Page, server: str
) -> None:
    page.route("**/kernel.wasm", lambda route: route.abort())
    page.goto(f"{server}/you/start/")
    start = StartPage(page, server)
    problem = page.locator("#start-not-loaded")
    expect(problem).to_contain_text("Check that you are online")
    expect(page.locator("#start-unsupported")).to_be_hidden()
    start.hand_over(encode(cat(), "PNG"))
    expect(page.locator("#start-pictures")).to_contain_text("this one has to wait")
    page.get_by_role("button", name="Try again", exact=True).click()
    expect(problem).to_be_focused()
    assert _findings(page) == []

    page.unroute("**/kernel.wasm")
    page.get_by_role("button", name="Try again", exact=True).click()

    expect(page.locator("#start-count")).to_have_text("1 picture is ready.")
    expect(problem).to_be_hidden()


def test_a_line_that_comes_back_while_getting_ready_is_used_at_once(
    page: Page, server: str
) -> None:
    page.route("**/kernel.wasm", lambda route: route.abort())
    page.goto(f"{server}/you/start/")
    expect(page.locator("#start-not-loaded")).to_be_visible()

    page.unroute("**/kernel.wasm")
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator("#start-ready")).to_contain_text("Ready.")


def test_a_page_that_arrives_slowly_says_so_and_does_not_blame_the_browser(
    page: Page, server: str
) -> None:
    page.clock.install()
    page.route("**/kernel.wasm", lambda route: None)
    page.goto(f"{server}/you/start/")
    expect(page.locator("#start-ready")).to_have_text("Getting ready\u2026")

    page.clock.fast_forward(11_000)

    expect(page.locator("#start-ready")).to_contain_text("The connection is slow or cut.")
    expect(page.locator("#start-unsupported")).to_be_hidden()


def test_a_page_whose_own_script_does_not_arrive_says_what_to_do(page: Page, server: str) -> None:
    page.route("**/start/queue.js*", lambda route: route.abort())
    page.goto(f"{server}/you/start/")

    expect(page.locator(".start-loading")).to_be_visible()
    expect(page.locator("#start-unsupported")).to_be_visible(timeout=10_000)
    expect(page.locator("#start-unsupported")).to_contain_text("Check that you are online")
    expect(page.locator(".start-loading")).to_be_hidden()


def test_whoever_hears_the_page_learns_which_picture_a_button_is_about(start: StartPage) -> None:
    start.choose(encode(cat(), "PNG"), encode(cat().resize((300, 200)), "PNG"))

    preview = start.page.get_by_role("button", name="Show a small preview (Picture 2)")
    preview.click()

    expect(start.page.get_by_role("button", name="Hide the preview (Picture 2)")).to_be_visible()
    expect(start.page.get_by_role("button", name="Remove (file 1)")).to_be_visible()


def test_a_picture_dropped_beside_the_place_does_not_open(start: StartPage) -> None:
    drop = """
    (selector) => {
      const event = new DragEvent("drop", { bubbles: true, cancelable: true });
      return !document.querySelector(selector).dispatchEvent(event);
    }
    """

    assert start.page.evaluate(drop, "h1") is True
    assert start.page.evaluate(drop, "#start-drop") is True


def test_pictures_can_be_dropped(start: StartPage) -> None:
    drop = """
    (bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], "dropped.png"));
      const event = new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data });
      document.querySelector("#start-drop").dispatchEvent(event);
    }
    """
    start.page.evaluate(drop, list(encode(cat(), "PNG")))

    expect(start.page.locator("#start-count")).to_have_text("1 picture is ready.")
