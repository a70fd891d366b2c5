"""Being asked to stop: by Ctrl-C, by the system, or because the terminal has gone."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass
class StopRequest:
    """Was it asked? While `is_noted_only` is false, being asked interrupts whatever is going on."""

    is_asked: bool = False
    is_noted_only: bool = False


@contextmanager
def stop_signals() -> Iterator[StopRequest]:
    """Hear the signals that ask to stop; `KeyboardInterrupt` is raised unless they are only noted.

    They are heard even where a shell script has started us in its background, which would have
    Ctrl-C ignored. Only what was started with nohup goes on when its terminal goes.
    """
    request = StopRequest()

    def hear(number: int, frame: FrameType | None) -> None:
        del number, frame
        request.is_asked = True
        if not request.is_noted_only:
            raise KeyboardInterrupt

    is_detached = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    heard = SIGNALS if is_detached else (*SIGNALS, signal.SIGHUP)
    before = {number: signal.signal(number, hear) for number in heard}
    try:
        yield request
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
