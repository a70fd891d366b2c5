"""Who is not in the picture: passed it on, was sent it, or helps a friend."""

from datetime import date

from takeback.guidance.facts import UNITED_KINGDOM, Facts, part_of
from takeback.guidance.rulebook import rule
from takeback.guidance.rules.situation import is_willing_and_ruled_out, may_be_evidence
from takeback.guidance.steps import Step, Urgency

READ, READ_AGAIN = date(2026, 11, 22), date(2027, 11, 22)


@rule(sources=["shared_or_asked"], reviewed_on=READ, review_by=READ_AGAIN)
def whoever_passed_it_on_stops(facts: Facts) -> Step | None:
    """Whoever passed it on stops now.

    A part that was not said gives nothing.
    """
    if part_of(facts) != "shared":
        return None
    return Step("stop_sharing_on", Urgency.EMERGENCY)


@rule(sources=["received_only"], reviewed_on=READ, review_by=READ_AGAIN)
def whoever_was_sent_it_stops(facts: Facts) -> Step | None:
    """Whoever was sent it passes it to nobody.

    A part that was not said gives nothing.
    """
    if part_of(facts) != "received":
        return None
    return Step("stop_sharing_on", Urgency.EMERGENCY)


@rule(sources=["group_chat_nobody_forwards"], reviewed_on=READ, review_by=READ_AGAIN)
def a_friend_passes_nothing_on(facts: Facts) -> Step | None:
    """A friend who wants to help passes it to nobody, not even to show it.

    "Not said" who asks gives nothing.
    """
    if part_of(facts) != "friend":
        return None
    return Step("stop_sharing_on", Urgency.EMERGENCY)


@rule(sources=["received_only"], reviewed_on=READ, review_by=READ_AGAIN)
def what_was_sent_is_not_kept(facts: Facts) -> Step | None:
    """Whoever was sent it, or a friend who has it, does not keep it.

    Not when something is, or a stranger may make it, for the police: they are asked first. "Not
    said" whether there is a copy counts as having one.
    """
    if part_of(facts) not in {"received", "friend"} or facts.has_the_file is False:
        return None
    if facts.asker == "school_staff" or may_be_evidence(facts):
        return None
    return Step("delete_own_copy", Urgency.HOURS)


@rule(sources=["shared_or_asked"], reviewed_on=READ, review_by=READ_AGAIN)
def what_was_passed_on_is_not_kept(facts: Facts) -> Step | None:
    """A young person who passed it on does not keep it; an adult asks a lawyer first.

    Not when something is, or a stranger may make it, for the police: they are asked first. "Not
    said" whether there is a copy counts as having one.
    """
    if part_of(facts) != "shared" or facts.has_the_file is False:
        return None
    if facts.asker_age == "18_plus":
        return None
    if facts.asker == "school_staff" or may_be_evidence(facts):
        return None
    return Step("delete_own_copy", Urgency.HOURS)


@rule(sources=["school_asks_pupils_to_delete"], reviewed_on=READ, review_by=READ_AGAIN)
def pupils_delete_their_own_copies(facts: Facts) -> Step | None:
    """When nobody needs to be told, pupils themselves are asked to delete what they have.

    Anything that was not said keeps this back: nothing is deleted that police may need.
    """
    if facts.asker != "school_staff" or not is_willing_and_ruled_out(facts):
        return None
    return Step("delete_own_copy", Urgency.DAYS)


@rule(
    sources=["stop_it_now_children", "shared_or_asked"],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def whoever_shared_finds_help(facts: Facts) -> Step | None:
    """Stop It Now helps when a young person passed on, or asked for, such a picture.

    A part that was not said gives nothing.
    """
    if part_of(facts) != "shared":
        return None
    return Step("stop_it_now", Urgency.HOURS)


@rule(
    sources=["legal_before_interview", "shared_or_asked"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def whoever_shared_finds_legal_advice(facts: Facts) -> Step | None:
    """A young person who passed it on gets legal advice before any police interview.

    A part that was not said gives nothing.
    """
    if part_of(facts) != "shared":
        return None
    return Step("legal_advice", Urgency.HOURS)
