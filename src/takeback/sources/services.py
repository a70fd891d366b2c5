"""People and places to turn to: what each does, how to reach it, and how sure we are."""

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
    some_of,
    text,
    text_or_none,
    web_address,
)

SERVICES_FILE = Path(__file__).with_name("services.toml")
NATIONS = ("ENG", "WAL", "SCO", "NI")
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
OPTIONAL = frozenset(["phone", "text", "email", "hours"])


@dataclass(frozen=True)
class Service:
    """Somebody to turn to. A way to reach them, or the hours, is None when we have none."""

    id: str
    name: str
    does: str
    publisher: str
    address: str
    phone: str | None
    text: str | None
    email: str | None
    hours: str | None
    nations: tuple[str, ...]
    source: str
    read_on: date
    confidence: Confidence
    review_by: date

    @property
    def dial(self) -> str:
        """The phone number as a telephone takes it: digits only."""
        return (self.phone or "").replace(" ", "")


def load_services(path: Path = SERVICES_FILE) -> Mapping[str, Service]:
    """Return every service by its id, in file order; raises `UnusableRow` for a bad file."""
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
        nations=some_of(row, "nations", allowed=NATIONS),
        source=text(row, "source"),
        read_on=day(row, "read_on"),
        confidence=confidence(row),
        review_by=day(row, "review_by"),
    )
    if service.phone is not None and not service.dial.isdecimal():
        raise UnusableRow(f"{row.place}: phone is {service.phone!r}; it takes digits and spaces")
    if service.review_by <= service.read_on:
        raise UnusableRow(f"{row.place}: review_by is not after read_on")
    return service
