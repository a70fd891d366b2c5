"""What others have published and we rely on, each in one sentence of ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from takeback.sources.rows import (
    Confidence,
    Row,
    confidence,
    day,
    read_rows,
    review_day,
    text,
    web_address,
)

STATEMENTS = Path(__file__).with_name("statements")
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


@cache
def load_statements(path: Path = STATEMENTS) -> Mapping[str, Statement]:
    """Return every statement by its id, by subject and then in file order.

    Raises `UnusableRow`, naming file, line and reason, for what cannot be used.
    """
    rows = read_rows(path, "statement", required=REQUIRED)
    return MappingProxyType({text(row, "id"): _statement(row) for row in rows})


def _statement(row: Row) -> Statement:
    return Statement(
        id=text(row, "id"),
        says=text(row, "says"),
        publisher=text(row, "publisher"),
        address=web_address(row, "address"),
        read_on=day(row, "read_on"),
        confidence=confidence(row),
        review_by=review_day(row),
    )
