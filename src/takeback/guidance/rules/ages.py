"""What age changes: under 13, grown up now, and pictures of adults."""

from datetime import date

from takeback.guidance.facts import UNITED_KINGDOM, Facts
from takeback.guidance.rulebook import rule
from takeback.guidance.rules.situation import (
    has_it_for_a_fingerprint,
    is_contained,
    is_grown_up_now,
    is_posted,
    shows_a_child,
    was_a_child_then,
)
from takeback.guidance.steps import Step, Urgency
from takeback.guidance.triggers import was_under_13

READ, READ_AGAIN = date(2026, 11, 22), date(2027, 11, 22)


@rule(
    sources=["take_it_down_was_under_18"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def was_under_18_can_use_take_it_down(facts: Facts) -> Step | None:
    """Whoever is grown up now can use Take It Down for a picture from before they were 18.

    "Not said" how old they were gives nothing here, unless they came as an adult who was shown as
    a child.
    """
    if not was_a_child_then(facts) or not has_it_for_a_fingerprint(facts):
        return None
    urgency = Urgency.PLANNED if is_contained(facts) else Urgency.HOURS
    return Step("take_it_down", urgency)


@rule(
    sources=["was_under_18_still_child_image", "iwf_public"],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def was_under_18_goes_to_the_iwf(facts: Facts) -> Step | None:
    """Whoever is grown up now reports a picture from before they were 18 to the IWF.

    Report Remove ends at 18. "Not said" how old they were gives nothing, unless they came as an
    adult who was shown as a child; "not said" that it is up gives it.
    """
    if not was_a_child_then(facts):
        return None
    if facts.online is False and not is_posted(facts):
        return None
    return Step("iwf_report", Urgency.HOURS)


@rule(
    sources=["adult_image_services", "adult_services_18"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def adult_pictures_go_to_adult_services(facts: Facts) -> Step | None:
    """A picture of somebody who was 18 or over goes to the services for adults.

    "Not said" counts as under 18.
    """
    if shows_a_child(facts):
        return None
    return Step("adult_services", Urgency.DAYS)


@rule(sources=["adult_services_18"], reviewed_on=READ, review_by=READ_AGAIN)
def grown_up_now_has_services_too(facts: Facts) -> Step | None:
    """Whoever is 18 or over now and did not say the age in the picture hears of both kinds of help.

    Once the age in the picture is said, this gives nothing.
    """
    if facts.asker == "adult_shown_as_child" or facts.age_in_image is not None:
        return None
    return Step("adult_services", Urgency.DAYS) if is_grown_up_now(facts) else None


@rule(
    sources=["under_13_higher_risk", "nspcc_parents"],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def under_13_parents_get_advice(facts: Facts) -> Step | None:
    """A parent of a child under 13 gets advice from a helpline within hours.

    "Not said" how old the child is gives nothing here.
    """
    return Step("parent_helpline", Urgency.HOURS) if was_under_13(facts) else None
