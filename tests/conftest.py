"""A database in which tests may really commit audit rows."""

from collections.abc import Iterator

import pytest
from django.db import connection

from takeback.cases import audit_guard
from takeback.cases.models import AuditHead, AuditRow


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
