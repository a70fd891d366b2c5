"""What the fingerprint page need not ask again, because it was answered before."""

from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest

from takeback.guidance.answers import walk
from takeback.guidance.facts import Facts
from takeback.site.questions.session import visit_of

Whose = Literal["me", "my_child", "somebody_i_help"]
AgeBand = Literal["under_13", "13_15", "16_17", "18_plus_was_under_18", "adult"]


@dataclass(frozen=True)
class Known:
    """What is ticked on the fingerprint page at first; `None`: it has to be asked there."""

    whose: Whose | None
    age_band: AgeBand | None


def known_at(request: HttpRequest, door: str) -> Known:
    """Return what was answered at this door in this visit."""
    visit = visit_of(request)
    if visit is None or visit.door != door:
        return Known(None, None)
    facts = walk(visit.door, visit.given).facts
    return Known(whose_of(facts), age_band_of(facts))


def whose_of(facts: Facts) -> Whose | None:
    """Return whose picture it is, from who asks.

    A child who was sent a picture, or passed one on, is not the one in it: then it stays open.
    """
    if facts.asker in {"person_shown", "adult_shown_as_child"}:
        return "me"
    if facts.asker == "parent" and facts.childs_part in {None, "shown"}:
        return "my_child"
    if facts.asker == "school_staff" and facts.childs_part in {None, "shown"}:
        return "somebody_i_help"
    return "somebody_i_help" if facts.asker == "friend" else None


def age_band_of(facts: Facts) -> AgeBand | None:
    """Return the age band of a case; the age now counts, or the age in the picture without it."""
    if facts.age_in_image == "18_plus":
        return "adult"
    if facts.age_now == "18_plus":
        was_a_child = facts.age_in_image is not None or facts.asker == "adult_shown_as_child"
        return "18_plus_was_under_18" if was_a_child else None
    return facts.age_now or facts.age_in_image
