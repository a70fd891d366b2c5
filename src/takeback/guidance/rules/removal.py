"""Getting a picture of a child taken down, or blocked before it goes up."""

from datetime import date

from takeback.guidance.facts import UNITED_KINGDOM, Facts, part_of
from takeback.guidance.rulebook import rule
from takeback.guidance.rules.situation import (
    HOURS_IN_A_WEEK,
    WEBSITES,
    can_report_and_remove,
    goes_through,
    has_it_for_a_fingerprint,
    is_contained,
    is_posted,
    is_unanswered,
    shows_a_child,
)
from takeback.guidance.steps import Step, Urgency

READ, READ_AGAIN = date(2026, 11, 22), date(2027, 11, 22)


@rule(
    sources=["report_remove_who", "report_remove_id_optional", "report_remove_time"],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def the_child_shown_can_ask_for_removal(facts: Facts) -> Step | None:
    """A child in the picture can ask Report Remove to take it down, wherever it is online.

    "Not said" gives it: age, part and place count as fitting until they are said otherwise.
    """
    if not can_report_and_remove(facts) or is_contained(facts):
        return None
    return Step("report_remove", Urgency.HOURS)


@rule(
    sources=["report_remove_under_13_no_id"],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def a_child_under_13_needs_no_proof_of_age(facts: Facts) -> Step | None:
    """A child under 13 can use Report Remove without any proof of age.

    "Not said" how old the child is now gives nothing here.
    """
    if facts.age_now != "under_13" or not can_report_and_remove(facts):
        return None
    return Step("report_remove", Urgency.HOURS)


@rule(
    sources=["pre_emptive_removal"],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def a_picture_kept_close_can_be_blocked(facts: Facts) -> Step | None:
    """A picture that is not online can be blocked in case it is posted, when things are calmer.

    "Not said" whether they have the file counts as having it.
    """
    if not can_report_and_remove(facts) or not is_contained(facts):
        return None
    return Step("report_remove", Urgency.PLANNED)


@rule(
    sources=["take_it_down_what", "take_it_down_participants", "fingerprints_block_copies"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def take_it_down_blocks_copies(facts: Facts) -> Step | None:
    """Take It Down helps the apps that take part to find and block copies.

    It needs the file on the device and somebody under 18 in it; "not said" counts as both.
    """
    if not has_it_for_a_fingerprint(facts):
        return None
    urgency = Urgency.PLANNED if is_contained(facts) else Urgency.HOURS
    return Step("take_it_down", urgency)


@rule(
    sources=["fingerprints_block_copies", "not_from_phones"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def a_fingerprint_can_be_made_here(facts: Facts) -> Step | None:
    """The person shown can make a fingerprint here, so that partners can block copies.

    It needs the file on the device and somebody under 18 in it; "not said" counts as both.
    """
    if not has_it_for_a_fingerprint(facts):
        return None
    urgency = Urgency.PLANNED if is_contained(facts) else Urgency.HOURS
    return Step("fingerprint", urgency)


@rule(
    sources=["iwf_public", "iwf_web_addresses"],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def a_website_can_go_to_the_iwf(facts: Facts) -> Step | None:
    """The address of a page that shows a child can be reported to the IWF without a name.

    "Not said" where it is gives nothing; an age that was not said counts as under 18.
    """
    if not shows_a_child(facts) or not goes_through(facts, WEBSITES):
        return None
    return Step("iwf_report", Urgency.HOURS)


@rule(
    sources=["iwf_public", "iwf_web_addresses"],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def others_report_it_to_the_iwf(facts: Facts) -> Step | None:
    """A friend, or whoever was sent it or passed it on, can report where it is online to the IWF.

    Report Remove is for the person shown only. "Not said" whether it is online gives nothing.
    """
    if part_of(facts) not in {"friend", "received", "shared"} or not shows_a_child(facts):
        return None
    if not is_posted(facts):
        return None
    return Step("iwf_report", Urgency.DAYS)


@rule(
    sources=["iwf_public", "iwf_web_addresses"],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def a_refused_picture_goes_to_the_iwf(facts: Facts) -> Step | None:
    """What a provider refused, or left for a week, goes to the IWF when a child is shown.

    "Not said" gives nothing.
    """
    if not shows_a_child(facts) or not is_unanswered(facts, hours=HOURS_IN_A_WEEK):
        return None
    return Step("iwf_report", Urgency.DAYS)


@rule(
    sources=["search_delisting_page_stays"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def search_engines_can_hide_it(facts: Facts) -> Step | None:
    """Search engines are asked not to show the page, while others work on the page itself.

    "Not said" that it is on a website gives nothing.
    """
    if not goes_through(facts, WEBSITES):
        return None
    return Step("search_delisting", Urgency.DAYS)
