"""Somebody to talk to, and looking after how they are."""

from datetime import date

from takeback.guidance.facts import UNITED_KINGDOM, YOUNG_ASKERS, Facts
from takeback.guidance.rulebook import rule
from takeback.guidance.rules.situation import (
    asks_for_the_child_shown,
    is_about_a_child,
    is_blackmail,
    is_contained,
    is_grown_up_now,
    is_hard_to_bear,
    shows_a_child,
)
from takeback.guidance.steps import Step, Urgency

READ, READ_AGAIN = date(2026, 11, 22), date(2027, 11, 22)


@rule(sources=["trusted_adult", "stay_calm"], reviewed_on=READ, review_by=READ_AGAIN)
def no_child_carries_this_alone(facts: Facts) -> Step | None:
    """A young person who asks tells an adult whom they trust.

    "Not said" who asks gives it too: it may be somebody young.
    """
    if facts.asker is not None and facts.asker not in YOUNG_ASKERS:
        return None
    return Step("tell_trusted_adult", Urgency.HOURS)


@rule(
    sources=["childline_confidential"],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def children_can_talk_to_childline(facts: Facts) -> Step | None:
    """A child or young person can talk to Childline, whatever their part.

    "Not said" gives it. A picture of an adult keeps it back only where no child has to do with it.
    """
    if not shows_a_child(facts) and not is_about_a_child(facts):
        return None
    return Step("childline", Urgency.PLANNED if is_contained(facts) else Urgency.DAYS)


@rule(
    sources=["childline_confidential", "samaritans_shout"],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def low_spirits_are_talked_about(facts: Facts) -> Step | None:
    """A child in low spirits, or under threat, can talk to somebody within hours, day or night.

    "Not said" gives nothing here.
    """
    if not is_hard_to_bear(facts):
        return None
    return Step("childline", Urgency.HOURS)


@rule(
    sources=["nspcc_parents"],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def parents_can_talk_to_somebody(facts: Facts) -> Step | None:
    """A parent can talk it over with a helpline.

    "Not said" who asks gives it too.
    """
    if facts.asker not in {"parent", None}:
        return None
    return Step("parent_helpline", Urgency.PLANNED if is_contained(facts) else Urgency.DAYS)


@rule(
    sources=["professional_help", "samaritans_shout"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def low_spirits_need_professional_help(facts: Facts) -> Step | None:
    """Low spirits or worry need help from somebody trained, straight away.

    With danger it is an emergency. "Not said" gives nothing: parents and staff are asked to look
    out for it.
    """
    if facts.low_mood is not True:
        return None
    urgency = Urgency.EMERGENCY if facts.in_danger is True else Urgency.DAYS
    return Step("professional_help", urgency)


@rule(sources=["suicide_linked"], reviewed_on=READ, review_by=READ_AGAIN)
def a_grown_up_under_threat_finds_help(facts: Facts) -> Step | None:
    """Whoever is grown up now and under threat finds somebody trained to talk to, within days.

    "Not said" gives nothing: what is there for children stands in other rules.
    """
    if not is_grown_up_now(facts) or not is_blackmail(facts):
        return None
    return Step("professional_help", Urgency.DAYS)


@rule(sources=["mood_signs"], reviewed_on=READ, review_by=READ_AGAIN)
def mood_is_watched(facts: Facts) -> Step | None:
    """Parents and staff look out for how the child is, over weeks.

    "Not said" how they are gives it; it is not over when the picture is down.
    """
    if facts.asker not in {"parent", "school_staff", None}:
        return None
    return Step("check_on_mood", Urgency.PLANNED)


@rule(sources=["suicide_linked", "mood_signs"], reviewed_on=READ, review_by=READ_AGAIN)
def blackmail_is_hard_to_bear(facts: Facts) -> Step | None:
    """Under threat, or in low spirits, a child is asked today whether they are safe.

    "Not said" gives nothing here; see `danger`.
    """
    if not is_hard_to_bear(facts):
        return None
    return Step("check_on_mood", Urgency.HOURS)


@rule(
    sources=["talk_afterwards", "no_why_question", "agree_each_report", "not_fully_removable"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def afterwards_there_is_a_talk(facts: Facts) -> Step | None:
    """When things are calmer, parents and staff talk it through without judging.

    "Not said" gives it.
    """
    if facts.asker not in {"parent", "school_staff", None}:
        return None
    return Step("talk_it_through", Urgency.PLANNED)


@rule(
    sources=["review_home_filters", "filters_one_layer", "private_accounts"],
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def privacy_is_reviewed(facts: Facts) -> Step | None:
    """When things are calmer, accounts, phone and home filters are looked over.

    "Not said" gives it, for the child shown and their parents.
    """
    if facts.asker not in {"parent", "person_shown", "adult_shown_as_child", None}:
        return None
    return Step("review_privacy", Urgency.PLANNED) if asks_for_the_child_shown(facts) else None
