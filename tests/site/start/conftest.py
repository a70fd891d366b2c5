"""A browser on the fingerprint page of a running service."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.instance import Instance
from tests.site.start.start_page import StartPage


@pytest.fixture(scope="session")
def server(instance: Instance) -> str:
    """The service's address, without a slash at the end."""
    return instance.url


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
