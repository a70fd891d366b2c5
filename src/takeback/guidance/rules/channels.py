"""What the way the picture went asks for: phones, groups, accounts."""

from datetime import date

from takeback.guidance.facts import Channel, Facts, part_of
from takeback.guidance.rulebook import rule
from takeback.guidance.rules.situation import (
    asks_for_the_child_shown,
    goes_through,
)
from takeback.guidance.steps import Step, Urgency

READ, READ_AGAIN = date(2026, 11, 22), date(2027, 11, 22)
BY_TEXT: frozenset[Channel] = frozenset({"sms_mms"})
IN_GROUPS: frozenset[Channel] = frozenset({"group_chat", "school_wide"})


@rule(sources=["list_recipients"], reviewed_on=READ, review_by=READ_AGAIN)
def receivers_are_listed(facts: Facts) -> Step | None:
    """When it went from phone to phone, those who got it are written down.

    Not by a friend or whoever was sent it, who would have to ask around. "Not said" how it went
    gives nothing.
    """
    if part_of(facts) in {"friend", "received"}:
        return None
    if not goes_through(facts, BY_TEXT | IN_GROUPS):
        return None
    return Step("list_recipients", Urgency.DAYS)


@rule(sources=["group_chat_nobody_forwards"], reviewed_on=READ, review_by=READ_AGAIN)
def groups_stop_passing_it_on(facts: Facts) -> Step | None:
    """In a group, nobody passes it on again.

    Not for whoever is in the picture, who would hear blame in it. "Not said" that it is in a group
    gives nothing here.
    """
    if facts.asker in {"person_shown", "adult_shown_as_child"}:
        return None
    if not goes_through(facts, IN_GROUPS):
        return None
    return Step("stop_sharing_on", Urgency.EMERGENCY)


@rule(sources=["secure_accounts"], reviewed_on=READ, review_by=READ_AGAIN)
def accounts_are_secured(facts: Facts) -> Step | None:
    """When it came out of a cloud or over the air, the accounts are locked down.

    "Not said" gives nothing.
    """
    if not goes_through(facts, frozenset({"cloud"})):
        return None
    return Step("secure_accounts", Urgency.HOURS)


@rule(
    sources=["operator_number_change", "number_change_limited"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def a_new_number_stops_texts(facts: Facts) -> Step | None:
    """When unwanted contact comes by text, the phone company can give a new number.

    "Not said" how it comes gives nothing.
    """
    if not goes_through(facts, BY_TEXT):
        return None
    return Step("change_number", Urgency.DAYS) if asks_for_the_child_shown(facts) else None
