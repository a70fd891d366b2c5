import signal
import sys
import time
from collections.abc import Callable

import pytest

from takeback.cli.problems import OutOfReach
from takeback.cli.processes import keeping
from takeback.cli.processes.keeping import Child, keep_running

RUNS_ON = "import time; time.sleep(60)"
ENDS = "raise SystemExit(4)"
HEEDS_NOTHING = (
    "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('deaf', flush=True); time.sleep(60)"
)


def child(script: str) -> Child:
    made = Child("the child", "unused")
    made.command = [sys.executable, "-c", script]
    return made


def after(rounds: int) -> Callable[[], bool]:
    """Time to stop after so many rounds."""
    left = iter(range(rounds))
    return lambda: next(left, None) is None


def hear_nothing(_: str) -> None:
    return None


def test_children_run_until_it_is_time_to_stop() -> None:
    children = [child(RUNS_ON), child(RUNS_ON)]
    seen: list[bool] = []

    keep_running(
        children,
        is_to_stop=after(2),
        tell=hear_nothing,
        look=lambda: seen.append(all(each.is_running for each in children)),
    )

    assert seen == [True, True]
    assert [each.is_running for each in children] == [False, False]


def test_a_child_that_ends_is_started_again_after_a_pause() -> None:
    kept = child(RUNS_ON)
    told: list[str] = []
    first_pid: list[int] = []

    def kill_once() -> None:
        assert kept.process is None or kept.process.pid > 0
        if not first_pid and kept.process is not None:
            first_pid.append(kept.process.pid)
            kept.process.send_signal(signal.SIGKILL)
            kept.process.wait()

    def is_back() -> bool:
        return bool(first_pid) and kept.is_running

    keep_running([kept], is_to_stop=is_back, tell=told.append, look=kill_once)

    assert told == ["the child ended (killed by signal 9); starting it again"]
    assert kept.process is not None
    assert kept.process.pid != first_pid[0]


def test_a_child_that_keeps_ending_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "FIRST_PAUSE_SECONDS", 0.0)
    told: list[str] = []
    other = child(RUNS_ON)

    with pytest.raises(OutOfReach, match="the child ended 5 times in a row"):
        keep_running([other, child(ENDS)], is_to_stop=lambda: False, tell=told.append)

    assert told == ["the child ended (exit code 4); starting it again"] * 4
    assert not other.is_running


def test_pauses_double_and_a_steady_child_begins_anew() -> None:
    kept = child(ENDS)
    moment = 0.0
    pauses = []

    for ran_seconds in (1, 1, 1, 100):
        keeping._look_after(kept, tell=hear_nothing, now=moment)
        assert kept.process is not None
        kept.process.wait()
        moment += ran_seconds
        keeping._look_after(kept, tell=hear_nothing, now=moment)
        pauses.append(kept.start_again_at - moment)
        moment = kept.start_again_at

    assert pauses == [0.5, 1.0, 2.0, 0.5]


def test_a_child_that_heeds_nothing_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "STOP_SECONDS", 0.3)
    deaf = child(HEEDS_NOTHING)
    began = time.monotonic()

    keep_running([deaf], is_to_stop=lambda: time.monotonic() > began + 0.5, tell=hear_nothing)

    assert not deaf.is_running
