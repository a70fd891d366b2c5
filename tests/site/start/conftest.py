"""A browser on the fingerprint page, served by the whole application in a thread."""

import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from playwright.sync_api import Browser, Page

from tests.site.start.start_page import StartPage

CHROMIUM = Path("/usr/bin/chromium")
BUILT = Path(__file__).parents[3] / "src/takeback/site/static/site/built/version.txt"


class _ThreadingServer(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _SilentHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet: the browser's own records are what the tests look at."""


@pytest.fixture(scope="session")
def base_url(server: str) -> str:
    """Where `page.goto("/…")` leads."""
    return server


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": str(CHROMIUM), "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Serve the real application; its address, without a slash at the end."""
    if not BUILT.exists():
        pytest.fail("the page's assets are not built; run `node tools/build_assets.mjs`")
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    with override_settings(WHITENOISE_USE_FINDERS=True):
        application = get_wsgi_application()
    with _ThreadingServer(("127.0.0.1", 0), _SilentHandler) as httpd:
        httpd.set_app(application)
        thread = threading.Thread(target=httpd.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()
        thread.join()


@pytest.fixture
def start(page: Page, server: str) -> StartPage:
    """The young person's fingerprint page, ready; the service answers what a test says."""
    return StartPage(page, server).open("you")


@pytest.fixture(scope="module")
def maker(browser: Browser, server: str) -> Iterator[StartPage]:
    """One page for many files, for tests that only ask its worker."""
    page = browser.new_page()
    yield StartPage(page, server).open("you")
    page.close()
