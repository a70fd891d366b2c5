"""What somebody should have read or reviewed again by now: the sources, and the rules on them."""

from collections.abc import Sequence
from datetime import date

from takeback.guidance.rulebook import Rule, load_rules
from takeback.sources.overdue import Overdue
from takeback.sources.overdue import overdue as overdue_sources


def overdue(today: date, *, rules: Sequence[Rule] | None = None) -> tuple[Overdue, ...]:
    """Return what is past its `review_by`, longest overdue first; the day itself is not past.

    `rules`: all of them when `None`. The place of a rule is its file and line.
    """
    past = [
        Overdue("rule", rule.name, rule.place, rule.review_by)
        for rule in (load_rules() if rules is None else rules)
        if rule.review_by < today
    ]
    found = [*overdue_sources(today), *past]
    return tuple(sorted(found, key=lambda one: (one.review_by, one.kind, one.id)))
