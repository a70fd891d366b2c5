"""A file that brings the worker down, or takes for ever, costs the others nothing."""

from playwright.sync_api import Page, expect

from tests.site.start.pictures import cat, coffee, encode
from tests.site.start.start_page import StartPage

# Stands in for a browser that gives up on a worker while it reads a certain file.
FRAGILE_WORKER = """
const post = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (order, ...rest) {
  if (order.file?.name.startsWith("breaks")) {
    this.terminate();
    this.dispatchEvent(new ErrorEvent("error"));
  } else if (!order.file?.name.startsWith("hangs")) {
    post.call(this, order, ...rest);
  }
};
"""


def test_a_crash_costs_one_file_and_a_second_one_too(page: Page, server: str) -> None:
    page.add_init_script(FRAGILE_WORKER)
    start = StartPage(page, server).open("you")
    bad = encode(cat(), "PNG")

    states = start.choose(
        ("a.jpg", encode(coffee(), "JPEG")),
        ("breaks 1.png", bad),
        ("b.gif", encode(cat(), "GIF")),
        ("breaks 2.png", bad),
        ("c.webp", encode(cat(), "WEBP")),
    )

    assert states == ["ready", "failed", "ready", "failed", "ready"]
    assert start.notes()[1].startswith("Something went wrong with this file.")


def test_a_fault_in_the_kernel_is_said_and_the_page_goes_on(page: Page, server: str) -> None:
    faulty = """
    export async function loadKernel() {
      return { openPicture() { throw new Error("unreachable"); } };
    }
    """
    page.route(
        "**/kernel/browser.js",
        lambda route: route.fulfill(
            body=faulty,
            content_type="text/javascript",
            headers={"Cross-Origin-Embedder-Policy": "require-corp"},
        ),
    )
    start = StartPage(page, server).open("you")

    assert start.choose(encode(cat(), "PNG"), b"") == ["failed", "failed"]
    assert start.notes()[0].startswith("Something went wrong with this file.")
    assert start.notes()[1].startswith("This file is empty.")


def test_a_file_removed_while_it_waits_is_never_read(page: Page, server: str) -> None:
    page.add_init_script(FRAGILE_WORKER)
    start = StartPage(page, server).open("you")
    start.hand_over(("hangs.png", encode(cat(), "PNG")), ("breaks.png", encode(cat(), "PNG")))
    expect(page.locator("[data-state=working]")).to_be_visible()

    page.locator("[data-remove]").last.click()
    page.get_by_role("button", name="Stop").click()
    page.locator("[data-remove]").click()

    assert start.choose(encode(cat(), "GIF")) == ["ready"]


def test_after_a_crash_without_a_line_the_reserve_takes_over(page: Page, server: str) -> None:
    page.add_init_script(FRAGILE_WORKER)
    start = StartPage(page, server).open("you")
    page.context.set_offline(True)

    states = start.choose(("breaks.png", encode(cat(), "PNG")), ("b.gif", encode(cat(), "GIF")))

    assert states == ["failed", "ready"]


def test_stop_ends_what_waits_and_keeps_what_is_done(page: Page, server: str) -> None:
    page.add_init_script(FRAGILE_WORKER)
    start = StartPage(page, server).open("you")
    start.choose(("a.png", encode(cat(), "PNG")))
    start.hand_over(("hangs.webp", encode(cat(), "WEBP")), ("b.gif", encode(cat(), "GIF")))
    expect(page.locator("#start-count")).to_have_text("1 of 3 done")
    start.go_on()
    expect(page.locator("#start-errors")).to_contain_text("Wait until every picture is done")

    page.get_by_role("button", name="Stop").click()

    expect(page.locator("#start-count")).to_have_text("1 picture is ready. 2 not used: see below.")
    assert start.states() == ["ready", "stopped", "stopped"]
    page.locator("[data-retry]:visible").last.click()
    expect(page.locator("#start-count")).to_have_text(
        "2 pictures are ready. 1 not used: see below."
    )


def test_a_file_that_takes_too_long_is_given_up(page: Page, server: str) -> None:
    page.clock.install()
    page.add_init_script(FRAGILE_WORKER)
    start = StartPage(page, server).open("you")
    start.hand_over(("hangs.png", encode(cat(), "PNG")))
    expect(page.locator("[data-state=working]")).to_be_visible()

    page.clock.run_for(121_000)

    expect(page.locator("#start-count")).to_have_text(
        "No picture is ready yet. 1 not used: see below."
    )
    assert start.notes() == ["This one took too long, so we stopped. You can try again."]
