"""Bytes and requests of the first page and of the page a person starts on, in Chromium.

`bytes` is what the page itself loads, `bytes_with_workers` that and what its workers load (the
kernel and what reads files), which is fetched while a person reads.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request, sync_playwright

from bench.writing import write
from tests.instance import running

CHROMIUM = "/usr/bin/chromium"
PAGES = {
    "first_page": "/",
    "door": "/you/",
    "question": "/you/q/1/",
    "fingerprint_page": "/you/start/",
}
BUDGET_BYTES = 100_000  # a page before fingerprinting; see the design's measures
WORKERS_MILLISECONDS = 1500  # after the page is quiet; they load from this machine


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        try:
            yield browser
        finally:
            browser.close()


def _measure(page: Page, address: str) -> dict[str, object]:
    """Load one page with an empty cache; count what crossed the wire."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    hosts: set[str] = set()
    wire_bytes: list[float] = []
    finished: list[Request] = []
    page.context.on("requestfinished", lambda request: finished.append(request))  # noqa: PLW0108
    session.on(
        "Network.requestWillBeSent", lambda e: hosts.add(urlsplit(e["request"]["url"]).netloc)
    )
    session.on("Network.loadingFinished", lambda e: wire_bytes.append(e["encodedDataLength"]))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(WORKERS_MILLISECONDS)
    sizes = [request.sizes() for request in finished]
    return {
        "bytes": int(sum(wire_bytes)),
        "bytes_with_workers": sum(
            size["responseBodySize"] + size["responseHeadersSize"] for size in sizes
        ),
        "requests": len(wire_bytes),
        "foreign_hosts": sorted(
            host for host in hosts if host and host != urlsplit(address).netloc
        ),
    }


def main() -> None:
    """Measure each page in a browser that has never been here."""
    figures: dict[str, object] = {"budget_bytes": BUDGET_BYTES}
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder) / "data") as instance,
        _chromium() as browser,
    ):
        for name, path in PAGES.items():
            context = browser.new_context(viewport={"width": 390, "height": 844})
            figures[name] = _measure(context.new_page(), instance.url + path)
            context.close()
    write("pages", figures)


if __name__ == "__main__":
    main()
