"""Whom to call, in the nation of this visit."""

from dataclasses import dataclass

from django.http import HttpRequest

from takeback.guidance.answers import walk
from takeback.guidance.contacts import emergency_number, police_number
from takeback.guidance.facts import Nation
from takeback.site.context import SERVICES
from takeback.site.questions.session import visit_of


@dataclass(frozen=True)
class Numbers:
    """What to call where this visitor is; `dial` is what a telephone takes, empty for none.

    When the nation was not said, the words name the number of the United Kingdom, and so does it.
    """

    emergency: str
    police: str
    dial: str

    @property
    def in_words(self) -> dict[str, str]:
        """What the placeholders in the words stand for."""
        return {"emergency": self.emergency, "police": self.police}


def nation_of(request: HttpRequest) -> Nation | None:
    """Return the nation that was answered during this visit; `None` when it was not."""
    visit = visit_of(request)
    return None if visit is None else walk(visit.door, visit.given).facts.nation


def numbers_for(nation: Nation | None) -> Numbers:
    """Return the numbers of a nation; for none, words that fit wherever somebody is."""
    emergency = emergency_number(nation)
    named = SERVICES["emergency"].phone if nation is None else emergency
    return Numbers(
        emergency=emergency,
        police=police_number(nation),
        dial=named if named and named.isdecimal() else "",
    )
