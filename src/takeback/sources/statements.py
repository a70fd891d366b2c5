"""What others have published and we rely on, each in one sentence of ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from takeback.sources.rows import (
    Confidence,
    Row,
    UnusableRow,
    confidence,
    day,
    read_rows,
    text,
    web_address,
)

STATEMENTS_FILE = Path(__file__).with_name("statements.toml")
REQUIRED = frozenset(["id", "says", "publisher", "address", "read_on", "confidence", "review_by"])


@dataclass(frozen=True)
class Statement:
    """One thing that a publisher states, and when somebody last read it there."""

    id: str
    says: str
    publisher: str
    address: str
    read_on: date
    confidence: Confidence
    review_by: date


def load_statements(path: Path = STATEMENTS_FILE) -> Mapping[str, Statement]:
    """Return every statement by its id, in file order; raises `UnusableRow` for a bad file."""
    rows = read_rows(path, "statement", required=REQUIRED)
    return MappingProxyType({text(row, "id"): _statement(row) for row in rows})


def _statement(row: Row) -> Statement:
    statement = Statement(
        id=text(row, "id"),
        says=text(row, "says"),
        publisher=text(row, "publisher"),
        address=web_address(row, "address"),
        read_on=day(row, "read_on"),
        confidence=confidence(row),
        review_by=day(row, "review_by"),
    )
    if statement.review_by <= statement.read_on:
        raise UnusableRow(f"{row.place}: review_by is not after read_on")
    return statement
