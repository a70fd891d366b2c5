"""Laws that a step rests on: where each holds, and whether it is in force."""

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
    confidence,
    day,
    one_of,
    read_rows,
    review_day,
    some_of,
    text,
    web_address,
)
from takeback.sources.services import NATIONS

LAWS_FILE = Path(__file__).with_name("laws.toml")
InForce = Literal["yes", "no", "unknown"]
IN_FORCE = ("yes", "no", "unknown")
REQUIRED = frozenset(
    [
        "id",
        "name",
        "says",
        "nations",
        "in_force",
        "publisher",
        "address",
        "read_on",
        "confidence",
        "review_by",
    ]
)
OPTIONAL = frozenset(["since"])


@dataclass(frozen=True)
class Law:
    """One law. `since` is the day it began or begins; `None` when we do not know it.

    `in_force` "unknown" means that it was passed and nobody here has confirmed that it began.
    """

    id: str
    name: str
    says: str
    nations: tuple[str, ...]
    in_force: InForce
    since: date | None
    publisher: str
    address: str
    read_on: date
    confidence: Confidence
    review_by: date


@cache
def load_laws(path: Path = LAWS_FILE) -> Mapping[str, Law]:
    """Return every law by its id, in file order; raises `UnusableRow` for a bad file."""
    rows = read_rows(path, "law", required=REQUIRED, optional=OPTIONAL)
    return MappingProxyType({text(row, "id"): _law(row) for row in rows})


def may_be_in_force(law: Law, *, today: date) -> bool:
    """Say whether to act on it: in force today, or passed with a start that nobody confirmed."""
    if law.in_force == "unknown":
        return True
    return law.in_force == "yes" and (law.since is None or law.since <= today)


def _law(row: Row) -> Law:
    return Law(
        id=text(row, "id"),
        name=text(row, "name"),
        says=text(row, "says"),
        nations=some_of(row, "nations", allowed=NATIONS),
        in_force=cast("InForce", one_of(row, "in_force", allowed=IN_FORCE)),
        since=day(row, "since") if "since" in row.values else None,
        publisher=text(row, "publisher"),
        address=web_address(row, "address"),
        read_on=day(row, "read_on"),
        confidence=confidence(row),
        review_by=review_day(row),
    )
