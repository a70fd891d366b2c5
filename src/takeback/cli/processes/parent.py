"""A child that ends with its parent, however that ends."""

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1  # linux/prctl.h
LOOK_SECONDS = 1


def end_with_parent(parent: int) -> None:
    """See to it that this process ends when the process `parent` does, even by `kill -9`.

    Nothing is lost by ending at once: what was acknowledged is in the database.
    """
    if sys.platform == "linux":
        # The kernel does it, even to a process that hangs.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=_look_for, args=(parent,), daemon=True).start()
    if os.getppid() != parent:
        # It ended before we had asked.
        os._exit(1)


def _look_for(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os._exit(1)
