"""Reading data files row by row, and refusing what does not belong there."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal, cast
from urllib.parse import urlsplit

# checked: somebody saw a source that says so. memory: nobody has yet, and the page says that.
Confidence = Literal["checked", "memory"]
CONFIDENCES = ("checked", "memory")


class UnusableRow(ValueError):
    """A data file has something in it that cannot be used; the message says where and why."""


@dataclass(frozen=True)
class Row:
    """One entry as it stands in the file.

    `number` counts entries of the file from 1, `line` is that of the entry's header, and
    `lines` are those of its keys, for messages.
    """

    file: str
    line: int
    number: int
    values: Mapping[str, object]
    lines: Mapping[str, int]

    @property
    def place(self) -> str:
        """File, line and entry, for messages about the whole entry."""
        return self.at("")

    def at(self, key: str) -> str:
        """File, line and entry, for messages about one key; its own line when it has one."""
        line = self.lines.get(key, self.line)
        return f"{self.file}, line {line}, entry {self.number} ({self.values.get('id', 'no id')})"


def read_rows(
    path: Path, table: str, *, required: frozenset[str], optional: frozenset[str] = frozenset()
) -> list[Row]:
    """Return the entries of `[[table]]` of a file in its order, or of a folder's files by name.

    Raises `UnusableRow`, naming file, line, entry and reason, when a file cannot be read as TOML,
    holds anything but that table, or an entry lacks a required key, has an unknown one, or
    repeats an id, of whichever file.
    """
    rows: list[Row] = []
    first: dict[object, Row] = {}
    for row in _all_rows(path, table):
        _check_keys(row, required, optional=optional)
        known = first.setdefault(text(row, "id"), row)
        if known is not row:
            there = f"{known.file}, line {known.line}"
            raise UnusableRow(f"{row.place}: this id stands already in {there}; give each its own")
        rows.append(row)
    return rows


def text(row: Row, key: str) -> str:
    """Return the words under `key`; raises `UnusableRow` when there are none."""
    value = row.values[key]
    if not isinstance(value, str) or not value.strip():
        raise UnusableRow(f"{row.at(key)}: {key} is {value!r}; it takes words in quotes")
    return value.strip()


def text_or_none(row: Row, key: str) -> str | None:
    """Return the words under `key`; None when the entry has no such key."""
    return text(row, key) if key in row.values else None


def texts(row: Row, key: str) -> tuple[str, ...]:
    """Return the list of words under `key`; empty when the entry has no such key."""
    value = row.values.get(key, [])
    if not isinstance(value, list) or not all(
        isinstance(one, str) and one.strip() for one in value
    ):
        raise UnusableRow(f"{row.at(key)}: {key} is {value!r}; it takes a list of words in quotes")
    return tuple(one.strip() for one in value)


def day(row: Row, key: str) -> date:
    """Return the date under `key`; raises `UnusableRow` for anything but a plain date."""
    value = row.values[key]
    if not isinstance(value, date) or isinstance(value, datetime):
        raise UnusableRow(f"{row.at(key)}: {key} is {value!r}; it takes a date such as 2026-11-22")
    return value


def review_day(row: Row) -> date:
    """Return the day under `review_by`, which must come after that under `read_on`."""
    review_by = day(row, "review_by")
    if review_by <= day(row, "read_on"):
        raise UnusableRow(f"{row.at('review_by')}: review_by is not after read_on")
    return review_by


def confidence(row: Row) -> Confidence:
    """Return how sure we are; raises `UnusableRow` for a word outside `CONFIDENCES`."""
    return cast("Confidence", one_of(row, "confidence", allowed=CONFIDENCES))


def one_of(row: Row, key: str, *, allowed: tuple[str, ...]) -> str:
    """Return the word under `key`, which must be one of `allowed`."""
    value = row.values[key]
    if not isinstance(value, str) or value not in allowed:
        raise UnusableRow(
            f"{row.at(key)}: {key} is {value!r}; it takes one of {', '.join(allowed)}"
        )
    return value


def some_of(row: Row, key: str, *, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the list under `key`: at least one word, each one of `allowed`, none twice."""
    value = row.values[key]
    if not isinstance(value, list) or not value or any(word not in allowed for word in value):
        raise UnusableRow(
            f"{row.at(key)}: {key} is {value!r}; it takes a list of {', '.join(allowed)}"
        )
    if len(set(value)) < len(value):
        raise UnusableRow(f"{row.at(key)}: {key} is {value!r}; it names something twice")
    return tuple(value)


