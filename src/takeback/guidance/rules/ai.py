"""Pictures that were made or changed with a computer."""

from datetime import date

from takeback.guidance.facts import UNITED_KINGDOM, Facts
from takeback.guidance.rulebook import rule
from takeback.guidance.rules.situation import can_report_and_remove, shows_a_child
from takeback.guidance.steps import Step, Urgency

READ, READ_AGAIN = date(2026, 11, 22), date(2027, 11, 22)


@rule(
    sources=["ai_made_counts"],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def an_ai_picture_can_be_removed(facts: Facts) -> Step | None:
    """A made or changed picture of a child goes the same ways as any other.

    "Not said" that it is made gives nothing here.
    """
    if facts.ai_made is not True or not can_report_and_remove(facts):
        return None
    return Step("report_remove", Urgency.HOURS)


@rule(
    sources=["ai_made_counts"],
    nations=UNITED_KINGDOM,
    reviewed_on=READ,
    review_by=READ_AGAIN,
)
def the_law_covers_ai_pictures(facts: Facts) -> Step | None:
    """The law counts a made or changed picture of a child like any other.

    "Not said" that it is made gives nothing here.
    """
    if facts.ai_made is not True or not shows_a_child(facts):
        return None
    return Step("law_talk", Urgency.PLANNED)
