"""Keeps child processes running until told to stop."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from takeback.cli.problems import OutOfReach

LOOK_SECONDS = 0.1
STEADY_SECONDS = 60  # a child that ran this long did not fail to start
MOST_FAILURES = 5  # in a row; more restarts would only fill the log
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30
# The web server lets requests in hand finish within five seconds.
STOP_SECONDS = 8

Clock = Callable[[], float]


@dataclass
class Child:
    """One process to keep: what to start, and how it has fared.

    `module` is started as `python -m module PARENT arguments...`; it inherits `descriptors`.
    """

    name: str
    module: str
    arguments: tuple[str, ...] = ()
    descriptors: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    failures: int = 0
    command: list[str] = field(init=False)

    def __post_init__(self) -> None:
        # -P: a file in the current folder must not stand in for a module of ours.
        here = [sys.executable, "-P", "-m", self.module, str(os.getpid())]
        self.command = [*here, *self.arguments]

    @property
    def is_running(self) -> bool:
        """Say whether the process is there."""
        return self.process is not None and self.process.poll() is None


def keep_running(
    children: Sequence[Child],
    *,
    is_to_stop: Callable[[], bool],
    tell: Callable[[str], None],
    look: Callable[[], None] = lambda: None,
    clock: Clock = time.monotonic,
) -> None:
    """Start the children, start again what ends, and return when it is time to stop.

    `look` is called at every round. Raises `OutOfReach` when a child keeps ending. In every case
    all children have ended afterwards.
    """
    try:
        while not is_to_stop():
            for child in children:
                _look_after(child, tell=tell, now=clock())
            look()
            time.sleep(LOOK_SECONDS)
    finally:
        _stop(children, clock=clock)


def _look_after(child: Child, *, tell: Callable[[str], None], now: float) -> None:
    if child.is_running:
        return
    if child.process is not None:
        code = child.process.returncode
        child.process = None
        was_steady = now - child.started_at >= STEADY_SECONDS
        child.failures = 1 if was_steady else child.failures + 1
        if child.failures >= MOST_FAILURES:
            raise OutOfReach(f"{child.name} ended {child.failures} times in a row; see above why")
        pause = min(FIRST_PAUSE_SECONDS * 2 ** (child.failures - 1), LONGEST_PAUSE_SECONDS)
        child.start_again_at = now + pause
        tell(f"{child.name} ended ({_how(code)}); starting it again")
    if now >= child.start_again_at:
        child.process = _start(child)
        child.started_at = now


def _start(child: Child) -> subprocess.Popen[bytes]:
    # A group of its own: Ctrl-C reaches the parent alone, which then stops the children in order.
    return subprocess.Popen(  # noqa: S603  our own modules with our own numbers
        child.command, pass_fds=child.descriptors, process_group=0, stdin=subprocess.DEVNULL
    )


def _stop(children: Sequence[Child], *, clock: Clock) -> None:
    running = [child.process for child in children if child.process is not None]
    for process in running:
        process.terminate()
    until = clock() + STOP_SECONDS
    for process in running:
        try:
            process.wait(timeout=max(0.0, until - clock()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _how(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"exit code {code}"
