"""A real browser on a real instance: what it asked for, how a person walks through it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request, ViewportSize, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
PHONE = ViewportSize(width=390, height=844)
NARROW = ViewportSize(width=320, height=640)
DESKTOP = ViewportSize(width=1280, height=900)
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without the calls home that it makes by itself."""
    quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visit:
    """One person's visit: a page, everything it asked for and everything it complained about."""

    page: Page
    requests: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def hosts(self) -> set[str]:
        """The hosts that were asked for anything."""
        addresses = (urlsplit(request.url) for request in self.requests)
        return {address.netloc for address in addresses if address.scheme in {"http", "https"}}

    def sent(self) -> list[Request]:
        """The requests that carried something."""
        return [
            request for request in self.requests if request.method != "GET" or request.post_data
        ]

    def findings(self) -> list[str]:
        """What axe finds against WCAG 2.2 A and AA on the page as it is now."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG
        )
        return [
            f"{violation['id']}: {node['html'][:120]}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    def overflow(self) -> int:
        """How many pixels the page is wider than the window: 0 when nothing sticks out."""
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.page.evaluate(width))


@contextmanager
def visit(browser: Browser, url: str, **options: object) -> Iterator[Visit]:
    """A visit by somebody who has never been here."""
    context = browser.new_context(base_url=url, locale="en-GB", **options)  # type: ignore[arg-type]
    page = context.new_page()
    made = Visit(page)
    # Workers' requests are the context's, not the page's.
    context.on("request", lambda request: made.requests.append(request))  # noqa: PLW0108
    page.on("pageerror", lambda error: made.complaints.append(str(error)))
    page.on(
        "console",
        lambda line: (
            made.complaints.append(line.text) if line.type in {"error", "warning"} else None
        ),
    )
    try:
        yield made
    finally:
        context.close()


def wait_until_ready(page: Page) -> None:
    """Wait until the fingerprint page has everything it needs to work without the network."""
    expect(page.locator("#start-ready")).to_contain_text("Ready", timeout=30_000)


def choose(page: Page, *files: Path, ready: int | None = None) -> None:
    """Choose files on the fingerprint page and wait until each has been worked on."""
    wait_until_ready(page)
    page.set_input_files("#start-files", [str(file) for file in files])
    wanted = len(files) if ready is None else ready
    expect(page.locator("#start-pictures > li[data-state=ready]")).to_have_count(
        wanted, timeout=60_000
    )


def go_on(page: Page) -> None:
    """Press the visible "Continue"."""
    page.locator("[data-next]:visible").click()


def answer_about(page: Page, *, age_band: str = "13_15") -> None:
    """Answer the questions about the picture; whose it is has been set by the door."""
    page.locator(f"input[name=age_band][value='{age_band}']").check()
    go_on(page)


def agree(page: Page) -> None:
    """Tick the consent and go on."""
    page.locator("#start-consent").check()
    go_on(page)


def letters_shown(page: Page) -> str:
    """Return the text that the page says will leave the device, letter by letter."""
    return "".join(page.locator("#start-letters [data-letters]").all_text_contents())


def read_words(page: Page) -> list[str]:
    """Return the six words as they stand on the page."""
    expect(page.locator("#start-words li")).to_have_count(6, timeout=30_000)
    return page.locator("#start-words li").all_inner_texts()


def type_back(page: Page, words: list[str]) -> None:
    """Type the two words that are asked for."""
    page.locator("#start-noted").click()
    for field_number in (0, 1):
        label = page.locator(f"label[for=start-word-{field_number}]").inner_text()
        place = int("".join(letter for letter in label if letter.isdigit()))
        page.fill(f"#start-word-{field_number}", words[place - 1])
    page.locator("#start-type-check").click()
    expect(page.locator("#start-end")).to_be_visible()


def come_back(page: Page, words: list[str]) -> None:
    """Type the six words on the page for them."""
    page.goto("/return/")
    page.fill("#words", " ".join(words))
    page.get_by_role("button", name="Open my page").click()
    expect(page).to_have_url(re.compile(r"/page/$"))
