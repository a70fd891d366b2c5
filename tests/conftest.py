"""What tests of several folders share: a database that keeps audit rows, a service, a browser."""

from collections.abc import Iterator

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page

from takeback.cases import audit_guard
from takeback.cases.models import AuditHead, AuditRow
from tests.instance import Instance, running
from tests.journeys.browser import chromium


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """One running service for all tests that need one; each opens cases of its own."""
    data = tmp_path_factory.mktemp("instance") / "data"
    with running(data, TAKEBACK_TRUSTED_PROXIES="1") as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a browser that has never been anywhere."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def committed_database(transactional_db: None) -> Iterator[None]:
    """Let several connections see what a test commits.

    The database refuses to delete audit rows, so the emptying after such a test would fail. The
    guard is taken away for the time it takes to remove the test's own rows.
    """
    yield
    with connection.schema_editor() as editor:
        audit_guard.remove(editor)
    AuditRow.objects.all().delete()
    AuditHead.objects.all().delete()
    with connection.schema_editor() as editor:
        audit_guard.create(editor)
