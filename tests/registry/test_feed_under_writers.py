"""A reader pages while several writers open, withdraw and suspend: real threads, real commits."""

import secrets
import threading
from collections import Counter as Tally
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection

from takeback.registry import entries
from takeback.registry.refused import Refused
from tests.registry.pictures import NOW, picture
from tests.registry.readers import Reader, active_list

WRITERS = 4
ROUNDS = 12  # a writer; a few seconds on the smallest machine, several hundred changes
BREATH_SECONDS = 0.002


def in_thread(work: Callable[[], None], failures: list[BaseException]) -> threading.Thread:
    """Start `work` in a thread with a connection of its own."""

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - handed to the test, which raises it
            failures.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def write(writer: int) -> None:
    """Open cases of three pictures; withdraw every second one, suspend and resume others."""
    for number in range(ROUNDS):
        origin = secrets.token_bytes(16)
        first = writer * 1000 + number * 10
        given = [picture(first + extra, views=("whole", "mirror")) for extra in range(3)]
        ids = entries.put_in_force(origin, given, now=NOW)
        if number % 3 == 1:
            entries.suspend(ids[0], now=NOW)
        if number % 6 == 1:
            entries.resume(ids[0], now=NOW)
        if number % 2 == 0:
            entries.withdraw(origin, now=NOW)


def read_until(done: threading.Event, reader: Reader) -> None:
    """Page on until the writers have finished.

    With a breath between pages: without it, threads that only read keep the interpreter from those
    that hold the database, and a writer may wait for its turn until it gives up.
    """
    while not done.wait(BREATH_SECONDS):
        reader.read_page(limit=2)


@pytest.mark.django_db(transaction=True)
def test_a_reader_among_writers_ends_with_the_registrys_own_list() -> None:
    failures: list[BaseException] = []
    done = threading.Event()
    readers = [Reader(), Reader(most_fingerprints=12)]
    reading = [in_thread(partial(read_until, done, reader), failures) for reader in readers]

    writing = [in_thread(partial(write, writer), failures) for writer in range(WRITERS)]
    for thread in writing:
        thread.join()
    done.set()
    for thread in reading:
        thread.join()

    assert failures == []
    for reader in readers:
        reader.read_all(limit=7)
        assert reader.list == active_list()
        assert not_told_twice(reader)


def not_told_twice(reader: Reader) -> bool:
    """Tell whether each change came once: withdrawn ends an entry, and only one is suspended."""
    told = Tally((change.entry, change.state) for change in reader.given)
    once = all(count == 1 for (_, state), count in told.items() if state != "active")
    # Active, suspended, active again.
    return once and all(count <= 2 for count in told.values())


@pytest.mark.django_db(transaction=True)
def test_of_two_who_suspend_at_once_one_is_refused() -> None:
    (entry,) = entries.put_in_force(bytes(16), [picture(1)], now=NOW)
    failures: list[BaseException] = []

    threads = [in_thread(lambda: entries.suspend(entry, now=NOW), failures) for _ in range(2)]
    for thread in threads:
        thread.join()

    assert [type(failure) for failure in failures] == [Refused]
