"""A process that outlives Ray: whose node is lost, that it ends, with the code that means "no"."""

import ctypes
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

from takeback.cli.output import complain
from takeback.cli.problems import OutOfReach

RELAYED = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
# How Ray's native part ends a process that has lost its node, or the cluster, without a word.
CODES_OF_RAY = (1, -signal.SIGABRT)
OUR_FAULT = 70  # as everywhere: neither "no" nor something out of reach
PARENT_DEATH_SIGNAL = 1  # of prctl


@contextmanager
def guarded() -> Iterator[None]:
    """Go on in a child process; this one waits for it, and ends as it ends.

    When Ray ends the child, this one says so and ends with the code of `OutOfReach`: the child's
    own would say that nothing matched. Enter it before there are threads.
    """
    if sys.platform != "linux" or _is_ray_in_use():
        yield
        return
    heard, tell = os.pipe()
    kept = signal.pthread_sigmask(signal.SIG_BLOCK, {*RELAYED, signal.SIGCHLD})
    sys.stdout.flush()
    asking = os.getpid()
    if child := os.fork():
        try:
            os.close(tell)
            _end_as(child, heard)
        finally:
            # Whatever happened: this process must not go on as if it were the child.
            os._exit(OUR_FAULT)
    os.close(heard)
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != asking:  # it was killed before that was said
        os._exit(OUR_FAULT)
    signal.pthread_sigmask(signal.SIG_SETMASK, kept)
    try:
        yield
    finally:
        os.write(tell, b".")
        os.close(tell)


def _is_ray_in_use() -> bool:
    ray = sys.modules.get("ray")
    return ray is not None and bool(ray.is_initialized())


def _end_as(child: int, heard: int) -> NoReturn:
    code = _code_of(child)
    os.set_blocking(heard, False)
    if code in CODES_OF_RAY and not _is_done(heard):
        complain(
            "takeback: the Ray node of this machine was lost, and the scan ended with it; when the "
            "cluster is there again, a scan with the same --out goes on where it was"
        )
        os._exit(OutOfReach.exit_code)
    if code < 0:
        with suppress(OSError):  # what cannot be caught has no handler to take away
            signal.signal(-code, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        os.kill(os.getpid(), -code)
        code = 128 - code
    os._exit(code)


def _code_of(child: int) -> int:
    """Return the child's exit code, or minus the signal that ended it; hand on what is sent here.

    What a terminal sends, as Ctrl-C does, reaches the child by itself.
    """
    while True:
        came = signal.sigwaitinfo({*RELAYED, signal.SIGCHLD})
        if came.si_signo == signal.SIGCHLD:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
        elif came.si_code <= 0:  # sent by a process
            os.kill(child, came.si_signo)


def _is_done(heard: int) -> bool:
    """Tell whether the child left Ray by itself."""
    with suppress(BlockingIOError):
        return bool(os.read(heard, 1))
    return False
