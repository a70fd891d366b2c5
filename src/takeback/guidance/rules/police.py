"""When it is for the police, and when it need not be.

One rule a trigger, so that a plan can say which of them gave the step. What was not said never
calls the police, and never lets anybody say that they are not needed.
"""

from datetime import date

from takeback.guidance.facts import UNITED_KINGDOM, Facts, Nation
from takeback.guidance.rulebook import rule
from takeback.guidance.rules.situation import (
    is_passed_on_by_an_ex,
    is_willing_and_ruled_out,
    was_a_child_then,
)
from takeback.guidance.steps import Step, Urgency
from takeback.guidance.triggers import ADULTS, was_under_13

READ, READ_AGAIN = date(2026, 11, 22), date(2027, 11, 22)
# Adults who work with children in England may have a duty to report: see `school`.
NO_DUTY_OF_THEIR_OWN: frozenset[Nation] = UNITED_KINGDOM - {"ENG"}


@rule(sources=["danger_emergency", "police_triggers_newer"], reviewed_on=READ, review_by=READ_AGAIN)
def danger_is_for_the_police(facts: Facts) -> Step | None:
    """Danger now is for the police at once.

    "Not said" gives nothing here; the emergency call does not wait for it.
    """
    if facts.in_danger is not True:
        return None
    return Step("police", Urgency.EMERGENCY)


@rule(sources=["meeting_a_stranger", "danger_emergency"], reviewed_on=READ, review_by=READ_AGAIN)
def a_meeting_is_for_the_police(facts: Facts) -> Step | None:
    """Somebody who is on the way to the child, or wants to meet, is for the police at once.

    "Not said" gives nothing.
    """
    if facts.meeting_threat is not True:
        return None
    return Step("police", Urgency.EMERGENCY)


@rule(sources=["adult_means_police", "police_triggers"], reviewed_on=READ, review_by=READ_AGAIN)
def an_adult_means_police(facts: Facts) -> Step | None:
    """An adult on the other side, known or a stranger, is for the police.

    "Not said" gives nothing; somebody who only claims to be young is for CEOP.
    """
    if facts.adult_involved is not True and facts.other_party not in ADULTS:
        return None
    return Step("police", Urgency.HOURS)


@rule(sources=["coercion_is_police", "police_triggers"], reviewed_on=READ, review_by=READ_AGAIN)
def pressure_means_police(facts: Facts) -> Step | None:
    """A child who was pressed or tricked into the picture has the police on their side.

    "Not said" gives nothing.
    """
    if facts.coerced is not True:
        return None
    return Step("police", Urgency.HOURS)


@rule(sources=["exploitation_is_police", "police_triggers"], reviewed_on=READ, review_by=READ_AGAIN)
def threats_mean_police(facts: Facts) -> Step | None:
    """Threats, and money that is wanted or was paid, are for the police.

    "Not said" gives nothing.
    """
    if True not in (facts.threatened, facts.money_demanded, facts.paid):
        return None
    return Step("police", Urgency.HOURS)


@rule(sources=["exploitation_is_police", "police_triggers"], reviewed_on=READ, review_by=READ_AGAIN)
def exploitation_means_police(facts: Facts) -> Step | None:
    """A child who is being used by others is for the police.

    "Not said" gives nothing.
    """
    if facts.exploited is not True:
        return None
    return Step("police", Urgency.HOURS)


@rule(
    sources=["capacity_is_referred", "police_triggers_newer"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def doubt_about_consent_means_police(facts: Facts) -> Step | None:
    """A child who may not have been able to agree is for the police.

    "Not said" gives nothing.
    """
    if facts.capacity_concern is not True:
        return None
    return Step("police", Urgency.HOURS)


@rule(
    sources=["violent_is_referred", "police_triggers_newer"], reviewed_on=READ, review_by=READ_AGAIN
)
def violent_or_unusual_means_police(facts: Facts) -> Step | None:
    """What is violent, or unusual for the child's age, is for the police.

    "Not said" gives nothing, and nobody looks to find out.
    """
    if facts.violent_or_unusual is not True:
        return None
    return Step("police", Urgency.HOURS)


@rule(sources=["taken_without_consent", "aggravated_cases"], reviewed_on=READ, review_by=READ_AGAIN)
def taken_without_knowledge_means_police(facts: Facts) -> Step | None:
    """A picture that was taken without the child knowing is for the police.

    "Not said" gives nothing.
    """
    if facts.taken_without_knowledge is not True:
        return None
    return Step("police", Urgency.HOURS)


@rule(sources=["malicious_sharing", "aggravated_cases"], reviewed_on=READ, review_by=READ_AGAIN)
def malice_means_police(facts: Facts) -> Step | None:
    """A picture that was passed on to hurt somebody is for the police.

    "Not said" gives nothing.
    """
    if facts.malicious is not True:
        return None
    return Step("police", Urgency.HOURS)


@rule(
    sources=["under_13_higher_risk", "police_triggers_newer"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def under_13_means_police(facts: Facts) -> Step | None:
    """A child under 13 in the picture is at higher risk, so the police give advice.

    "Not said" gives nothing.
    """
    if not was_under_13(facts):
        return None
    return Step("police", Urgency.HOURS)


@rule(sources=["aggravated_cases"], reviewed_on=READ, review_by=READ_AGAIN)
def an_ex_who_passes_it_on_may_be_for_the_police(facts: Facts) -> Step | None:
    """A former partner who passes the picture on may be for the police, within days.

    "Not said" that it was passed on, or spread, gives nothing.
    """
    if not is_passed_on_by_an_ex(facts):
        return None
    return Step("police", Urgency.DAYS)


@rule(sources=["was_under_18_still_child_image"], reviewed_on=READ, review_by=READ_AGAIN)
def was_under_18_can_go_to_the_police(facts: Facts) -> Step | None:
    """Whoever is grown up now and was under 18 in the picture can go to the police.

    It is their choice, so within days. "Not said" how old they were gives nothing, unless they
    came as an adult who was shown as a child.
    """
    if not was_a_child_then(facts):
        return None
    return Step("police", Urgency.DAYS)


@rule(
    sources=["consensual_not_police", "law_protects"],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def consensual_sharing_needs_no_police(facts: Facts) -> Step | None:
    """Two willing young people, and nothing against it, need no police.

    Anything that was not said, the nation too, keeps this back. School staff have rules of their
    own, in `school`.
    """
    if facts.nation is None or facts.asker == "school_staff":
        return None
    if not is_willing_and_ruled_out(facts):
        return None
    return Step("police_not_required", Urgency.PLANNED)


@rule(
    sources=["school_without_police", "initial_review"],
    nations=NO_DUTY_OF_THEIR_OWN,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def a_school_may_handle_it_itself(facts: Facts) -> Step | None:
    """A school in Wales, Scotland or Northern Ireland may handle a willing, contained case itself.

    Anything that was not said, the nation too, keeps this back.
    """
    if facts.nation is None or facts.asker != "school_staff":
        return None
    if not is_willing_and_ruled_out(facts):
        return None
    return Step("police_not_required", Urgency.PLANNED)
