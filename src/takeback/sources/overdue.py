"""What somebody should have read again by now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from takeback.sources.figures import Figure, load_figures
from takeback.sources.laws import Law, load_laws
from takeback.sources.providers import Provider, load_providers
from takeback.sources.services import Service, load_services
from takeback.sources.statements import Statement, load_statements


@dataclass(frozen=True)
class Overdue:
    """One row past its `review_by`. `place` is where to read it again: a page, else a publisher."""

    kind: str
    id: str
    place: str
    review_by: date


def overdue(today: date) -> tuple[Overdue, ...]:
    """Return what is past its day, longest overdue first; the day itself is not past."""
    found = [
        *past("statement", load_statements().values(), today=today),
        *past("service", load_services().values(), today=today),
        *past("provider", load_providers().values(), today=today),
        *past("law", load_laws().values(), today=today),
        *past("figure", load_figures().values(), today=today),
    ]
    return tuple(sorted(found, key=lambda one: (one.review_by, one.kind, one.id)))


def past(
    kind: str,
    rows: Iterable[Statement | Service | Provider | Law | Figure],
    *,
    today: date,
) -> list[Overdue]:
    """Return the rows of one kind that are past their day, in their own order."""
    return [
        Overdue(kind, row.id, row.address or row.publisher, row.review_by)
        for row in rows
        if row.review_by < today
    ]