def web_address(row: Row, key: str) -> str:
    """Return the address under `key`; raises `UnusableRow` unless it is https with a host."""
    value = text(row, key)
    try:
        parts = urlsplit(value)
    except ValueError as error:
        raise UnusableRow(f"{row.at(key)}: {key} is {value!r}; {error}") from error
    if parts.scheme != "https" or not parts.hostname or any(mark.isspace() for mark in value):
        raise UnusableRow(f"{row.at(key)}: {key} is {value!r}; it takes an https address")
    return value


def web_address_or_none(row: Row, key: str) -> str | None:
    """Return the address under `key`; None when the entry has no such key."""
    return web_address(row, key) if key in row.values else None


def _all_rows(path: Path, table: str) -> Iterator[Row]:
    if not path.is_dir():
        yield from _rows_of_file(path, table)
        return
    files = sorted(path.glob("*.toml"))
    if not files:
        raise UnusableRow(f"{path.name}: no files ending in .toml")
    for file in files:
        yield from _rows_of_file(file, table)


def _rows_of_file(path: Path, table: str) -> Iterator[Row]:
    lines = _read(path)
    entries = _entries(path, lines, table=table)
    header = re.compile(rf"\s*\[\[\s*{re.escape(table)}\s*\]\]\s*(#.*)?")
    starts = [number for number, line in enumerate(lines, start=1) if header.fullmatch(line)]
    if len(starts) != len(entries):
        raise UnusableRow(
            f"{path.name}: {len(entries)} entries under {len(starts)} lines with [[{table}]]; "
            "begin each entry with such a line, and write it nowhere else"
        )
    ends = [*starts[1:], len(lines) + 1]
    for number, values in enumerate(entries, start=1):
        start, end = starts[number - 1], ends[number - 1]
        keys = {key: _line_of(key, lines, between=(start, end)) for key in values}
        yield Row(path.name, start, number, values, keys)


def _read(path: Path) -> list[str]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnusableRow(f"{path.name}: cannot be read: {error.strerror}") from error
    try:
        return data.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnusableRow(f"{path.name}, line {line}: not readable as TOML: {error}") from error


def _entries(path: Path, lines: list[str], *, table: str) -> list[dict[str, object]]:
    try:
        document = tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        # The reason ends with its line and column.
        raise UnusableRow(f"{path.name}: not readable as TOML: {error}") from error
    for other in sorted(set(document) - {table}):
        line = _line_of(other, lines, between=(1, len(lines) + 1))
        raise UnusableRow(f"{path.name}, line {line}: {other} is unknown; only [[{table}]] is read")
    entries = document.get(table)
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise UnusableRow(f"{path.name}: no [[{table}]] entries")
    return entries


def _line_of(key: str, lines: list[str], *, between: tuple[int, int]) -> int:
    """Return the line on which `key` is written; the first one looked at when none is found."""
    written = re.compile(rf"\s*\[{{0,2}}\s*[\"']?{re.escape(key)}[\"']?\s*[\].=]")
    start, end = between
    found = (number for number in range(start, end) if written.match(lines[number - 1]))
    return next(found, start)


def _check_keys(row: Row, required: frozenset[str], *, optional: frozenset[str]) -> None:
    known = ", ".join(sorted(required | optional))
    for unknown in sorted(set(row.values) - required - optional):
        raise UnusableRow(f"{row.at(unknown)}: unknown key {unknown}; known are {known}")
    missing = sorted(required - set(row.values))
    if missing:
        raise UnusableRow(f"{row.place}: {', '.join(missing)} is missing")
