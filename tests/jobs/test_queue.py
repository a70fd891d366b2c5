import threading

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from takeback.jobs.models import DueJob
from takeback.jobs.queue import enqueue, run_job
from takeback.jobs.worker import run_queue

# Real commits: the library's worker closes connections between jobs.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sample_jobs")]


def traces() -> int:
    return DueJob.objects.filter(name__startswith="trace ").count()


def statuses() -> list[str]:
    return list(DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True))


def test_a_queued_job_runs_once() -> None:
    enqueue("trace")

    run_queue(threading.Event())
    run_queue(threading.Event())

    assert traces() == 1
    assert statuses() == ["SUCCESSFUL"]


def test_a_job_is_not_queued_when_the_callers_transaction_is_undone() -> None:
    with transaction.atomic():
        enqueue("trace")
        transaction.set_rollback(True)

    assert statuses() == []


def test_a_name_that_is_no_job_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="'carry_feedbak' is no job"):
        enqueue("carry_feedbak")


def test_a_failing_job_does_not_stop_the_next() -> None:
    for name in ("failing", "trace"):
        enqueue(name)

    run_queue(threading.Event())

    assert statuses() == ["FAILED", "SUCCESSFUL"]
    assert traces() == 1


def test_a_failing_job_is_named_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    assert not run_job("failing")

    (record,) = [record for record in caplog.records if record.name == "takeback.jobs.queue"]
    assert record.getMessage() == "the job failing failed"
    assert record.exc_info is not None


def test_the_words_of_a_failure_are_not_kept_in_the_database() -> None:
    enqueue("failing")

    run_queue(threading.Event())

    kept = DBTaskResult.objects.get()
    assert kept.exception_class_path == "takeback.jobs.queue.JobFailed"
    assert "failing failed" in kept.traceback
    assert "orchard" not in kept.traceback


def test_a_job_whose_function_is_missing_fails_like_any_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(__import__("takeback.jobs.names").jobs.names.JOBS, "trace", "takeback.gone")

    assert not run_job("trace")


def test_a_stopping_worker_leaves_what_is_queued() -> None:
    enqueue("trace")
    stop = threading.Event()
    stop.set()

    run_queue(stop)

    assert statuses() == ["READY"]
