from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from takeback.jobs.models import DueJob
from takeback.jobs.queue import enqueue
from takeback.jobs.tasks import empty_write_ahead_log, tidy_queue

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def left_after_tidying(status: str, *, finished: timedelta) -> int:
    """Return how many rows are left of one that finished so long ago."""
    enqueue("tidy_queue")
    DBTaskResult.objects.update(status=status, finished_at=NOW - finished)
    tidy_queue(NOW)
    return DBTaskResult.objects.count()


@pytest.mark.parametrize(
    ("status", "kept", "gone"),
    [
        ("SUCCESSFUL", timedelta(minutes=59), timedelta(minutes=61)),
        ("FAILED", timedelta(days=6), timedelta(days=8)),
    ],
)
def test_rows_of_finished_jobs_are_kept_for_a_while(
    status: str, kept: timedelta, gone: timedelta
) -> None:
    assert left_after_tidying(status, finished=kept) == 1
    DBTaskResult.objects.all().delete()
    assert left_after_tidying(status, finished=gone) == 0


def test_a_job_that_waits_is_never_deleted() -> None:
    enqueue("tidy_queue")
    DBTaskResult.objects.update(enqueued_at=NOW - timedelta(days=365))

    assert tidy_queue(NOW) == 0
    assert DBTaskResult.objects.get().status == "READY"


@pytest.mark.parametrize(("minutes", "status"), [(9, "RUNNING"), (11, "READY")])
def test_a_job_whose_worker_was_killed_is_queued_again(minutes: int, status: str) -> None:
    enqueue("tidy_queue")
    DBTaskResult.objects.update(status="RUNNING", started_at=NOW - timedelta(minutes=minutes))

    tidy_queue(NOW)

    assert DBTaskResult.objects.get().status == status


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has this log")
def test_what_was_deleted_is_in_no_file_once_the_write_ahead_log_is_empty() -> None:
    telling = b"telling-name-of-a-job"
    DueJob.objects.create(name=telling.decode(), due_at=NOW)
    empty_write_ahead_log(NOW)
    DueJob.objects.all().delete()
    folder, name = Path(connection.settings_dict["NAME"]).parent, connection.settings_dict["NAME"]

    assert empty_write_ahead_log(NOW) == 1

    files = list(folder.glob(f"{Path(name).name}*"))
    assert files
    assert [file.name for file in files if telling in file.read_bytes()] == []


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has this log")
def test_another_database_has_no_write_ahead_log_of_ours() -> None:
    assert empty_write_ahead_log(NOW) == 0
