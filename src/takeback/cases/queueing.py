"""A few at once, a few waiting, and an honest "come back later" for the rest."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

WAIT_SECONDS = 5  # by then a full queue has been worked off, on the slowest server we know


class Busy(Exception):
    """Too many are waiting already. Nothing was done; the same request may come again."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(f"busy; come back in {wait_seconds} seconds")
        self.wait_seconds = wait_seconds


class Turns:
    """Lets `at_once` work, `waiting` queue up, and sends others away. One a process."""

    def __init__(self, *, at_once: int, waiting: int) -> None:
        self._places = threading.BoundedSemaphore(at_once + waiting)
        self._turns = threading.BoundedSemaphore(at_once)

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for a turn and hold it. Raises `Busy` at once when the queue is full."""
        if not self._places.acquire(blocking=False):
            raise Busy(WAIT_SECONDS)
        try:
            with self._turns:
                yield
        finally:
            self._places.release()
