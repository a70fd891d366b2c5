"""Telling the provider where the picture is, and what to do when they say no or nothing."""

from datetime import date

from takeback.guidance.facts import UNITED_KINGDOM, Channel, Facts
from takeback.guidance.rulebook import rule
from takeback.guidance.rules.situation import (
    HOURS_IN_A_WEEK,
    WEBSITES,
    asks_for_the_child_shown,
    goes_through,
    is_online,
    is_said_where,
    is_unanswered,
    may_be_up,
)
from takeback.guidance.steps import Step, Urgency

READ, READ_AGAIN = date(2026, 11, 22), date(2027, 11, 22)
# The start of the British duty may be announced any day, so it is read again sooner.
READ_SOON = date(2027, 2, 22)
PRIVATE: frozenset[Channel] = frozenset({"encrypted_dm", "group_chat", "social_private"})
SOCIAL: frozenset[Channel] = frozenset({"social_public", "social_private", "game_live"})
HOURS_FOR_A_WEBSITE = 48.0  # what the laws of the United Kingdom and the United States allow


@rule(
    sources=["platform_report_at_once", "platform_under_18_category", "reference_number"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def a_provider_is_told_at_once(facts: Facts) -> Step | None:
    """Wherever it is online, the app or site is told at once, under "somebody under 18".

    A report that was made is not made again. "Not said" is for `a_provider_may_have_it`.
    """
    if not is_online(facts) or facts.provider_reported is True:
        return None
    return Step("report_to_provider", Urgency.HOURS, facts.providers or ())


@rule(sources=["platform_report_at_once"], reviewed_on=READ, review_by=READ_AGAIN)
def a_provider_may_have_it(facts: Facts) -> Step | None:
    """Where nothing was said of where it is, it may be online, so the provider is told.

    Anything that was said of where it is leaves this to the other rules.
    """
    if is_said_where(facts) or facts.provider_reported is True:
        return None
    return Step("report_to_provider", Urgency.HOURS)


@rule(
    sources=["encrypted_out_of_reach", "not_from_phones"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def private_chats_are_reported_from_inside(facts: Facts) -> Step | None:
    """In private chats only a report from inside the app reaches the picture.

    "Not said" where it is gives nothing.
    """
    if not goes_through(facts, PRIVATE) or facts.provider_reported is True:
        return None
    return Step("report_to_provider", Urgency.HOURS, facts.providers or ())


@rule(
    sources=["under_age_for_site"],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def being_too_young_for_the_site_does_not_matter(facts: Facts) -> Step | None:
    """A child below the age of an app may report all the same.

    "Not said" how old the child is, or where it is, gives nothing here.
    """
    if facts.age_now not in {"under_13", "13_15"} or facts.provider_reported is True:
        return None
    if not goes_through(facts, SOCIAL):
        return None
    return Step("report_to_provider", Urgency.HOURS, facts.providers or ())


@rule(
    sources=["identifiers_only", "platform_report_at_once"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def where_it_is_is_noted(facts: Facts) -> Step | None:
    """The link, the name of the account and the time are noted for the report.

    "Not said" where it is gives nothing.
    """
    if not is_online(facts):
        return None
    return Step("keep_identifiers", Urgency.HOURS)


@rule(
    sources=["uk_48_hour_notice"],
    nations=UNITED_KINGDOM,
    law="uk_48_hours",
    reviewed_on=READ,
    review_by=READ_SOON,
)
def uk_providers_get_a_notice(facts: Facts) -> Step | None:
    """The person shown, or whoever acts for them, sends the notice of the law of 2026.

    Its start is not confirmed. "Not said" that it is up counts as yes where others
    could see it.
    """
    if not may_be_up(facts) or not asks_for_the_child_shown(facts):
        return None
    return Step("intimate_image_notice", Urgency.HOURS, facts.providers or ())


@rule(
    sources=["rhc_second_line", "rhc_13_plus"],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def report_harmful_content_comes_second(facts: Facts) -> Step | None:
    """When a provider refused, or left it for a week, Report Harmful Content can press them.

    "Not said" gives nothing: it never comes first.
    """
    if not is_unanswered(facts, hours=HOURS_IN_A_WEEK):
        return None
    return Step("report_harmful_content", Urgency.DAYS)


@rule(
    sources=["host_order"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def a_silent_website_has_a_host(facts: Facts) -> Step | None:
    """When a website refused, or left it for two days, the company that hosts it is told.

    "Not said" gives nothing: the website, and those who may look, come first.
    """
    if not goes_through(facts, WEBSITES):
        return None
    if not is_unanswered(facts, hours=HOURS_FOR_A_WEBSITE):
        return None
    return Step("report_to_host", Urgency.DAYS)
