"""The process that worker processes come from, and what they do.

It is forked before anything else runs beside the main thread, and does nothing but to fork: so that
a worker can be replaced later, when there are threads, and shares all that was read before.
"""

import gc
import os
import signal
import socket
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

from takeback.cli.output import complain
from takeback.cli.problems import OutOfReach, Problem
from takeback.cli.scanning.places import Line, Place

PATIENCE_SECONDS = 5  # for a worker that waits for a disk that does not answer
FIRST_TO_GO = "500"  # where memory runs out, a worker is ended before what collects the lines


@dataclass(frozen=True)
class Answer:
    """What became of a place: its line, or why no other one would fare better."""

    made: Line | None = None
    problem: str = ""
    fault: str = ""

    def line(self) -> Line:
        """Return the line. Raises `OutOfReach` for a problem, `RuntimeError` for our fault."""
        if self.problem:
            raise OutOfReach(self.problem)
        if self.made is None:
            raise RuntimeError(f"{self.fault} in a worker process")
        return self.made


def be_nursery(control: socket.socket, look: Callable[[Place], Line], seconds: int) -> NoReturn:
    """Start a worker for each socket that comes; end with all of them when nobody asks any more.

    That is so too when the asking process was killed.
    """
    try:
        # A group of their own: Ctrl-C reaches only who asks, who then ends them.
        os.setpgid(0, 0)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # Kept waiting and not ignored: a worker hears it even if it was sent while it began.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody needs to wait for a worker
        gc.freeze()  # what is not touched stays shared
        _serve(control, look, seconds)
        _end_all()
    finally:
        # Whatever happened: this copy of the asking process must not go on as if it were that.
        os._exit(0)


def _end_all() -> None:
    """End every worker, whatever it is doing, and wait until none is left.

    A worker whose parent is gone would be nobody's in a container whose first process waits for
    none.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(PATIENCE_SECONDS)
    os.killpg(0, signal.SIGTERM)
    with suppress(ChildProcessError):
        while True:
            os.wait()


def _serve(control: socket.socket, look: Callable[[Place], Line], seconds: int) -> None:
    with suppress(OSError):
        while True:
            asked, descriptors, _, _ = socket.recv_fds(control, 1, 1)
            if not asked:
                return
            if os.fork() == 0:
                control.close()
                _be_worker(Connection(descriptors[0]), look, seconds)
            os.close(descriptors[0])


def _be_worker(connection: Connection, look: Callable[[Place], Line], seconds: int) -> NoReturn:
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        # Ends the process, whatever a decoder is doing.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        with suppress(OSError):  # elsewhere than on Linux
            Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO, encoding="ascii")
        with suppress(EOFError, OSError):
            while True:
                place = connection.recv()
                signal.alarm(seconds)
                answer = _answer(look, place)
                signal.alarm(0)
                connection.send(answer)
    finally:
        os._exit(0)


def _answer(look: Callable[[Place], Line], place: Place) -> Answer:
    try:
        return Answer(look(place))
    except Problem as problem:
        return Answer(problem=str(problem))
    except Exception as error:  # noqa: BLE001  heard where the lines are collected
        for frame in traceback.extract_tb(error.__traceback__):
            complain(f"  {frame.filename}:{frame.lineno} {frame.name}")
        return Answer(fault=type(error).__name__)
