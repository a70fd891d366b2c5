from datetime import timedelta

import pytest
from django.utils.module_loading import import_string

from takeback.jobs.names import EVERY, JOBS


@pytest.mark.parametrize("path", list(JOBS.values()), ids=list(JOBS))
def test_every_job_is_a_function_that_exists(path: str) -> None:
    assert callable(import_string(path))


def test_every_job_by_the_clock_is_a_job() -> None:
    assert set(EVERY) <= set(JOBS)
    assert min(EVERY.values()) >= timedelta(minutes=1)
