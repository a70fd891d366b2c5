"""What to say: to a child, to a pupil, and for a young person to an adult."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from takeback.guidance.sections import WORDS_FOLDER, WordsPage, read_pages
from takeback.sources.rows import Row, UnusableRow, read_rows, text
from takeback.sources.statements import load_statements

SITUATION_REQUIRED = frozenset(["id", "number", "name", "first"])


@dataclass(frozen=True)
class Situation:
    """How somebody came to need a talk. `number` is its neutral name in an address."""

    id: str
    number: int
    name: str
    first: str


@dataclass(frozen=True)
class Talks:
    """Every page about talking, by id, and the situations that their sections name, in order."""

    pages: Mapping[str, WordsPage]
    situations: tuple[Situation, ...]


@cache
def load_talks(language: str = "en", *, folder: Path = WORDS_FOLDER) -> Talks:
    """Return the talks in one language; raises `UnusableRow` for a file that cannot be used."""
    talks = folder / language / "talks"
    rows = read_rows(talks / "situations.toml", "situation", required=SITUATION_REQUIRED)
    situations = tuple(_situation(row, position) for position, row in enumerate(rows, start=1))
    pages = read_pages(
        talks,
        statements=load_statements().keys(),
        situations={situation.id for situation in situations},
    )
    return Talks(MappingProxyType(pages), situations)


def for_situation(page: WordsPage, situation: Situation | None) -> WordsPage:
    """Return the page with what is for this situation; for none, only what is for all."""
    chosen = None if situation is None else situation.id
    kept = (section for section in page.sections if not section.only or chosen in section.only)
    return replace(page, sections=tuple(kept))


def _situation(row: Row, position: int) -> Situation:
    number = row.values["number"]
    if number != position:
        raise UnusableRow(f"{row.at('number')}: number is {number!r}; here it takes {position}")
    return Situation(text(row, "id"), position, text(row, "name"), text(row, "first"))
