"""Worker processes that look at places: some may hang or die over a file, the others go on."""

import os
import socket
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Self, cast

from takeback.cli.problems import OutOfReach
from takeback.cli.scanning.nursery import Answer, be_nursery
from takeback.cli.scanning.places import Line, Place

# Lines that wait for an earlier file, for each worker: so that one long video does not stop the
# others, and what a kill costs is little.
AHEAD = 500
TRIES = 2
CLOCKS_DIFFER = 0.1  # seconds; the worker's alarm and this process's clock are not the same
MOST_DEATHS = 10  # one after the other without a single file done: it is not the files then


@dataclass(frozen=True)
class _Task:
    number: int
    place: Place
    tries: int = 0


@dataclass
class _Worker:
    """A process, and what it is looking at since when."""

    connection: Connection
    task: _Task | None = None
    since: float = 0.0


class Crew:
    """Processes that share all memory of this one, as it is when the crew is entered.

    `look` is called in them. Each file may take `seconds`.
    """

    def __init__(self, look: Callable[[Place], Line], *, workers: int, seconds: int) -> None:
        self._look, self._seconds = look, seconds
        self._size = workers
        self._workers: list[_Worker] = []
        self._deaths = 0
        self._again: deque[_Task] = deque()

    def __enter__(self) -> Self:
        """Start the processes. Nothing may run beside the main thread that they would miss."""
        self._control, there = socket.socketpair()
        with warnings.catch_warnings():
            # Threads of numpy's own may be there; they are made again in the child.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._nursery = os.fork()
        if self._nursery == 0:
            self._control.close()
            be_nursery(there, self._look, self._seconds)
        there.close()
        self._workers = [self._start() for _ in range(self._size)]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End all of them at once, whatever they are doing."""
        self._control.close()
        for worker in self._workers:
            worker.connection.close()
        os.waitpid(self._nursery, 0)

    def look(self, places: Iterable[Place]) -> Iterator[Line]:
        """Yield each place's line in the order of the places.

        A file over which a process ends is tried once more. Raises `OutOfReach` when none lives
        long enough, or one says that the list cannot be read.
        """
        waiting = (_Task(number, place) for number, place in enumerate(places))
        done: dict[int, Line] = {}
        following = 0
        while True:
            self._hand_out(waiting, before=following + AHEAD * self._size)
            busy = {worker.connection: worker for worker in self._workers if worker.task}
            if not busy:
                return
            for connection in wait(list(busy)):
                worker = busy[cast("Connection", connection)]
                if worker.task is not None:
                    done.update(self._take(worker, worker.task))
            while following in done:
                yield done.pop(following)
                following += 1

    def _hand_out(self, waiting: Iterator[_Task], *, before: int) -> None:
        """Give each idle worker a place, but none from number `before` on."""
        for worker in self._workers:
            if worker.task is None:
                task = self._again.popleft() if self._again else next(waiting, None)
                if task is None:
                    return
                if task.number >= before:
                    self._again.appendleft(task)
                    return
                self._give(worker, task)

    def _give(self, worker: _Worker, task: _Task) -> None:
        worker.task, worker.since = task, time.monotonic()
        with suppress(OSError):  # it died meanwhile; that is noticed when it is listened to
            worker.connection.send(task.place)

    def _take(self, worker: _Worker, task: _Task) -> dict[int, Line]:
        """Return the line that a worker has made, by its number; none when it died."""
        try:
            answer: Answer = worker.connection.recv()
        except (EOFError, OSError):
            return self._replace(worker, task)
        worker.task, self._deaths = None, 0
        return {task.number: answer.line()}

    def _replace(self, worker: _Worker, task: _Task) -> dict[int, Line]:
        seconds = time.monotonic() - worker.since
        worker.connection.close()
        self._deaths += 1
        if self._deaths > MOST_DEATHS:
            raise OutOfReach(
                "the worker processes end again and again; is there enough memory? try --workers 1"
            )
        fresh = self._start()
        worker.connection, worker.task = fresh.connection, None
        if seconds > self._seconds - CLOCKS_DIFFER:
            reason = f"it took longer than {self._seconds} seconds"
        elif task.tries + 1 < TRIES:
            self._again.appendleft(_Task(task.number, task.place, task.tries + 1))
            return {}
        else:
            reason = f"the process that read it ended, {TRIES} times"
        return {task.number: {"file": task.place.name, "unreadable": reason}}

    def _start(self) -> _Worker:
        here, there = socket.socketpair()
        with there:
            try:
                socket.send_fds(self._control, [b"w"], [there.fileno()])
            except OSError as error:
                here.close()
                raise OutOfReach("no worker process can be started any more") from error
        return _Worker(Connection(here.detach()))
