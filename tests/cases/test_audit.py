import pytest
from django.db import DatabaseError, connection, transaction

from takeback.cases import audit, audit_guard
from takeback.cases.audit import ChainBroken, verify_chain
from takeback.cases.models import AuditHead, AuditRow, Verb
from takeback.cases.status import Actor, Status
from tests.cases.openings import NOW, TODAY, at_the_same_time


def write(name: str = "Quiet Heron 42", *, verb: Verb = Verb.OPENED) -> None:
    with transaction.atomic():
        audit.write(verb, name, by=Actor.VISITOR, move=(None, Status.ACTIVE), now=NOW)


def without_guard(statement: str) -> None:
    """Change the table as somebody with the database in hand would."""
    with connection.schema_editor() as editor:
        audit_guard.remove(editor)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    with connection.schema_editor() as editor:
        audit_guard.create(editor)


@pytest.mark.django_db
def test_a_row_says_who_did_what_to_which_case_and_when() -> None:
    write()

    row = AuditRow.objects.get()
    said = (row.number, row.on, row.actor, row.verb, row.case_name, row.before, row.after)
    assert said == (1, TODAY, "visitor", "opened", "Quiet Heron 42", "", "active")
    assert bytes(row.previous_digest) == bytes(32)


@pytest.mark.django_db
def test_each_row_is_chained_to_the_one_before() -> None:
    write()
    write("Calm Otter 7")

    first, second = AuditRow.objects.order_by("number")
    assert bytes(second.previous_digest) == bytes(first.digest)
    assert verify_chain() == 2


@pytest.mark.django_db
def test_an_empty_trail_holds_together() -> None:
    assert verify_chain() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_auditrow SET case_name = 'Other Name 1'",
        "DELETE FROM cases_auditrow",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_row(statement: str) -> None:
    write()

    with (
        pytest.raises(DatabaseError, match="audit rows are never"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert verify_chain() == 1


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE cases_auditrow SET case_name = 'Other Name 1' WHERE number = 2", 2),
        ("UPDATE cases_auditrow SET verb = 'erased' WHERE number = 1", 1),
        ("DELETE FROM cases_auditrow WHERE number = 2", 2),
        ("DELETE FROM cases_auditrow WHERE number = 1", 1),
        ("DELETE FROM cases_auditrow WHERE number = 3", 3),
        ("DELETE FROM cases_auditrow", 1),
        ("UPDATE cases_audithead SET newest = 9", 4),
    ],
)
@pytest.mark.usefixtures("committed_database")
def test_tampering_past_the_guard_is_found(statement: str, broken_at: int) -> None:
    for name in ("Quiet Heron 42", "Calm Otter 7", "Kind Wren 3"):
        write(name)
    without_guard(statement)

    with pytest.raises(ChainBroken) as caught:
        verify_chain()

    assert caught.value.number == broken_at


@pytest.mark.usefixtures("committed_database")
def test_a_row_outside_a_transaction_is_our_mistake() -> None:
    with pytest.raises(RuntimeError, match="in the transaction of what it tells"):
        audit.write(Verb.OPENED, "Quiet Heron 42", by=Actor.TIME, move=(None, None), now=NOW)


@pytest.mark.usefixtures("committed_database")
def test_rows_written_at_the_same_time_make_one_chain() -> None:
    def several() -> None:
        for _ in range(5):
            write()

    results = at_the_same_time(*[several] * 4)

    assert results == [None] * 4
    assert verify_chain() == 20


@pytest.mark.usefixtures("committed_database")
def test_what_was_rolled_back_leaves_no_gap() -> None:
    write()
    with transaction.atomic():
        audit.write(Verb.OPENED, "Lost", by=Actor.VISITOR, move=(None, None), now=NOW)
        transaction.set_rollback(True)
    write()

    assert list(AuditRow.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert AuditHead.objects.get().newest == 2
    assert verify_chain() == 2


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has REPLACE")
def test_the_database_refuses_to_replace_a_row() -> None:
    write()

    with (
        pytest.raises(DatabaseError, match="never deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("REPLACE INTO cases_auditrow SELECT * FROM cases_auditrow")

    assert verify_chain() == 1
