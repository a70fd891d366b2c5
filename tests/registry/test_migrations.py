"""Upgrading a registry that is in use: what is listed stays listed, under the same numbers."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from takeback.registry.entries import put_in_force
from takeback.registry.feed import FOR_OUR_MATCHER, changes_since
from tests.registry.pictures import picture

BEFORE, AFTER = "0001_initial", "0002_longer_view_names"
ORIGIN = bytes(range(16))


def migrate(to: str) -> None:
    MigrationExecutor(connection).migrate([("registry", to)])


@pytest.fixture
def before_crops(committed_database: None) -> Iterator[None]:
    """The tables as they were before the names of views grew."""
    migrate(BEFORE)
    yield
    migrate(AFTER)


@pytest.mark.usefixtures("before_crops")
def test_a_partner_goes_on_from_its_cursor_after_the_upgrade() -> None:
    put_in_force(ORIGIN, [picture(1)], now=timezone.now())
    held = changes_since(None, limit=10)

    migrate(AFTER)

    assert changes_since(None, limit=10).changes == held.changes
    longest = "v" * 24
    (entry,) = put_in_force(ORIGIN, [picture(2, house_views=(longest,))], now=timezone.now())
    (change,) = changes_since(held.cursor, limit=10, recipes=FOR_OUR_MATCHER).changes
    assert change.entry == entry
    assert longest in {listed.view for listed in change.fingerprints}
