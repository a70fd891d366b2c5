"""When each job that runs by the clock is due next."""

from django.db import models


class DueJob(models.Model):
    """One row a job. A worker claims a run by moving `due_at`; the second of two finds it moved."""

    name = models.CharField(max_length=40, primary_key=True)
    due_at = models.DateTimeField()
