from datetime import UTC, datetime, timedelta

import pytest

from takeback.jobs.clock import tick
from takeback.jobs.models import DueJob

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_sample_jobs_by_the_clock")]


def traces() -> int:
    return DueJob.objects.filter(name__startswith="trace ").count()


def test_every_job_is_due_at_first_and_a_failing_one_stops_none() -> None:
    assert tick(NOW) == ["failing", "trace"]

    assert traces() == 1


def test_a_job_runs_again_when_its_time_has_come_and_not_before() -> None:
    tick(NOW)

    assert tick(NOW + MINUTE - timedelta(seconds=1)) == []
    assert tick(NOW + MINUTE) == ["failing", "trace"]


def test_after_a_long_pause_a_job_runs_once_not_for_each_time_it_missed() -> None:
    tick(NOW)
    later = NOW + timedelta(days=3)

    assert tick(later) == ["failing", "trace"]
    assert tick(later) == []


def test_a_run_that_another_worker_has_claimed_is_left_to_it() -> None:
    tick(NOW)
    DueJob.objects.filter(name="trace").update(due_at=NOW + 2 * MINUTE)

    assert tick(NOW + MINUTE) == ["failing"]
