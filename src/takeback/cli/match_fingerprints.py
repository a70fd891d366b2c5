"""Looking up fingerprints that were made elsewhere: one a line, many at a time."""

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import numpy as np

from takeback.cli.output import complain, say, say_json
from takeback.cli.problems import OutOfReach
from takeback.cli.searches import Search
from takeback.matching.exact import Neighbour

BATCH = 8192  # lines looked up at once: an index answers many faster than one by one
DIGITS = 64  # of a fingerprint by pdq-1
MOST_READ = 256  # of a line at once: however long it is, it takes no memory
STANDARD_INPUT = Path("-")


@dataclass
class Tally:
    """What looking up came to: lines, those with a match, and those that are no fingerprint."""

    lines: int = 0
    matched: int = 0
    unreadable: int = 0


@dataclass(frozen=True)
class _Line:
    """A line: its number, from 1, and its 32 bytes; `unreadable` says why there are none."""

    number: int
    bits: bytes = b""
    unreadable: str = ""


def match_fingerprints(search: Search, path: Path, *, limit: int, as_json: bool) -> Tally:
    """Look up each line of a file, `-` for standard input, and tell what was found of each.

    Nothing that is told repeats a fingerprint. Raises `OutOfReach` when the file cannot be read.
    """
    tally = Tally()
    lines = _read(path)
    while batch := list(islice(lines, BATCH)):
        bits = np.frombuffer(b"".join(line.bits for line in batch), np.uint8)
        found = iter(search.neighbours(bits.reshape(-1, DIGITS // 2), limit=limit))
        for line in batch:
            tally.lines += 1
            tally.unreadable += bool(line.unreadable)
            neighbours = [] if line.unreadable else next(found)
            tally.matched += bool(neighbours)
            tell = _tell_program if as_json else _tell_person
            tell(line, neighbours)
    return tally


def _read(path: Path) -> Iterator[_Line]:
    try:
        with nullcontext(sys.stdin.buffer) if path == STANDARD_INPUT else path.open("rb") as file:
            for number, line in enumerate(_lines(file), 1):
                yield _parse(number, line)
    except OSError as error:
        raise OutOfReach(f"{path} cannot be read ({error.strerror})") from error


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield each line without its end; of a long one only the beginning."""
    while line := file.readline(MOST_READ):
        rest = line
        while not rest.endswith(b"\n") and (rest := file.readline(MOST_READ)):
            pass
        yield line.rstrip(b"\r\n")


def _parse(number: int, line: bytes) -> _Line:
    expected = f"a pdq-1 fingerprint has {DIGITS} hex digits"
    if len(line) != DIGITS:
        size = "more than 250" if len(line) > 250 else len(line)
        return _Line(number, unreadable=f"{size} characters; {expected}")
    try:
        # Spaces, which it would pass over, make it too short.
        bits = bytes.fromhex(line.decode("ascii"))
    except ValueError:
        bits = b""
    if len(bits) != DIGITS // 2:
        return _Line(number, unreadable=f"not hex digits; {expected}")
    return _Line(number, bits)


def _tell_program(line: _Line, found: list[Neighbour]) -> None:
    if line.unreadable:
        say_json({"line": line.number, "unreadable": line.unreadable})
        return
    matches = [
        {"entry": each.entry, "distance": each.distance, "view": each.view} for each in found
    ]
    say_json({"line": line.number, "matches": matches})


def _tell_person(line: _Line, found: list[Neighbour]) -> None:
    if line.unreadable:
        complain(f"line {line.number}: {line.unreadable}")
        return
    if not found:
        say(f"line {line.number}: no match")
    for each in found:
        say(f"line {line.number}: entry {each.entry}, {each.distance} bits away, view {each.view}")
