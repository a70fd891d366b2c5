"""Real processes, really killed."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from takeback.cli.problems import OutOfReach
from takeback.cli.scanning.crew import AHEAD, Crew
from takeback.cli.scanning.local import run_locally
from takeback.cli.scanning.looking import Looking
from takeback.cli.scanning.places import Line, Place
from takeback.matching.list_file import PAGE_BYTES

Look = Callable[[Place], Line]

FILES = 400  # take long enough to be killed among them


def look_with(look: Look, *names: str, seconds: int = 60) -> list[Line]:
    with Crew(look, workers=2, seconds=seconds) as crew:
        return list(crew.look(Place(name, name) for name in names))


def plain(place: Place) -> Line:
    return {"file": place.name, "matches": []}


def test_lines_come_in_the_order_of_places_from_several_processes() -> None:
    def look(place: Place) -> Line:
        time.sleep(0.05 if place.name == "0" else 0)
        return {"file": place.name, "process": os.getpid()}

    lines = look_with(look, *map(str, range(100)))

    assert [line["file"] for line in lines] == [str(number) for number in range(100)]
    assert len({line["process"] for line in lines} | {os.getpid()}) == 3


def test_no_more_than_so_many_lines_wait_for_a_slow_file() -> None:
    taken = []

    def names() -> list[Place]:
        return [Place(str(number), "") for number in range(3 * AHEAD)]

    def look(place: Place) -> Line:
        time.sleep(0.5 if place.name == "0" else 0)
        return plain(place)

    with Crew(look, workers=2, seconds=60) as crew:
        lines = crew.look(taken.append(place) or place for place in names())  # type: ignore[func-returns-value]
        next(lines)
        assert len(taken) <= 2 * AHEAD + 2
        assert len(list(lines)) == 3 * AHEAD - 1


def test_a_file_that_ends_its_process_is_tried_once_more_and_then_listed() -> None:
    def look(place: Place) -> Line:
        if place.name == "deadly":
            os.kill(os.getpid(), signal.SIGKILL)
        return plain(place)

    lines = look_with(look, "a", "deadly", "b", "deadly", "c")

    assert [line["file"] for line in lines] == ["a", "deadly", "b", "deadly", "c"]
    assert lines[1]["unreadable"] == "the process that read it ended, 2 times"
    assert [line.get("matches") for line in lines] == [[], None, [], None, []]


def test_a_process_that_was_killed_costs_nothing(tmp_path: Path) -> None:
    def look(place: Place) -> Line:
        mark = tmp_path / place.name
        if place.name == "b" and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return plain(place)

    assert look_with(look, "a", "b", "c") == [{"file": name, "matches": []} for name in "abc"]


def test_a_file_that_hangs_is_listed() -> None:
    def look(place: Place) -> Line:
        time.sleep(60 if place.name == "slow" else 0)
        return plain(place)

    lines = look_with(look, "a", "slow", "b", seconds=1)

    assert lines[1] == {"file": "slow", "unreadable": "it took longer than 1 seconds"}
    assert [line["file"] for line in lines] == ["a", "slow", "b"]


def test_processes_that_all_end_are_no_fault_of_the_files() -> None:
    def look(place: Place) -> Line:
        os.kill(os.getpid(), signal.SIGKILL)
        return plain(place)

    with pytest.raises(OutOfReach, match="end again and again"):
        look_with(look, *map(str, range(100)))


def test_a_list_that_fails_and_a_fault_of_ours_end_the_run() -> None:
    def fail(place: Place) -> Line:
        raise OutOfReach(f"the list is gone at {place.name}")

    def break_down(place: Place) -> Line:
        raise KeyError(place.name)

    with pytest.raises(OutOfReach, match="the list is gone at a"):
        look_with(fail, "a")
    with pytest.raises(RuntimeError, match="KeyError in a worker process"):
        look_with(break_down, "a")


def test_one_worker_and_several_give_the_same(
    looking: Looking, drawings: list[bytes], tmp_path: Path
) -> None:
    (tmp_path / "uploads").mkdir()
    for number in range(12):
        (tmp_path / "uploads" / f"{number}.png").write_bytes(drawings[number % 5])
    (tmp_path / "uploads" / "x.png").write_bytes(b"no picture")
    places = [Place(str(path), str(path)) for path in sorted((tmp_path / "uploads").iterdir())]

    one = list(run_locally(places, looking, workers=1))

    assert list(run_locally(places, looking, workers=2)) == one
    assert sum(bool(line.get("matches")) for line in one) == 3
    assert "it is no picture" in str(one[-1]["unreadable"])


@pytest.mark.parametrize("workers", [1, 2])
def test_a_list_that_is_damaged_where_a_worker_reads_it_ends_the_run(
    looking: Looking, drawings: list[bytes], tmp_path: Path, workers: int
) -> None:
    with closing(sqlite3.connect(looking.list_file)) as connection:
        (number,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'digests'"
        ).fetchone()
    with looking.list_file.open("r+b") as file:
        file.seek((number - 1) * PAGE_BYTES)
        file.write(b"\xff" * PAGE_BYTES)
    (tmp_path / "a.png").write_bytes(drawings[1])
    place = Place("a.png", str(tmp_path / "a.png"))

    with pytest.raises(OutOfReach, match="`takeback list check` may say more"):
        list(run_locally([place], looking, workers=workers))


def heed_ctrl_c() -> None:
    """As at a terminal: what a script runs in the background is started deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Scanning:
    """`takeback scan` of many files as a process of its own, with its lines in a file."""

    def __init__(self, folder: Path, list_file: Path, out: Path) -> None:
        self.out = out
        self._process = subprocess.Popen(
            [sys.executable, "-m", "takeback.cli", "scan", folder, "--list", list_file,
             "--out", out, "--effort", "0", "--workers", "2"],
            stderr=subprocess.PIPE, text=True, preexec_fn=heed_ctrl_c,  # noqa: PLW1509
        )  # fmt: skip

    def send_after(self, signal_number: int, lines: int) -> bool:
        """Send a signal when so many lines are there; say whether it was still running."""
        while not self.out.exists() or self.out.read_bytes().count(b"\n") < lines:
            if self._process.poll() is not None:
                return False
            time.sleep(0.002)
        self._process.send_signal(signal_number)
        return True

    def end(self) -> tuple[int, str]:
        """Wait for the end; return the exit code and what was said."""
        errors = self._process.communicate(timeout=60)[1]
        return self._process.returncode, errors

    def is_anybody_left(self) -> bool:
        """Whether a process of this scan still runs a moment later."""
        for _ in range(500):
            commands = []
            for path in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    commands.append(path.read_bytes())
                except OSError:
                    continue  # it ended meanwhile
            if not any(bytes(self.out) in command for command in commands):
                return False
            time.sleep(0.02)
        return True


