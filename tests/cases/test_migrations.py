"""Upgrading a database that is in use: what is there stays, and stays guarded."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from takeback.cases.actions import open_case
from takeback.cases.adding import add_pictures
from takeback.cases.audit import verify_chain
from takeback.cases.codes import read_code
from takeback.cases.holding import find_by_code
from takeback.cases.kept_plans import keep_plan, read_plan
from takeback.cases.models import AuditRow
from takeback.cases.status import Actor
from tests.cases.openings import opening
from tests.registry.pictures import picture

BEFORE, AFTER = "0002_audit_guard", "0004_added_pictures"


def migrate(to: str) -> None:
    MigrationExecutor(connection).migrate([("cases", to)])


@pytest.fixture
def before_plans(committed_database: None) -> Iterator[None]:
    """The tables as they were before plans could be kept."""
    migrate(BEFORE)
    yield
    migrate(AFTER)


@pytest.mark.usefixtures("before_plans")
def test_cases_and_audit_rows_outlive_the_upgrade_and_the_guard_is_set_again() -> None:
    answer = open_case(opening(1), now=timezone.now())

    migrate(AFTER)

    held = find_by_code(read_code(answer.code))
    assert held is not None
    assert verify_chain() == 1
    keep_plan(held.case, b"{}", by=Actor.VISITOR, now=timezone.now())
    assert read_plan(held.case, key=held.key) == b"{}"
    assert verify_chain() == 2
    assert len(add_pictures(answer.add_more, [picture(2)], now=timezone.now())) == 1
    assert verify_chain() == 3
    for change in (AuditRow.objects.all().delete, lambda: AuditRow.objects.update(verb="ended")):
        with pytest.raises(DatabaseError, match="never"), transaction.atomic():
            change()
    with pytest.raises(DatabaseError, match="audit_verb_is_known"), transaction.atomic():
        AuditRow.objects.create(number=9, on=timezone.now(), verb="other")
