"""Reading a file of words table by table, and refusing what does not belong there."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from takeback.sources.rows import UnusableRow

# What may stand in braces: filled in when the words are shown.
IN_BRACES = re.compile(r"\{[^{}]*\}|[{}]")


@dataclass(frozen=True)
class Table:
    """One table of a file; `place` is file, line and heading, for messages."""

    place: str
    values: Mapping[str, object]


def read_tables(path: Path) -> Mapping[tuple[str, ...], Table]:
    """Return each table that holds words, by the parts of its heading; none without a file.

    Raises `UnusableRow` for a file that is not TOML, or that has words outside a table.
    """
    if not path.exists():
        return {}
    try:
        written = path.read_text(encoding="utf-8")
        document = tomllib.loads(written)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnusableRow(f"{path.name}: not readable as TOML: {error}") from error
    tables = {}
    for heading, values in _leaves((), document):
        place = f"{path.name}, line {_line(written, heading)} ([{'.'.join(heading)}])"
        if not heading:
            raise UnusableRow(f"{path.name}: every word stands in a table, such as [parent]")
        tables[heading] = Table(place, values)
    return tables


def check_keys(table: Table, known: Collection[str]) -> None:
    """Raise `UnusableRow` for a key that is not among `known`."""
    unknown = sorted(set(table.values) - set(known))
    if unknown:
        names = ", ".join(sorted(known))
        raise UnusableRow(f"{table.place}: unknown key {', '.join(unknown)}; known are {names}")


def sentence(table: Table, key: str, *, braces: Collection[str] = ()) -> str:
    """Return the words under `key`; only the names in `braces` may stand in braces in them.

    Raises `UnusableRow` when there are no words, or something else stands in braces.
    """
    if key not in table.values:
        raise UnusableRow(f"{table.place}: {key} is missing")
    return _words(table, key, value=table.values[key], braces=braces)


def sentences(table: Table, key: str, *, braces: Collection[str] = ()) -> tuple[str, ...]:
    """Return the list of words under `key`: at least one; braces as in `sentence`."""
    values = table.values.get(key)
    if not isinstance(values, list) or not values:
        raise UnusableRow(f"{table.place}: {key} is {values!r}; it takes a list of words in quotes")
    return tuple(_words(table, key, value=value, braces=braces) for value in values)


def _words(table: Table, key: str, *, value: object, braces: Collection[str]) -> str:
    if not isinstance(value, str) or not value.strip():
        raise UnusableRow(f"{table.place}: {key} has {value!r}; it takes words in quotes")
    for found in IN_BRACES.findall(value):
        if found[1:-1] not in braces:
            names = ", ".join(f"{{{name}}}" for name in sorted(braces)) or "nothing"
            raise UnusableRow(f"{table.place}: {key} has {found}; in braces it takes {names}")
    return value.strip()


def _leaves(
    heading: tuple[str, ...], values: dict[str, object]
) -> Iterator[tuple[tuple[str, ...], dict[str, object]]]:
    if values and all(isinstance(value, dict) for value in values.values()):
        for name, inner in values.items():
            assert isinstance(inner, dict)  # noqa: S101  said to the type checker; asked above
            yield from _leaves((*heading, name), inner)
    elif heading or values:
        yield heading, values


def _line(written: str, heading: tuple[str, ...]) -> int:
    opens = f"[{'.'.join(heading)}]"
    lines = (line.partition("#")[0].strip() for line in written.splitlines())
    return next((number for number, line in enumerate(lines, start=1) if line == opens), 1)
