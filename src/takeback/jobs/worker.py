"""The worker: runs what is queued, then what is due by the clock, until it is told to stop."""

import logging
import secrets
import threading
from datetime import timedelta

from django.db import InterfaceError, OperationalError, close_old_connections, connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from takeback.jobs.clock import tick

logger = logging.getLogger(__name__)

# A visitor who looks at the status page just after a partner answered should see the answer.
PAUSE = timedelta(seconds=0.5)


def run_worker(stop: threading.Event, *, pause: timedelta = PAUSE) -> None:
    """Work until `stop` is set; then finish the job in hand and return.

    A database that is away or busy for a moment is waited for. Several workers may run at once,
    and each may be killed at any moment.
    """
    try:
        while not stop.is_set():
            _work_once(stop)
            stop.wait(pause.total_seconds())
    finally:
        connections.close_all()


def run_queue(stop: threading.Event) -> None:
    """Run every job that is queued, unless `stop` is set between two of them."""
    # Looking takes no lock when nothing waits; taking a job does.
    while not stop.is_set() and DBTaskResult.objects.ready().exists():
        Worker(
            queue_names=["default"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,
            worker_id=secrets.token_hex(8),
            excluded_queue_names=[],
        ).run()


def _work_once(stop: threading.Event) -> None:
    close_old_connections()
    try:
        run_queue(stop)
        tick(timezone.now())
    except (OperationalError, InterfaceError):
        logger.exception("the database did not answer; trying again")
        connections.close_all()
