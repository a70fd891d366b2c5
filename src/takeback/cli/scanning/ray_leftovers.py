"""What is left of a Ray that ran for one scan: its files, and processes when the scan was killed.

A process of its own, which outlives the scan by a moment: `python -m` this, with the folder.
"""

import os
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

WAIT_SECONDS = 10.0  # for what was killed to be gone


def wait_and_remove(folder: Path) -> None:
    """Wait until nobody holds the other end of standard input; then end and remove everything.

    Whoever started this may use the folder still. When that was killed, most of Ray's processes
    end by themselves, and two do not.
    """
    starter = os.getppid()
    while os.read(0, 1):
        pass
    until = time.monotonic() + WAIT_SECONDS
    while (found := users_of(folder) - {starter}) and time.monotonic() < until:
        for process in found:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        time.sleep(0.1)
    shutil.rmtree(folder, ignore_errors=True)


def users_of(folder: Path) -> set[int]:
    """Return the processes that have a file in this folder open; all of Ray's have their log."""
    inside = f"{folder}{os.sep}"
    found = set()
    for files in Path("/proc").glob("[0-9]*/fd"):
        with suppress(OSError):  # it has ended, or is somebody else's
            if any(os.readlink(f"{files}/{name}").startswith(inside) for name in os.listdir(files)):  # noqa: PTH115, PTH208
                found.add(int(files.parts[2]))
    return found


if __name__ == "__main__":
    wait_and_remove(Path(sys.argv[1]))
