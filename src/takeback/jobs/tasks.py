"""The queue's own housekeeping."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

# Long enough to look into a failure, and no longer: the rows tell when partners answered.
KEPT_AFTER_SUCCESS = timedelta(hours=1)
KEPT_AFTER_FAILURE = timedelta(days=7)
# The longest a job is expected to take. Beyond it, its worker is taken for dead.
ABANDONED_AFTER = timedelta(minutes=10)


def tidy_queue(now: datetime) -> int:
    """Delete rows of finished jobs and queue abandoned ones again; return how many were deleted.

    A job whose worker was killed would otherwise stay "running" for ever.
    """
    DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=now - ABANDONED_AFTER
    ).update(status=TaskResultStatus.READY)
    succeeded = Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - KEPT_AFTER_SUCCESS)
    failed = Q(status=TaskResultStatus.FAILED, finished_at__lt=now - KEPT_AFTER_FAILURE)
    deleted, _ = DBTaskResult.objects.filter(succeeded | failed).delete()
    return deleted


def empty_write_ahead_log(now: datetime) -> int:
    """Move what SQLite has in its write-ahead log into the database, and cut the log to nothing.

    Until then the log holds what was deleted in the meantime. Returns 1 when it is empty, 0 when
    somebody was reading (the next run does it), or when the database is another.
    """
    del now
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        is_busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return 0 if is_busy else 1
