"""When the police command for children online, CEOP, takes a report: until the 18th birthday."""

from datetime import date

from takeback.guidance.facts import UNITED_KINGDOM, Facts
from takeback.guidance.rulebook import rule
from takeback.guidance.rules.situation import is_about_a_child, is_blackmail
from takeback.guidance.steps import Step, Urgency
from takeback.guidance.triggers import ADULTS

READ, READ_AGAIN = date(2026, 11, 22), date(2027, 11, 22)
# Whoever may be an adult behind a young person's name is for CEOP too.
MAY_BE_ADULT = ADULTS | {"online_only_claims_peer"}


@rule(
    sources=[
        "ceop_reports",
        "ceop_not_anonymous",
        "one_report_is_enough",
        "ceop_not_for_adults_18",
    ],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def grooming_goes_to_ceop(facts: Facts) -> Step | None:
    """An adult who is after a child, or somebody known only online, can be reported to CEOP.

    "Not said" who it is gives nothing; an age that was not said counts as under 18.
    """
    if not is_about_a_child(facts):
        return None
    if facts.adult_involved is not True and facts.other_party not in MAY_BE_ADULT:
        return None
    return Step("ceop", Urgency.HOURS)


@rule(
    sources=[
        "ceop_reports",
        "ceop_not_anonymous",
        "one_report_is_enough",
        "ceop_not_for_adults_18",
    ],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def blackmail_goes_to_ceop(facts: Facts) -> Step | None:
    """Threats, demands, pressure, use by others or a meeting can be reported to CEOP.

    "Not said" gives nothing; an age that was not said counts as under 18.
    """
    if not is_about_a_child(facts):
        return None
    pressed = facts.coerced is True or facts.meeting_threat is True
    if not pressed and not is_blackmail(facts):
        return None
    return Step("ceop", Urgency.HOURS)
