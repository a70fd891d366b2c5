"""People and places to turn to: what each does, how to reach it, and how sure we are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from takeback.sources.rows import (
    Confidence,
    Row,
    UnusableRow,
    confidence,
    day,
    read_rows,
    review_day,
    some_of,
    text,
    text_or_none,
    web_address,
)

SERVICES = Path(__file__).with_name("services")
NATIONS = ("ENG", "WAL", "SCO", "NI", "US", "IE", "AU", "OTHER")
# Whom a page speaks to; the same words as in the package above, which may not be imported here.
READERS = ("under_13", "13_17", "adult", "parent", "professional")
REQUIRED = frozenset(
    [
        "id",
        "name",
        "does",
        "publisher",
        "address",
        "nations",
        "source",
        "read_on",
        "confidence",
        "review_by",
    ]
)
OPTIONAL = frozenset(["phone", "text", "email", "hours", "cost", "needs", "cannot", "readers"])


@dataclass(frozen=True)
class Service:
    """Somebody to turn to. A way to reach them, or the hours, is None when we have none.

    `cost`, `needs` (what they ask of you) and `cannot` are None when we cannot say. `readers` are
    those to whom it is offered; a child's helpline may be offered to a parent.
    """

    id: str
    name: str
    does: str
    publisher: str
    address: str
    phone: str | None
    text: str | None
    email: str | None
    hours: str | None
    cost: str | None
    needs: str | None
    cannot: str | None
    nations: tuple[str, ...]
    readers: tuple[str, ...]
    source: str
    read_on: date
    confidence: Confidence
    review_by: date

    @property
    def dial(self) -> str:
        """The phone number as a telephone takes it: digits only."""
        return (self.phone or "").replace(" ", "")


@cache
def load_services(path: Path = SERVICES) -> Mapping[str, Service]:
    """Return every service by its id, by file and then in file order.

    Raises `UnusableRow`, naming file, line and reason, for what cannot be used.
    """
    rows = read_rows(path, "service", required=REQUIRED, optional=OPTIONAL)
    return MappingProxyType({text(row, "id"): _service(row) for row in rows})


def needs_a_check(service: Service, *, today: date) -> bool:
    """Say whether to check a number or address first: from memory, or due for review."""
    return service.confidence == "memory" or today > service.review_by


def _service(row: Row) -> Service:
    service = Service(
        id=text(row, "id"),
        name=text(row, "name"),
        does=text(row, "does"),
        publisher=text(row, "publisher"),
        address=web_address(row, "address"),
        phone=text_or_none(row, "phone"),
        text=text_or_none(row, "text"),
        email=text_or_none(row, "email"),
        hours=text_or_none(row, "hours"),
        cost=text_or_none(row, "cost"),
        needs=text_or_none(row, "needs"),
        cannot=text_or_none(row, "cannot"),
        nations=some_of(row, "nations", allowed=NATIONS),
        readers=some_of(row, "readers", allowed=READERS) if "readers" in row.values else READERS,
        source=text(row, "source"),
        read_on=day(row, "read_on"),
        confidence=confidence(row),
        review_by=review_day(row),
    )
    if service.phone is not None and not (service.dial.isascii() and service.dial.isdecimal()):
        where = row.at("phone")
        raise UnusableRow(f"{where}: phone is {service.phone!r}; it takes digits and spaces")
    return service
