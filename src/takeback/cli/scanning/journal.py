"""The lines of a scan in a file: each file's once, however often the scan is stopped."""

import fcntl
import json
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path

from takeback.cli.output import complain, printable
from takeback.cli.problems import OutOfReach, WrongUse
from takeback.cli.scanning.places import Line

BEGINNING = b'{"file"'


@dataclass
class Tally:
    """What a scan came to so far, with what an earlier, interrupted one wrote."""

    files: int = 0
    matched: int = 0
    unreadable: int = 0

    def count(self, line: Line) -> None:
        """Count one file's line."""
        self.files += 1
        self.matched += bool(line.get("matches"))
        self.unreadable += "unreadable" in line


@dataclass(frozen=True)
class Journal:
    """An open file of lines; `done` are the names of the files that have one from before."""

    path: Path
    file: FileIO
    done: set[str] = field(default_factory=set)

    def write(self, line: Line) -> None:
        """Add a line. It outlives this process from here on. Raises `OutOfReach`."""
        try:
            _write_all(self.file, as_json_line(line))
        except OSError as error:
            raise _not_writable(self.path, error) from error


def as_json_line(line: Line) -> bytes:
    """Return the line as a scan writes it, in ASCII: a file name of any encoding comes through."""
    return json.dumps(line, ensure_ascii=True, separators=(", ", ": ")).encode() + b"\n"


def read_lines(path: Path) -> Iterator[Line]:
    """Yield the lines that a journal holds."""
    with path.open("rb") as file:
        for raw in file:
            yield json.loads(raw)


@contextmanager
def open_journal(
    path: Path, asked: dict[str, object], tally: Tally, *, retry: bool = False
) -> Iterator[Journal]:
    """Open a file to go on with, or begin one; what it holds is counted.

    With `retry` the lines of files that could not be read are taken out first, so that they are
    looked at again. How the scan was `asked` stands beside it: raises `WrongUse` when that was
    otherwise before; `OutOfReach` when the file is another's, is written to by another scan, or
    cannot be written.
    """
    with ExitStack() as stack:
        try:
            file: FileIO = stack.enter_context(path.open("a+b", buffering=0))
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OutOfReach(f"{path} cannot be written (it is not an ordinary file)")
            _lock(file, path)
            if retry:
                file = stack.enter_context(_without_unreadable(file, path))
            done = _read_again(file, path, tally)
            _check_asked(path, asked, is_begun=bool(done))
        except OSError as error:
            raise _not_writable(path, error) from error
        yield Journal(path, file, done)


def written_beside(path: Path) -> list[Path]:
    """Return the files beside a journal: how it was asked, and what is being written anew."""
    asked = path.with_name(f"{path.name}.asked")
    return [asked, path.with_name(f"{path.name}.new")]


def _lock(file: FileIO, path: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise OutOfReach(f"another scan is writing to {path}; wait for it") from error


def _without_unreadable(file: FileIO, path: Path) -> FileIO:
    """Put a file without the lines of unreadable files in this one's place, in one move."""
    _read_again(file, path, Tally())
    fresh_path = written_beside(path)[1]
    fresh_path.unlink(missing_ok=True)
    fresh = fresh_path.open("a+b", buffering=0)
    _lock(fresh, path)
    for raw in _raw_lines(file):
        if "unreadable" not in json.loads(raw):
            _write_all(fresh, raw)
    os.fsync(fresh.fileno())
    fresh_path.replace(path)
    return fresh


def _read_again(file: FileIO, path: Path, tally: Tally) -> set[str]:
    """Return the files that are done, and cut off a last line that was written only in part.

    Raises `OutOfReach` when the file holds anything else than such lines.
    """
    done, end = set(), 0
    for raw in _raw_lines(file):
        if not raw.endswith(b"\n") and BEGINNING[: len(raw)] == raw[: len(BEGINNING)]:
            break
        line = _parsed(raw, path)
        done.add(str(line["file"]))
        tally.count(line)
        end += len(raw)
    file.truncate(end)
    return done


def _raw_lines(file: FileIO) -> Iterator[bytes]:
    with os.fdopen(file.fileno(), "rb", closefd=False) as reader:
        reader.seek(0)
        yield from reader


def _write_all(file: FileIO, content: bytes) -> None:
    """Write past any buffer: what a full disk does not take must not be tried again at the end."""
    while content:
        content = content[file.write(content) :]


def _parsed(raw: bytes, path: Path) -> Line:
    try:
        line = json.loads(raw)
    except ValueError:
        line = None
    if not raw.endswith(b"\n") or not isinstance(line, dict) or "file" not in line:
        raise OutOfReach(f"{path} holds something else than the lines of a scan")
    return line


def _check_asked(path: Path, asked: dict[str, object], *, is_begun: bool) -> None:
    """Hold what is asked against what was asked before; write it down where nothing was."""
    beside, fresh = written_beside(path)
    before = _asked_before(beside) if is_begun else None
    if before is None:
        if is_begun:
            complain(
                f"{printable(path)}: nothing says how its lines were searched for; "
                "taken to be as now"
            )
        # Before the first line, and whole or not at all: the lines must not be without it.
        fresh.write_text(json.dumps(asked) + "\n", encoding="ascii")
        fresh.replace(beside)
        return
    for name, value in asked.items():
        if before.get(name) != value:
            raise WrongUse(
                f"{path} was begun with {name} {before.get(name)}, and this is {name} {value}; "
                "ask as before, or give another --out, or remove the file to begin anew"
            )


def _asked_before(beside: Path) -> Line | None:
    """Return what stands beside a file that was begun; nothing when there is nothing."""
    try:
        before = json.loads(beside.read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise OutOfReach(f"{beside} is damaged; remove it to go on with what is asked") from error
    if not isinstance(before, dict):
        raise OutOfReach(f"{beside} is damaged; remove it to go on with what is asked")
    return before


def _not_writable(path: Path, error: OSError) -> OutOfReach:
    return OutOfReach(f"{path} cannot be written ({error.strerror})")
