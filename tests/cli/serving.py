"""`takeback serve` as a process of its own."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

COMMAND = [sys.executable, "-P", "-m", "takeback.cli"]
PATIENCE_SECONDS = 60  # a busy machine


def environment(**variables: str) -> dict[str, str]:
    """What a command sees: nothing of the tests' own settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TAKEBACK_", "DJANGO_"))
    }
    return kept | variables


@dataclass
class Serving:
    """A running instance and the file that holds what it prints."""

    process: subprocess.Popen[bytes]
    log: Path
    url: str = ""

    def printed(self) -> str:
        """What it has printed so far."""
        return self.log.read_text()

    def wait_for(self, words: str) -> str:
        """Return the first line with these words; the instance may not end before."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            for line in self.printed().splitlines():
                if words in line:
                    return line
            time.sleep(0.05)
        raise AssertionError(f"never said {words!r}: {self.printed()}")

    def stop(self, number: int = signal.SIGINT) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE_SECONDS)

    def children(self) -> list[int]:
        """The processes below, children first, then theirs."""
        return _children(self.process.pid)


def served(data: Path, *, hang_up: signal.Handlers = signal.SIG_DFL) -> Serving:
    """Start serving on a free port and return when visitors can come.

    `hang_up` is how it finds SIGHUP, however these tests were started themselves: `SIG_IGN` is
    what nohup leaves.
    """
    log = data.with_name("serve.log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*COMMAND, "serve", "--port", "0", "--data", str(data)],
            env=environment(),
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: signal.signal(signal.SIGHUP, hang_up),  # noqa: PLW1509  one thread
        )
    serving = Serving(process, log)
    serving.url = serving.wait_for("Takeback is at ").split()[-1]
    return serving


def is_there(process: int) -> bool:
    """Say whether a process runs: it exists and is not a mere zombie."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def all_gone(processes: list[int], *, seconds: float = 5) -> bool:
    """Say whether none of them runs any more, within so many seconds."""
    until = time.monotonic() + seconds
    while any(is_there(process) for process in processes):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    direct = [int(number) for number in listed]
    return direct + [below for child in direct for below in _children(child)]
