"""Outside the United Kingdom: who takes reports there. A nation not said counts as British."""

from datetime import date

from takeback.guidance.facts import EVERYWHERE, UNITED_KINGDOM, Facts
from takeback.guidance.rulebook import rule
from takeback.guidance.rules.situation import (
    asks_for_the_child_shown,
    is_about_a_child,
    is_contained,
    is_hard_to_bear,
    is_online,
    is_posted,
    is_unanswered,
    may_be_up,
    shows_a_child,
)
from takeback.guidance.steps import Step, Urgency

READ, READ_AGAIN = date(2026, 11, 22), date(2027, 11, 22)
HOURS_OF_THE_US_LAW = 48.0
HOURS_OF_ESAFETY = 24.0
# No law sets hours in the European Union; a day is what we wait before we say so elsewhere.
HOURS_IN_EUROPE = 24.0


@rule(
    sources=["us_48_hour_notice", "us_notice_contents"],
    nations={"US"},
    law="us_48_hours",
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def us_providers_get_a_notice(facts: Facts) -> Step | None:
    """In the United States a provider has 48 hours from a written notice of the person shown.

    "Not said" that it is up counts as yes where others could see it; the nation must be said.
    """
    if facts.nation is None or not may_be_up(facts) or not asks_for_the_child_shown(facts):
        return None
    return Step("intimate_image_notice", Urgency.HOURS, facts.providers or ())


@rule(
    sources=["us_ftc_complaint"],
    nations={"US"},
    law="us_48_hours",
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def the_ftc_hears_of_silence(facts: Facts) -> Step | None:
    """In the United States the trade commission hears of a provider that let 48 hours pass.

    "Not said", the nation too, gives nothing.
    """
    if facts.nation is None or not is_unanswered(facts, hours=HOURS_OF_THE_US_LAW):
        return None
    return Step("escalate_to_regulator", Urgency.DAYS)


@rule(
    sources=["ncmec_cybertip", "sites_must_report"],
    nations={"US"},
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def ncmec_takes_reports(facts: Facts) -> Step | None:
    """In the United States the CyberTipline takes reports of a child's picture, and of threats.

    "Not said" gives it, unless it was said that the picture stayed close; the nation must be said.
    """
    if facts.nation is None or not shows_a_child(facts) or is_contained(facts):
        return None
    return Step("ncmec_report", Urgency.HOURS)


@rule(
    sources=["ncmec_cybertip"],
    nations={"OTHER"},
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def ncmec_hears_of_american_apps(facts: Facts) -> Step | None:
    """Elsewhere the CyberTipline hears of a child's picture that is online; many apps are American.

    "Not said" that it is online, or which nation, gives nothing.
    """
    if facts.nation is None or not shows_a_child(facts) or not is_posted(facts):
        return None
    return Step("ncmec_report", Urgency.DAYS)


@rule(
    sources=["esafety_reports", "esafety_24_hours"],
    nations={"AU"},
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def esafety_takes_reports(facts: Facts) -> Step | None:
    """In Australia eSafety takes reports of a child's picture, and can have it removed.

    "Not said" gives it, unless it was said that the picture stayed close; the nation must be said.
    """
    if facts.nation is None or not shows_a_child(facts) or is_contained(facts):
        return None
    return Step("esafety_report", Urgency.HOURS)


@rule(
    sources=["esafety_24_hours", "esafety_reports"],
    nations={"AU"},
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def esafety_hears_of_silence(facts: Facts) -> Step | None:
    """In Australia eSafety hears of a provider that refused, or let a day pass.

    "Not said", the nation too, gives nothing.
    """
    if facts.nation is None or not is_unanswered(facts, hours=HOURS_OF_ESAFETY):
        return None
    return Step("escalate_to_regulator", Urgency.DAYS)


@rule(
    sources=["ireland_hotline"],
    nations={"IE"},
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def the_irish_hotline_takes_reports(facts: Facts) -> Step | None:
    """In Ireland Hotline.ie takes reports of a child's picture.

    "Not said" gives it, unless it was said that the picture stayed close; the nation must be said.
    """
    if facts.nation is None or not shows_a_child(facts) or is_contained(facts):
        return None
    return Step("national_hotline", Urgency.HOURS)


@rule(
    sources=["eu_dsa_anonymous_notice"],
    nations={"IE"},
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def no_name_is_needed_for_a_child(facts: Facts) -> Step | None:
    """In the European Union a report of a child's picture to a provider needs no name.

    "Not said" that it is online, or which nation, gives nothing.
    """
    if facts.nation is None or not shows_a_child(facts) or not is_online(facts):
        return None
    if facts.provider_reported is True:
        return None
    return Step("report_to_provider", Urgency.HOURS, facts.providers or ())


@rule(
    sources=["eu_dsa_anonymous_notice", "ireland_hotline"],
    nations={"IE"},
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def the_irish_regulator_hears_of_silence(facts: Facts) -> Step | None:
    """In Ireland the regulator hears of a provider that refused, or let a day pass.

    "Not said", the nation too, gives nothing.
    """
    if facts.nation is None or not is_unanswered(facts, hours=HOURS_IN_EUROPE):
        return None
    return Step("escalate_to_regulator", Urgency.DAYS)


@rule(
    sources=["inhope_hotlines", "canada_needhelpnow", "nz_netsafe"],
    nations={"OTHER"},
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def a_hotline_takes_reports(facts: Facts) -> Step | None:
    """Elsewhere the hotline of the nation takes reports of a child's picture.

    "Not said" gives it, unless it was said that the picture stayed close; the nation must be said.
    """
    if facts.nation is None or not shows_a_child(facts) or is_contained(facts):
        return None
    return Step("national_hotline", Urgency.HOURS)


@rule(
    sources=["child_helplines_abroad"],
    nations=EVERYWHERE - UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def children_abroad_have_helplines(facts: Facts) -> Step | None:
    """Outside the United Kingdom, too, a child can talk to somebody.

    "Not said" which nation gives nothing here.
    """
    if facts.nation is None or not (shows_a_child(facts) or is_about_a_child(facts)):
        return None
    return Step("childline", Urgency.HOURS if is_hard_to_bear(facts) else Urgency.DAYS)
