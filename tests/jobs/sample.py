"""Jobs for tests: one that leaves a trace in the database, one that fails."""

import uuid
from datetime import datetime

from takeback.jobs.models import DueJob


def leave_a_trace(now: datetime) -> None:
    """Write a row that a test can look for."""
    DueJob.objects.create(name=f"trace {uuid.uuid4().hex}", due_at=now)


def fail(now: datetime) -> None:
    """Fail with words that nobody should read in a log or a table."""
    raise RuntimeError(f"orchard lantern at {now}")
