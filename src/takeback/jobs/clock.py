"""Jobs that run by the clock."""

from datetime import datetime

from takeback.jobs.models import DueJob
from takeback.jobs.names import EVERY
from takeback.jobs.queue import run_job


def tick(now: datetime) -> list[str]:
    """Run each job that is due; return their names, failed ones too.

    Several workers may call this at once: each run is claimed by one. A run that is killed half
    way is not repeated at once; the next one takes up what it left.
    """
    waiting = set(DueJob.objects.filter(due_at__gt=now).values_list("name", flat=True))
    ran = []
    for name in EVERY:
        if name not in waiting and _claim(name, now):
            run_job(name)
            ran.append(name)
    return ran


def _claim(name: str, now: datetime) -> bool:
    # On an instance's first day there is no row yet.
    DueJob.objects.bulk_create([DueJob(name=name, due_at=now)], ignore_conflicts=True)
    due = DueJob.objects.filter(name=name, due_at__lte=now)
    return due.update(due_at=now + EVERY[name]) == 1
