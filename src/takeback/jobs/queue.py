"""The queue: rows in the database, written in the caller's transaction."""

import logging

from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

from takeback.jobs.names import JOBS

logger = logging.getLogger(__name__)


class JobFailed(Exception):
    """Kept with the queue's row in place of the real error, whose text may quote somebody."""


def enqueue(name: str) -> None:
    """Let a job run soon after the caller's transaction is committed; never if it is not."""
    if name not in JOBS:
        raise ValueError(f"{name!r} is no job; takeback.jobs.names lists them")
    run_queued_job.enqueue(name)


@task()
def run_queued_job(name: str) -> None:
    """Run a job that a worker took from the queue. Raises `JobFailed` when it fails."""
    if not run_job(name):
        raise JobFailed(f"{name} failed; the log has where")


def run_job(name: str) -> bool:
    """Run a job now, on the clock's time; tell whether it succeeded.

    A failure goes to the log with the job's name, and no further: other jobs go on.
    """
    try:
        import_string(JOBS[name])(timezone.now())
    except Exception:
        logger.exception("the job %s failed", name)
        return False
    return True
