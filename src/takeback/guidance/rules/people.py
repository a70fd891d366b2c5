"""Whom to keep away from, and whom to reach."""

from datetime import date

from takeback.guidance.facts import Facts
from takeback.guidance.rulebook import rule
from takeback.guidance.rules.situation import (
    asks_for_the_child_shown,
    is_by_a_stranger,
    is_contained,
    is_grown_up_now,
    may_be_for_the_police,
    shows_a_child,
)
from takeback.guidance.steps import Step, Urgency
from takeback.guidance.triggers import PEERS

READ, READ_AGAIN = date(2026, 11, 22), date(2027, 11, 22)


@rule(
    sources=["identifiers_only", "no_screenshot_of_picture"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def what_the_police_need_is_noted(facts: Facts) -> Step | None:
    """Names, links, dates and words are written down when it is for the police; never the picture.

    What was not said gives nothing.
    """
    if not may_be_for_the_police(facts):
        return None
    return Step("keep_identifiers", Urgency.HOURS)


@rule(sources=["do_not_confront", "note_before_blocking"], reviewed_on=READ, review_by=READ_AGAIN)
def a_stranger_is_noted_first(facts: Facts) -> Step | None:
    """What is known of a stranger is written down before contact stops.

    "I do not know who it is" counts as a stranger; saying nothing of them does not.
    """
    if not is_by_a_stranger(facts):
        return None
    return Step("keep_identifiers", Urgency.HOURS)


@rule(sources=["do_not_confront", "block_every_account"], reviewed_on=READ, review_by=READ_AGAIN)
def a_stranger_is_cut_off(facts: Facts) -> Step | None:
    """Nobody answers a stranger from the internet; each of their accounts is blocked.

    Saying nothing of them gives nothing, and so does not knowing who it is: nobody can be blocked.
    """
    if facts.other_party == "unknown" or not is_by_a_stranger(facts):
        return None
    return Step("stop_replying_and_block", Urgency.HOURS)


@rule(sources=["holders_through_school"], reviewed_on=READ, review_by=READ_AGAIN)
def a_known_peer_is_asked_to_delete(facts: Facts) -> Step | None:
    """Somebody known and of the same age is asked to delete it, best through school or parents.

    Only when threats and pressure were ruled out and nothing is for the police, because asking
    could make those worse: "not said" gives nothing.
    """
    if facts.other_party not in PEERS or is_grown_up_now(facts) or not shows_a_child(facts):
        return None
    if facts.threatened is not False or facts.coerced is not False:
        return None
    if may_be_for_the_police(facts) or not asks_for_the_child_shown(facts):
        return None
    return Step("ask_holder_to_delete", Urgency.PLANNED if is_contained(facts) else Urgency.DAYS)
