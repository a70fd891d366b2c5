"""The queue's own housekeeping."""

from datetime import datetime, timedelta

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
