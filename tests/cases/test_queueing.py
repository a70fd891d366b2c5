import threading

import pytest

from takeback.cases.queueing import Busy, Turns


class Workers:
    """Threads that take a turn and hold it until they are let go."""

    def __init__(self, turns: Turns, count: int) -> None:
        self.most_at_once = 0
        self._turns = turns
        self._inside = 0
        self._lock = threading.Lock()
        self._let_go = threading.Event()
        self.entered = threading.Semaphore(0)
        self._threads = [threading.Thread(target=self._work) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def _work(self) -> None:
        with self._turns.take():
            with self._lock:
                self._inside += 1
                self.most_at_once = max(self.most_at_once, self._inside)
            self.entered.release()
            self._let_go.wait(timeout=10)
            with self._lock:
                self._inside -= 1

    def finish(self) -> None:
        self._let_go.set()
        for thread in self._threads:
            thread.join(timeout=10)


def test_only_so_many_work_at_once_and_the_queue_is_worked_off() -> None:
    turns = Turns(at_once=2, waiting=3)
    workers = Workers(turns, count=5)
    assert workers.entered.acquire(timeout=10)
    assert workers.entered.acquire(timeout=10)

    workers.finish()

    assert workers.most_at_once == 2
    assert all(workers.entered.acquire(timeout=10) for _ in range(3))


def test_who_finds_the_queue_full_is_told_when_to_come_back() -> None:
    turns = Turns(at_once=1, waiting=0)

    with turns.take(), pytest.raises(Busy) as caught, turns.take():
        pass

    assert caught.value.wait_seconds == 5
    assert str(caught.value) == "busy; come back in 5 seconds"


def test_a_place_is_free_again_after_a_failure() -> None:
    turns = Turns(at_once=1, waiting=0)
    with pytest.raises(ZeroDivisionError), turns.take():
        raise ZeroDivisionError

    with turns.take():
        pass
