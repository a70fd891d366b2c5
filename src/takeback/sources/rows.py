"""Reading a data file row by row, and refusing what does not belong there."""

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
    """One entry as it stands in the file; `place` names file and entry for messages."""

    place: str
    values: Mapping[str, object]


def read_rows(
    path: Path, table: str, *, required: frozenset[str], optional: frozenset[str] = frozenset()
) -> list[Row]:
    """Return the entries of `[[table]]` in file order.

    Raises `UnusableRow` when the file cannot be read as TOML, holds anything but that table, or
    an entry lacks a required key, has an unknown one, or repeats an id.
    """
    entries = _entries(path, table)
    rows = []
    seen: set[object] = set()
    for number, values in enumerate(entries, start=1):
        row = Row(f"{path.name}, entry {number} ({values.get('id', 'no id')})", values)
        _check_keys(row, required, optional=optional)
        if values["id"] in seen:
            raise UnusableRow(f"{row.place}: this id stands above already; give each its own")
        seen.add(values["id"])
        rows.append(row)
    return rows


def text(row: Row, key: str) -> str:
    """Return the words under `key`; raises `UnusableRow` when there are none."""
    value = row.values[key]
    if not isinstance(value, str) or not value.strip():
        raise UnusableRow(f"{row.place}: {key} is {value!r}; it takes words in quotes")
    return value.strip()


def text_or_none(row: Row, key: str) -> str | None:
    """Return the words under `key`; None when the entry has no such key."""
    return text(row, key) if key in row.values else None


def day(row: Row, key: str) -> date:
    """Return the date under `key`; raises `UnusableRow` for anything but a plain date."""
    value = row.values[key]
    if not isinstance(value, date) or isinstance(value, datetime):
        raise UnusableRow(f"{row.place}: {key} is {value!r}; it takes a date such as 2026-11-22")
    return value


def confidence(row: Row) -> Confidence:
    """Return how sure we are; raises `UnusableRow` for a word outside `CONFIDENCES`."""
    return cast("Confidence", one_of(row, "confidence", allowed=CONFIDENCES))


def one_of(row: Row, key: str, *, allowed: tuple[str, ...]) -> str:
    """Return the word under `key`, which must be one of `allowed`."""
    value = row.values[key]
    if value not in allowed:
        raise UnusableRow(f"{row.place}: {key} is {value!r}; it takes one of {', '.join(allowed)}")
    return value


def some_of(row: Row, key: str, *, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the list under `key`: at least one word, each one of `allowed`."""
    value = row.values[key]
    if not isinstance(value, list) or not value or any(word not in allowed for word in value):
        raise UnusableRow(
            f"{row.place}: {key} is {value!r}; it takes a list of {', '.join(allowed)}"
        )
    return tuple(value)


def web_address(row: Row, key: str) -> str:
    """Return the address under `key`; raises `UnusableRow` unless it is https with a host."""
    value = text(row, key)
    try:
        parts = urlsplit(value)
    except ValueError as error:
        raise UnusableRow(f"{row.place}: {key} is {value!r}; {error}") from error
    if parts.scheme != "https" or not parts.hostname or any(mark.isspace() for mark in value):
        raise UnusableRow(f"{row.place}: {key} is {value!r}; it takes an https address")
    return value


def _entries(path: Path, table: str) -> Iterator[dict[str, object]]:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnusableRow(f"{path.name}: not readable as TOML: {error}") from error
    others = sorted(set(document) - {table})
    if others:
        raise UnusableRow(f"{path.name}: {', '.join(others)} is unknown; only [[{table}]] is read")
    entries = document.get(table)
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise UnusableRow(f"{path.name}: no [[{table}]] entries")
    return iter(entries)


def _check_keys(row: Row, required: frozenset[str], *, optional: frozenset[str]) -> None:
    unknown = sorted(set(row.values) - required - optional)
    if unknown:
        known = ", ".join(sorted(required | optional))
        raise UnusableRow(f"{row.place}: unknown key {', '.join(unknown)}; known are {known}")
    missing = sorted(required - set(row.values))
    if missing:
        raise UnusableRow(f"{row.place}: {', '.join(missing)} is missing")
