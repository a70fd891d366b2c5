"""The database is locked, full or gone: partners come back later, and nothing is half kept."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections

from takeback.registry import entries
from takeback.registry.models import Feedback
from tests.exchange.calls import Answer, Calls
from tests.registry.pictures import NOW, ORIGIN, picture

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def locked_file() -> Iterator[None]:
    """Hold SQLite's write lock, and let our own connection wait a tenth of a second for it."""
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    _sql("PRAGMA busy_timeout = 100")
    yield
    other.execute("ROLLBACK")
    other.close()
    _sql("PRAGMA busy_timeout = 10000")


@contextmanager
def full_disk() -> Iterator[None]:
    """Let SQLite's file grow no further."""
    most = _sql("PRAGMA max_page_count")
    _sql(f"PRAGMA max_page_count = {_sql('PRAGMA page_count')}")
    yield
    _sql(f"PRAGMA max_page_count = {most}")


@contextmanager
def lost_connection() -> Iterator[None]:
    """Let PostgreSQL end our connection, as it does when it restarts."""
    own = _sql("SELECT pg_backend_pid()")
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [own])
    other.close()
    yield


def _sql(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def told_to_come_back(answer: Answer) -> bool:
    seconds = int(answer.headers["Retry-After"])
    return (answer.status, answer.body["error"]["code"]) == (503, "busy") and seconds > 0


def test_while_the_database_is_locked_or_gone_a_partner_is_told_to_come_back(calls: Calls) -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    body = {"entry": entry, "outcome": "seen"}
    trouble = locked_file if connection.vendor == "sqlite" else lost_connection

    with trouble():
        assert told_to_come_back(calls.feedback(body))

    connection.close()
    assert Feedback.objects.count() == 0
    assert calls.feedback(body).status == 202


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="only SQLite can be told that the disk is full"
)
def test_when_the_storage_is_full_nothing_is_half_kept(calls: Calls) -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    body = {"entry": entry, "outcome": "seen"}

    with full_disk():
        kept = 0
        while (answer := calls.feedback(body)).status == 202:
            kept += 1

    assert told_to_come_back(answer)
    assert Feedback.objects.count() == kept
    assert calls.feedback(body).status == 202
