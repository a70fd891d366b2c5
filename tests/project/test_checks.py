from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction

from takeback.cases import audit
from takeback.cases.models import AuditHead, Verb
from takeback.cases.status import Actor, Status
from takeback.project.checks import the_audit_trail_holds_together, the_lookup_snapshot_is_whole
from takeback.registry.lookup_file import FILE_NAME
from tests.cases.openings import NOW


@pytest.mark.django_db
def test_an_audit_trail_that_somebody_shortened_is_unsafe() -> None:
    with transaction.atomic():
        audit.write(
            Verb.OPENED, "Quiet Heron 42", by=Actor.VISITOR, move=(None, Status.ACTIVE), now=NOW
        )
    assert the_audit_trail_holds_together(None) == []
    AuditHead.objects.update(newest=2)

    (reason,) = the_audit_trail_holds_together(None)

    assert reason.id == "takeback.E014"
    assert reason.msg == "the audit trail does not hold together at row 2"


def test_a_damaged_snapshot_of_the_lookup_is_told(settings: LazySettings, tmp_path: Path) -> None:
    settings.LOOKUP_FOLDER = tmp_path
    assert the_lookup_snapshot_is_whole(None) == []
    (tmp_path / FILE_NAME).write_bytes(b"not a snapshot")

    (reason,) = the_lookup_snapshot_is_whole(None)

    assert reason.id == "takeback.E015"
    assert str(tmp_path / FILE_NAME) in reason.msg
