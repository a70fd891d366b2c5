"""Openings and committed databases for the tests of cases."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import connection

from takeback.cases.actions import Opened, Opening, open_case
from takeback.cases.models import Case
from tests.registry.pictures import picture

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
REQUEST_KEY = "0123456789abcdef" * 2


def days_later(days: int) -> datetime:
    """Return the same time of day, so many days after `NOW`."""
    return NOW + timedelta(days=days)


def opening(*numbers: int, request_key: str | None = None, age_band: str = "13_15") -> Opening:
    """Return an opening with the pictures of these numbers; with none given, of number 1."""
    pictures = tuple(picture(number) for number in numbers or (1,))
    return Opening(age_band, "me", pictures, request_key=request_key)


def opened(*numbers: int) -> tuple[Opened, Case]:
    """Open a case; return the answer and the case."""
    answer = open_case(opening(*numbers), now=NOW)
    return answer, Case.objects.get(name=answer.case_name)


def at_the_same_time(*works: Callable[[], object]) -> list[object]:
    """Run each in a thread with a connection of its own; return what it gave or raised."""
    results: list[object] = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(place: int, work: Callable[[], object]) -> None:
        start.wait()
        try:
            results[place] = work()
        except Exception as error:  # noqa: BLE001 - handed to the test, which looks at it
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
