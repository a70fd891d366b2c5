"""What holds in every situation."""

from datetime import date

from takeback.guidance.facts import Facts
from takeback.guidance.rulebook import rule
from takeback.guidance.steps import Step, Urgency

READ, READ_AGAIN = date(2026, 11, 22), date(2027, 11, 22)


@rule(sources=["stay_calm"], reviewed_on=READ, review_by=READ_AGAIN)
def calm_comes_first(facts: Facts) -> Step:
    """Whoever asks is helped to stay calm first: a child who tells needs that most."""
    del facts
    return Step("stay_calm", Urgency.EMERGENCY)


@rule(sources=["adults_do_not_look", "staff_never_handle"], reviewed_on=READ, review_by=READ_AGAIN)
def nobody_looks_or_copies(facts: Facts) -> Step:
    """Nobody looks for, opens, copies, forwards or screenshots the picture, whoever they are."""
    del facts
    return Step("do_not_look_or_copy", Urgency.EMERGENCY)
