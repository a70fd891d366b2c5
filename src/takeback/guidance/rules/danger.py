"""When somebody may be in danger now."""

from datetime import date

from takeback.guidance.facts import Facts
from takeback.guidance.rulebook import rule
from takeback.guidance.rules.situation import is_hard_to_bear
from takeback.guidance.steps import Step, Urgency

READ, READ_AGAIN = date(2026, 11, 22), date(2027, 11, 22)


@rule(sources=["danger_emergency"], reviewed_on=READ, review_by=READ_AGAIN)
def danger_now_is_an_emergency(facts: Facts) -> Step | None:
    """Danger now means calling for help at once and staying with the child.

    "Not said" is for `danger_is_not_ruled_out` to answer.
    """
    if facts.in_danger is not True:
        return None
    return Step("call_emergency", Urgency.EMERGENCY)


@rule(sources=["meeting_a_stranger", "danger_emergency"], reviewed_on=READ, review_by=READ_AGAIN)
def meeting_a_stranger_is_an_emergency(facts: Facts) -> Step | None:
    """Somebody who is on the way to the child, or wants to meet, means calling for help at once.

    "Not said" gives nothing: few pictures come with a meeting.
    """
    if facts.meeting_threat is not True:
        return None
    return Step("call_emergency", Urgency.EMERGENCY)


@rule(sources=["suicide_linked", "danger_emergency"], reviewed_on=READ, review_by=READ_AGAIN)
def danger_is_not_ruled_out(facts: Facts) -> Step | None:
    """Threats, pressure, use by others or low spirits count as danger until it is ruled out.

    Only a clear "no" to danger takes this away; "not said" does not.
    """
    if facts.in_danger is not None:
        return None
    if facts.coerced is not True and not is_hard_to_bear(facts):
        return None
    return Step("call_emergency", Urgency.EMERGENCY)
