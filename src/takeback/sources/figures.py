"""Published figures: how many, of whom, where and when; and where no figure is to be had."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast

from takeback.sources.rows import (
    Confidence,
    Row,
    UnusableRow,
    confidence,
    day,
    one_of,
    read_rows,
    review_day,
    text,
    text_or_none,
    web_address_or_none,
)

FIGURES_FILE = Path(__file__).with_name("figures.toml")
# final: as published. draft: from a page that its publisher had not released. gap: none found.
State = Literal["final", "draft", "gap"]
STATES = ("final", "draft", "gap")
# What a figure is about; the page shows them in this order.
Topic = Literal["how_often", "afterwards", "threats", "reports", "made_up", "talking"]
TOPICS: tuple[Topic, ...] = (
    "how_often",
    "afterwards",
    "threats",
    "reports",
    "made_up",
    "talking",
)
REQUIRED = frozenset(
    ["id", "topic", "says", "state", "publisher", "read_on", "confidence", "review_by"]
)
# A number without these three says nothing; a gap has no number and so none of them.
WHO_WHERE_WHEN = ("year", "sample", "country")
OPTIONAL = frozenset([*WHO_WHERE_WHEN, "address", "note", "beside"])


@dataclass(frozen=True)
class Figure:
    """One figure. `year`, `sample` and `country` are `None` only for a gap.

    `sample` says who was asked or what was counted. `address` is `None` when we have none, `note`
    when nothing more needs saying. `beside` is the figure without which this one must not be
    shown; `None`: it may stand alone.
    """

    id: str
    topic: Topic
    says: str
    state: State
    year: str | None
    sample: str | None
    country: str | None
    publisher: str
    address: str | None
    note: str | None
    beside: str | None
    read_on: date
    confidence: Confidence
    review_by: date


@cache
def load_figures(path: Path = FIGURES_FILE) -> Mapping[str, Figure]:
    """Return every figure by its id, in file order; raises `UnusableRow` for a bad file."""
    rows = {
        text(row, "id"): row
        for row in read_rows(path, "figure", required=REQUIRED, optional=OPTIONAL)
    }
    figures = {name: _figure(row) for name, row in rows.items()}
    for name, figure in figures.items():
        _check_company(rows[name], figure, figures=figures)
    return MappingProxyType(figures)


def in_company(figures: Mapping[str, Figure]) -> tuple[tuple[Figure, ...], ...]:
    """Return the figures in groups that must be shown together, most groups of one.

    A group stands where the first of it stands in the file; the one that the others may not be
    shown without comes last.
    """
    groups: dict[str, list[Figure]] = {}
    for figure in figures.values():
        groups.setdefault(figure.beside or figure.id, []).append(figure)
    return tuple(
        tuple(sorted(group, key=lambda figure: figure.id == leader))
        for leader, group in groups.items()
    )


def _figure(row: Row) -> Figure:
    state = cast("State", one_of(row, "state", allowed=STATES))
    figure = Figure(
        id=text(row, "id"),
        topic=cast("Topic", one_of(row, "topic", allowed=TOPICS)),
        says=text(row, "says"),
        state=state,
        year=text_or_none(row, "year"),
        sample=text_or_none(row, "sample"),
        country=text_or_none(row, "country"),
        publisher=text(row, "publisher"),
        address=web_address_or_none(row, "address"),
        note=text_or_none(row, "note"),
        beside=text_or_none(row, "beside"),
        read_on=day(row, "read_on"),
        confidence=confidence(row),
        review_by=review_day(row),
    )
    _check_who_where_when(row, state)
    return figure


def _check_who_where_when(row: Row, state: State) -> None:
    for key in WHO_WHERE_WHEN:
        if state == "gap" and key in row.values:
            raise UnusableRow(f"{row.at(key)}: {key} is given, but a gap has no number")
        if state != "gap" and key not in row.values:
            raise UnusableRow(f"{row.place}: {key} is missing; no figure stands without it")


def _check_company(row: Row, figure: Figure, *, figures: Mapping[str, Figure]) -> None:
    if figure.beside is None:
        return
    if figure.beside == figure.id or figure.beside not in figures:
        raise UnusableRow(
            f"{row.at('beside')}: beside is {figure.beside!r}; it takes another figure's id"
        )
    if figures[figure.beside].beside is not None:
        raise UnusableRow(
            f"{row.at('beside')}: beside is {figure.beside!r}, which cannot stand alone itself"
        )
