"""A list, files to search, the command as a process of its own, and a cluster."""

import faulthandler
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TypeVar

import pytest
from ray.cluster_utils import Cluster

from takeback.fingerprint.picture import fingerprint_pixels
from takeback.matching.feed_pages import Change, ListedFingerprint
from takeback.matching.list_file import apply_page, open_list
from tests.cli.drawings import draw, encode
from tests.matching.copies import pixels
from tests.matching.pages import change, page

# For one test with what it needs: some take half a minute, and a busy machine is no failure.
PATIENCE_SECONDS = 240
LAST_SECONDS = PATIENCE_SECONDS + 60  # then a test that hears no signal ends the whole run
PICTURES, OTHERS = 44, 16
ENDLESS_BYTES = 1 << 40  # half an hour to read, and nothing on the disk
STORE_BYTES = 80 * 2**20


@pytest.fixture(autouse=True)
def _bounded() -> Iterator[None]:
    """Fail a test that takes too long; whatever it started is ended as after every test."""

    def fail(_signal: int, _frame: FrameType | None) -> None:
        pytest.fail(f"not done after {PATIENCE_SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(PATIENCE_SECONDS)
    faulthandler.dump_traceback_later(LAST_SECONDS, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@dataclass(frozen=True)
class Archive:
    """A list, and a folder of pictures, some of them listed, and of what is no picture."""

    list_file: Path
    folder: Path

    @property
    def slow(self) -> Path:
        """The file of the other methods here."""
        return self.folder / "030-slow.png"

    def slow_file(self) -> Path:
        """Add a picture, with nothing after it without an end: who reads it never gets done."""
        path = self.quick_file()
        os.truncate(path, ENDLESS_BYTES)
        return path

    def quick_file(self) -> Path:
        """Put a small picture there instead; who reads the slow one goes on reading that."""
        made = self.folder.with_name("made.png")
        made.write_bytes(encode(draw(99), "PNG"))
        return made.replace(self.slow)


def listed(number: int) -> Change:
    """An entry of this drawing."""
    made = fingerprint_pixels(pixels(draw(number)))
    return change(
        f"drawing-{number}", ListedFingerprint("pdq-1", "whole", bytes.fromhex(made.whole.hex))
    )


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """60 files; every fourth drawing is listed."""
    made = Archive(tmp_path / "list.sqlite3", tmp_path / "uploads")
    made.folder.mkdir()
    with open_list(made.list_file, create=True) as connection:
        entries = [listed(number) for number in range(0, PICTURES, 4)]
        apply_page(connection, page(*entries), url="https://x.example")
    for number in range(PICTURES):
        (made.folder / f"{number:03}.png").write_bytes(encode(draw(number), "PNG"))
    for number in range(OTHERS):
        (made.folder / f"{3 * number:03}-notes.txt").write_text("no picture")
    return made


@dataclass
class Scan:
    """A running `takeback scan`, or another program."""

    process: "subprocess.Popen[str]"
    out: Path | None = None
    printed: tuple[str, str] = field(default=("", ""))

    def lines(self) -> list[str]:
        """Return the whole lines written so far."""
        text = self.out.read_text() if self.out is not None and self.out.exists() else ""
        return text[: text.rfind("\n") + 1].splitlines()

    def end(self) -> int:
        """Wait until it has ended; return its exit code."""
        self.printed = self.process.communicate()
        return self.process.returncode


Start = Callable[..., Scan]
Found = TypeVar("Found")


@pytest.fixture
def start() -> Iterator[Start]:
    """Start programs of this environment; whatever is left of them at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: object, out: Path | None = None, **variables: str) -> Scan:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("TAKEBACK_", "RAY_"))}
        if out is not None:
            arguments = (*arguments, "--out", out)
        started.append(
            subprocess.Popen(
                [sys.executable, *map(str, arguments)],
                env=kept | variables,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        )
        return Scan(started[-1], out)

    yield start
    for process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@pytest.fixture
def scan(start: Start, archive: Archive) -> Start:
    """Start `takeback scan` of the archive with two workers."""

    def scan(*options: object, out: Path | None = None, **variables: str) -> Scan:
        what = ("-m", "takeback.cli", "scan", archive.folder, "--list", archive.list_file)
        return start(*what, "--workers", 2, *options, out=out, **variables)

    return scan


@contextmanager
def cluster_of(*cpus: int) -> Iterator[Cluster]:
    """Start a cluster with a node of each of these numbers of CPUs; the first is its head."""
    # Not in pytest's folder: Ray makes sockets in it, whose names have 107 bytes.
    folder = tempfile.mkdtemp(prefix="takeback-ray-test-", dir="/tmp")
    arguments = {
        "object_store_memory": STORE_BYTES,
        "include_dashboard": False,
        "temp_dir": folder,
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": cpus[0], **arguments})
        try:
            for count in cpus[1:]:
                cluster.add_node(num_cpus=count, object_store_memory=STORE_BYTES)
            yield cluster
        finally:
            cluster.shutdown()  # type: ignore[no-untyped-call]
            shutil.rmtree(folder, ignore_errors=True)


def wait_for(found: Callable[[], Found]) -> Found:
    """Return what is found as soon as there is any."""
    while not (answer := found()):
        time.sleep(0.02)
    return answer


def readers(path: Path) -> list[int]:
    """Return the processes that have this file open."""
    found = []
    for folder in Path("/proc").glob("[0-9]*/fd"):
        with suppress(OSError):  # it has ended
            if str(path) in [os.readlink(folder / name) for name in os.listdir(folder)]:  # noqa: PTH115, PTH208
                found.append(int(folder.parts[2]))
    return found


def processes_of(session: int) -> list[int]:
    """Return the living processes of a session, which is that of whoever was started with it."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, _, belongs_to = path.read_text().rpartition(")")[2].split()[:4]
            if int(belongs_to) == session and state != "Z":
                found.append(int(path.parts[2]))
    return found
