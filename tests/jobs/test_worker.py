import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from takeback.jobs.models import DueJob
from takeback.jobs.queue import enqueue
from takeback.jobs.worker import run_worker

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("only_sample_jobs_by_the_clock"),
]


class Running:
    """A worker in a thread of its own, as `takeback serve` has it."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.thread = threading.Thread(target=run_worker, args=[self.stop])
        self.thread.start()

    def end(self) -> None:
        self.stop.set()
        self.thread.join(timeout=10)
        assert not self.thread.is_alive()


@pytest.fixture
def worker() -> Iterator[Running]:
    running = Running()
    yield running
    running.end()


def wait_for_traces(count: int) -> None:
    """Wait until so many traces are left; give up before the clock would bring another."""
    start = time.monotonic()
    while DueJob.objects.filter(name__startswith="trace ").count() < count:
        assert time.monotonic() < start + 30, f"no {count} traces after half a minute"
        time.sleep(0.02)


def test_a_queued_job_does_not_wait_for_the_clock(worker: Running) -> None:
    wait_for_traces(1)  # the one by the clock, which comes once a minute

    enqueue("trace")

    wait_for_traces(2)


def test_a_worker_that_is_told_to_stop_ends(worker: Running) -> None:
    wait_for_traces(1)

    worker.end()

    assert not worker.thread.is_alive()


def test_what_was_queued_while_no_worker_ran_is_done_by_the_next() -> None:
    for _ in range(3):
        enqueue("trace")

    running = Running()
    wait_for_traces(4)
    running.end()


def test_two_workers_do_each_queued_job_once(worker: Running) -> None:
    wait_for_traces(1)
    other = Running()

    for _ in range(5):
        enqueue("trace")
    wait_for_traces(6)
    time.sleep(0.3)
    other.end()

    assert DueJob.objects.filter(name__startswith="trace ").count() == 6


def wait_for_the_log(caplog: pytest.LogCaptureFixture, words: str) -> None:
    start = time.monotonic()
    while not any(words in record.getMessage() for record in caplog.records):
        assert time.monotonic() < start + 10, f"the log never said: {words}"
        time.sleep(0.02)


def start_beside_a_locked_file(caplog: pytest.LogCaptureFixture) -> Running:
    with transaction.atomic():
        running = Running()
        wait_for_the_log(caplog, "the database did not answer")
    return running


def start_and_cut_the_connection(caplog: pytest.LogCaptureFixture) -> Running:
    running = Running()
    wait_for_traces(1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
    wait_for_the_log(caplog, "the database did not answer")
    return running


def test_a_worker_outlives_a_database_that_is_away_for_a_moment(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)
        running = start_beside_a_locked_file(caplog)
    else:
        running = start_and_cut_the_connection(caplog)

    enqueue("trace")

    wait_for_traces(2)
    running.end()
