"""The school, its staff, and children's services."""

from datetime import date

from takeback.guidance.facts import UNITED_KINGDOM, Facts, part_of
from takeback.guidance.rulebook import rule
from takeback.guidance.rules.situation import (
    goes_through,
    is_contained,
    is_grown_up_now,
    is_unanswered,
    is_willing_and_ruled_out,
    shows_a_child,
)
from takeback.guidance.steps import Step, Urgency
from takeback.guidance.triggers import PEERS, said, was_under_13

READ, READ_AGAIN = date(2026, 11, 22), date(2027, 11, 22)
# The start of the duty to report may be announced any day, so it is read again sooner.
READ_SOON = date(2027, 2, 22)
HOURS_BEFORE_THE_HELPLINE = 48.0


@rule(sources=["tell_school"], reviewed_on=READ, review_by=READ_AGAIN)
def the_school_is_told_at_once(facts: Facts) -> Step | None:
    """A picture that goes round at school means telling the school's safeguarding lead at once.

    "Not said" gives nothing here.
    """
    if facts.at_school is not True and not goes_through(facts, frozenset({"school_wide"})):
        return None
    return Step("tell_school", Urgency.HOURS)


@rule(sources=["holders_through_school"], reviewed_on=READ, review_by=READ_AGAIN)
def the_school_can_reach_a_peer(facts: Facts) -> Step | None:
    """The school can reach somebody known and of the same age better than a family can.

    "Not said" whether it is about school counts as yes once the other one is known, unless it was
    said that the picture stayed close.
    """
    if facts.other_party not in PEERS or facts.at_school is False:
        return None
    if is_grown_up_now(facts) or not shows_a_child(facts) or is_contained(facts):
        return None
    return Step("tell_school", Urgency.DAYS)


@rule(sources=["group_chat_nobody_forwards"], reviewed_on=READ, review_by=READ_AGAIN)
def the_school_can_calm_a_group(facts: Facts) -> Step | None:
    """The school can have a group stop, and ask pupils to delete what they got.

    "Not said" whether it is about school counts as yes once it is in a group.
    """
    if not goes_through(facts, frozenset({"group_chat"})) or facts.at_school is False:
        return None
    if is_grown_up_now(facts):
        return None
    return Step("tell_school", Urgency.DAYS)


@rule(sources=["shared_or_asked"], reviewed_on=READ, review_by=READ_AGAIN)
def the_school_helps_whoever_shared(facts: Facts) -> Step | None:
    """The school is told when a child passed a picture on, so that it stops with their help.

    "Not said" whether it is about school counts as yes; a part that was not said gives nothing.
    """
    if part_of(facts) != "shared" or facts.at_school is False:
        return None
    return Step("tell_school", Urgency.HOURS)


@rule(sources=["ai_made_counts", "tell_school"], reviewed_on=READ, review_by=READ_AGAIN)
def the_school_is_told_of_fakes(facts: Facts) -> Step | None:
    """A made picture is for the school, unless a stranger or an adult made it.

    "Not said" who made it counts as somebody from school; that it is made must be said.
    """
    if facts.ai_made is not True or facts.at_school is False or is_grown_up_now(facts):
        return None
    if facts.other_party is not None and facts.other_party not in PEERS:
        return None
    return Step("tell_school", Urgency.HOURS)


@rule(
    sources=["school_lead", "initial_review", "staff_do_not_delete", "parents_told_early"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def staff_tell_the_safeguarding_lead(facts: Facts) -> Step | None:
    """Staff tell the safeguarding lead at once, whatever happened.

    "Not said" who asks gives nothing.
    """
    if facts.asker != "school_staff":
        return None
    return Step("tell_school", Urgency.HOURS)


@rule(sources=["referral_grounds", "initial_review"], reviewed_on=READ, review_by=READ_AGAIN)
def staff_refer_at_once(facts: Facts) -> Step | None:
    """Staff refer to children's services at once when one of the grounds was said.

    What was not said is asked about; it refers nobody.
    """
    if facts.asker != "school_staff" or not shows_a_child(facts):
        return None
    if not said(facts) and facts.paid is not True:
        return None
    return Step("childrens_services", Urgency.HOURS)


@rule(
    sources=["mandatory_reporting_england"],
    nations={"ENG"},
    law="england_mandatory_reporting",
    reviewed_on=READ,
    review_by=READ_SOON,
)
def staff_in_england_may_have_to_report(facts: Facts) -> Step | None:
    """Adults who work with children in England may have a duty to report; its start is unconfirmed.

    "Not said" counts as falling under it; only what was willing, with all else ruled out, does not.
    """
    if facts.asker != "school_staff" or not shows_a_child(facts):
        return None
    if is_willing_and_ruled_out(facts):
        return None
    return Step("childrens_services", Urgency.HOURS)


@rule(
    sources=["sexual_acts_under_13", "referral_grounds"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def sexual_acts_under_13_are_referred(facts: Facts) -> Step | None:
    """Sexual acts that show a child under 13 go to children's services at once.

    "Not said" gives nothing, and nobody looks to find out.
    """
    if not was_under_13(facts) or facts.sexual_acts_shown is not True:
        return None
    return Step("childrens_services", Urgency.HOURS)


@rule(sources=["under_13_higher_risk"], reviewed_on=READ, review_by=READ_AGAIN)
def under_13_goes_to_childrens_services(facts: Facts) -> Step | None:
    """A child under 13 in the picture is at higher risk, so children's services give advice.

    "Not said" gives nothing.
    """
    if not was_under_13(facts):
        return None
    return Step("childrens_services", Urgency.HOURS)


@rule(sources=["capacity_is_referred"], reviewed_on=READ, review_by=READ_AGAIN)
def doubt_about_consent_is_referred(facts: Facts) -> Step | None:
    """A child who may not have been able to agree is for children's services.

    "Not said" gives nothing.
    """
    if facts.capacity_concern is not True:
        return None
    return Step("childrens_services", Urgency.HOURS)


@rule(
    sources=["posh_professionals"],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def staff_can_ring_the_helpline(facts: Facts) -> Step | None:
    """Staff can ask the Professionals Online Safety Helpline.

    "Not said" who asks gives nothing.
    """
    if facts.asker != "school_staff":
        return None
    return Step("professionals_helpline", Urgency.DAYS)


@rule(
    sources=["posh_48_hours", "posh_professionals"],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def the_helpline_can_press_a_provider(facts: Facts) -> Step | None:
    """The helpline for staff can press a provider that refused, or was silent for two days.

    "Not said" gives nothing here.
    """
    if facts.asker != "school_staff":
        return None
    if not is_unanswered(facts, hours=HOURS_BEFORE_THE_HELPLINE):
        return None
    return Step("professionals_helpline", Urgency.DAYS)
