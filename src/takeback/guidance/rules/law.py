"""What the law says, told as protection; none of it is legal advice."""

from datetime import date

from takeback.guidance.facts import UNITED_KINGDOM, Facts, part_of
from takeback.guidance.rulebook import rule
from takeback.guidance.rules.situation import is_grown_up_now, shows_a_child
from takeback.guidance.steps import Step, Urgency
from takeback.guidance.triggers import said

READ, READ_AGAIN = date(2026, 11, 22), date(2027, 11, 22)


@rule(
    sources=["law_protects", "law_covers_selfies", "age_under_18", "police_record_crime"],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def the_law_protects_children(facts: Facts) -> Step | None:
    """The law is there to protect children, and is explained like that.

    "Not said" counts as a picture of somebody under 18.
    """
    if not shows_a_child(facts):
        return None
    return Step("law_talk", Urgency.PLANNED)


@rule(
    sources=["scotland_law", "scotland_no_outcome_21"],
    nations={"SCO"},
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def the_law_in_scotland(facts: Facts) -> Step | None:
    """Scotland has a law and ways of its own.

    "Not said" which nation gives nothing.
    """
    if facts.nation is None or not shows_a_child(facts):
        return None
    return Step("law_talk", Urgency.PLANNED)


@rule(
    sources=["ni_law", "ni_psni"],
    nations={"NI"},
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def the_law_in_northern_ireland(facts: Facts) -> Step | None:
    """Northern Ireland has a law and ways of its own.

    "Not said" which nation gives nothing.
    """
    if facts.nation is None or not shows_a_child(facts):
        return None
    return Step("law_talk", Urgency.PLANNED)


@rule(
    sources=["ireland_cocos_law"],
    nations={"IE"},
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def the_law_in_ireland(facts: Facts) -> Step | None:
    """Ireland has a law against passing such pictures on.

    "Not said" which nation gives nothing.
    """
    if facts.nation is None:
        return None
    return Step("law_talk", Urgency.PLANNED)


@rule(
    sources=["onward_sharing_offence"],
    nations={"ENG", "WAL"},
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def passing_it_on_is_an_offence(facts: Facts) -> Step | None:
    """In England and Wales passing such a picture on without consent is an offence.

    "Not said" that it was passed on, or which nation, gives nothing.
    """
    if facts.nation is None:
        return None
    if facts.shared_onwards is not True and part_of(facts) != "shared":
        return None
    return Step("law_talk", Urgency.PLANNED)


@rule(
    sources=["unsolicited_not_kept"],
    nations={"ENG", "WAL"},
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def not_keeping_it_counts(facts: Facts) -> Step | None:
    """In England and Wales it counts for whoever was sent it that they did not keep it for long.

    "Not said" which nation, or what the child did, gives nothing.
    """
    if facts.nation is None or not shows_a_child(facts) or part_of(facts) != "received":
        return None
    return Step("law_talk", Urgency.PLANNED)


@rule(
    sources=["outcome_21", "outcome_21_not_conviction"],
    nations={"ENG", "WAL"},
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def outcome_21_is_not_a_conviction(facts: Facts) -> Step | None:
    """In England and Wales police can close such a case between young people without a conviction.

    Only where it was willing or the child passed it on, and nothing said is against it, money
    that was paid included. "Not said" which nation gives nothing; so does being 18, or a friend.
    """
    if facts.nation is None or not shows_a_child(facts) or is_grown_up_now(facts):
        return None
    if facts.asker_age == "18_plus" or facts.paid is True:
        return None
    part = part_of(facts)
    if part == "friend" or (facts.willing is not True and part != "shared"):
        return None
    return None if said(facts) else Step("outcome_21", Urgency.PLANNED)
