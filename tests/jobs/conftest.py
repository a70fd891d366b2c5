import pytest

from takeback.jobs.names import EVERY, JOBS


@pytest.fixture
def sample_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add two jobs to the table: `trace` and `failing`."""
    monkeypatch.setitem(JOBS, "trace", "tests.jobs.sample.leave_a_trace")
    monkeypatch.setitem(JOBS, "failing", "tests.jobs.sample.fail")


@pytest.fixture
def only_sample_jobs_by_the_clock(sample_jobs: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the failing one and then the other run by the clock, and nothing else."""
    minute = EVERY["carry_feedback"]
    for name in list(EVERY):
        monkeypatch.delitem(EVERY, name)
    monkeypatch.setitem(EVERY, "failing", minute)
    monkeypatch.setitem(EVERY, "trace", minute)