@pytest.fixture
def uploads(tmp_path: Path, drawings: list[bytes]) -> Path:
    folder = tmp_path / "uploads"
    folder.mkdir()
    for number in range(FILES):
        if number < 5:
            (folder / f"{number:03}.png").write_bytes(drawings[number])
        else:
            (folder / f"{number:03}.png").hardlink_to(folder / f"{number % 5:03}.png")
    return folder


def test_a_scan_that_is_killed_again_and_again_has_each_file_once(
    uploads: Path, list_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "found.jsonl"
    for lines in (5, 40):
        scanning = Scanning(uploads, list_file, out)
        assert scanning.send_after(signal.SIGKILL, lines)
        assert scanning.end()[0] == -signal.SIGKILL
        assert not scanning.is_anybody_left()
        assert out.read_bytes().count(b"\n") < FILES

    code, errors = Scanning(uploads, list_file, out).end()

    assert (code, "files were done before" in errors) == (0, True)
    text = out.read_text()
    assert [text.count(f"/{number:03}.png") for number in range(FILES)] == [1] * FILES
    assert text.count("drawing-1") == FILES // 5


def test_ctrl_c_ends_a_scan_at_once_and_keeps_what_is_done(
    uploads: Path, list_file: Path, tmp_path: Path
) -> None:
    scanning = Scanning(uploads, list_file, tmp_path / "found.jsonl")

    assert scanning.send_after(signal.SIGINT, 10)

    code, errors = scanning.end()
    assert code == 130
    assert "Started again it goes on there" in errors
    assert "Traceback" not in errors
    assert not scanning.is_anybody_left()
    assert 10 <= scanning.out.read_bytes().count(b"\n") < FILES
