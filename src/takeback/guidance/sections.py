"""Words of a page that is read from top to bottom: sections, each of one kind."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

from takeback.guidance.facts import READERS, Reader
from takeback.guidance.word_files import IN_BRACES
from takeback.sources.rows import Row, UnusableRow, one_of, read_rows, text, text_or_none, texts

WORDS_FOLDER = Path(__file__).with_name("words")
# text: paragraphs. do, not: what helps and what does not. steps: one after the other. signs: what
# to watch for. tick: to be ticked off on paper. say: words to speak. copy: words to send.
Kind = Literal["text", "do", "not", "steps", "signs", "tick", "say", "copy"]
KINDS: tuple[Kind, ...] = ("text", "do", "not", "steps", "signs", "tick", "say", "copy")
PAGE_REQUIRED = frozenset(["id", "title", "lead", "reader"])
SECTION_REQUIRED = frozenset(["id", "heading", "kind", "lines"])
SECTION_OPTIONAL = frozenset(["intro", "level", "reader", "folded", "only", "sources"])
LINE_KEYS = frozenset(["says", "why", "label"])
# Filled with the numbers of the visitor's nation; see `filled`.
PLACEHOLDERS = ("emergency", "police")


@dataclass(frozen=True)
class Line:
    """One thing said. `why` is its reason, `label` whom it is for; `None` when it needs none."""

    says: str
    why: str | None = None
    label: str | None = None


@dataclass(frozen=True)
class Section:
    """One part of a page, under a heading of `level` 2 or 3.

    `is_folded`: only the heading shows until somebody opens it. `only` names the situations it is
    for; empty: for all. `sources` are ids of statements.
    """

    id: str
    heading: str
    kind: Kind
    lines: tuple[Line, ...]
    intro: str | None
    level: int
    reader: Reader
    is_folded: bool
    only: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class WordsPage:
    """A page: its title, what stands under it, in whose words it is, and its sections."""

    id: str
    title: str
    lead: str
    reader: Reader
    sections: tuple[Section, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of all statements it rests on, each once, in the order of the page."""
        return tuple(dict.fromkeys(one for section in self.sections for one in section.sources))


def read_pages(
    folder: Path, *, statements: Collection[str], situations: Collection[str] = ()
) -> dict[str, WordsPage]:
    """Return the pages that `pages.toml` of a folder lists; each has a file of its own sections.

    Raises `UnusableRow`, naming file, line, entry and reason, when one cannot be used: an unknown
    key, kind, reader, situation, statement or placeholder, a file that is missing or unlisted.
    """
    rows = read_rows(folder / "pages.toml", "page", required=PAGE_REQUIRED)
    _check_files(folder, listed={text(row, "id") for row in rows})
    pages = {}
    for row in rows:
        page = WordsPage(
            id=text(row, "id"),
            title=text(row, "title"),
            lead=text(row, "lead"),
            reader=_reader(row),
            sections=(),
        )
        sections = read_rows(
            folder / f"{page.id}.toml",
            "section",
            required=SECTION_REQUIRED,
            optional=SECTION_OPTIONAL,
        )
        made = (
            _section(section, page.reader, statements=statements, situations=situations)
            for section in sections
        )
        pages[page.id] = replace(page, sections=tuple(made))
    return pages


def filled(page: WordsPage, numbers: Mapping[str, str]) -> WordsPage:
    """Return the page with `{emergency}` and `{police}` in its sections replaced by `numbers`."""

    def fill(words: str | None) -> str | None:
        return None if words is None else words.format_map(numbers)

    def fill_line(line: Line) -> Line:
        return Line(line.says.format_map(numbers), fill(line.why), line.label)

    sections = (
        replace(
            section,
            intro=fill(section.intro),
            lines=tuple(fill_line(line) for line in section.lines),
        )
        for section in page.sections
    )
    return replace(page, sections=tuple(sections))


def _check_files(folder: Path, *, listed: Collection[str]) -> None:
    others = {"pages", "situations"}
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in {*listed, *others}:
            raise UnusableRow(f"{path.name}: pages.toml lists no page {path.stem!r}")


def _section(
    row: Row, reader: Reader, *, statements: Collection[str], situations: Collection[str]
) -> Section:
    return Section(
        id=text(row, "id"),
        heading=text(row, "heading"),
        kind=cast("Kind", one_of(row, "kind", allowed=KINDS)),
        lines=_lines(row),
        intro=_words_or_none(row, "intro"),
        level=_level(row),
        reader=_reader(row) if "reader" in row.values else reader,
        is_folded=_is_folded(row),
        only=_known(row, "only", known=situations),
        sources=_known(row, "sources", known=statements),
    )


def _reader(row: Row) -> Reader:
    return cast("Reader", one_of(row, "reader", allowed=READERS))


def _level(row: Row) -> int:
    level = row.values.get("level", 2)
    if level not in (2, 3):
        raise UnusableRow(f"{row.at('level')}: level is {level!r}; it takes 2 or 3")
    return level


def _is_folded(row: Row) -> bool:
    folded = row.values.get("folded", False)
    if not isinstance(folded, bool):
        raise UnusableRow(f"{row.at('folded')}: folded is {folded!r}; it takes true or false")
    return folded


def _known(row: Row, key: str, *, known: Collection[str]) -> tuple[str, ...]:
    names = texts(row, key)
    for name in names:
        if name not in known:
            raise UnusableRow(f"{row.at(key)}: {key} names {name!r}, which is unknown")
    return names


def _lines(row: Row) -> tuple[Line, ...]:
    value = row.values["lines"]
    if not isinstance(value, list) or not value:
        raise UnusableRow(f"{row.at('lines')}: lines is {value!r}; it takes a list of lines")
    return tuple(_line(row, one, number=number) for number, one in enumerate(value, start=1))


def _line(row: Row, value: object, *, number: int) -> Line:
    where = f"lines, number {number}"
    parts: dict[str, object] = value if isinstance(value, dict) else {"says": value}
    if "says" not in parts or not set(parts) <= LINE_KEYS:
        raise UnusableRow(
            f"{row.at('lines')}: {where} is {value!r}; it takes words, "
            "or says with why and label beside it"
        )
    words = {}
    for key, part in parts.items():
        if not isinstance(part, str) or not part.strip():
            raise UnusableRow(f"{row.at('lines')}: {where}, {key} is {part!r}; it takes words")
        words[key] = part.strip() if key == "label" else _words(row, "lines", part.strip())
    return Line(words["says"], words.get("why"), words.get("label"))


def _words_or_none(row: Row, key: str) -> str | None:
    words = text_or_none(row, key)
    return None if words is None else _words(row, key, words)


def _words(row: Row, key: str, words: str) -> str:
    for mark in IN_BRACES.findall(words):
        if mark[1:-1] not in PLACEHOLDERS:
            known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
            raise UnusableRow(f"{row.at(key)}: {key} has {mark}; in braces it takes {known}")
    return words
