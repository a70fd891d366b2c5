"""What comes before the next question: danger, and a picture of an adult."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from takeback.guidance.answers import reader_at
from takeback.guidance.contacts import emergency_number, people_for
from takeback.guidance.facts import UNITED_KINGDOM, Facts, Reader
from takeback.guidance.steps import YOUNG
from takeback.site.questions.session import Door
from takeback.site.questions.way import go_on, walk_here
from takeback.sources.services import Service

MOST_SERVICES = 4  # more than four cards hide the first
# Whose people to turn to are shown beside the emergency number, by step of a plan.
FOR_THE_YOUNG = ("call_emergency", "childline", "professional_help")
FOR_ADULTS = (
    "call_emergency",
    "parent_helpline",
    "professionals_helpline",
    "childline",
    "professional_help",
)


@require_safe
def help_now(request: HttpRequest, reader: Door) -> HttpResponse:
    """Say what comes first when somebody is in danger, and how to go on from there."""
    way = walk_here(request, reader)
    facts = way.facts
    if not (facts.in_danger or facts.meeting_threat):
        return go_on(way, reader)
    emergency = emergency_number(facts.nation)
    context = {
        "reader": reader,
        "safety": way.path[0],
        "is_meeting": facts.meeting_threat,
        "is_nation_known": facts.nation is not None,
        "emergency": emergency,
        "dial": emergency if emergency.isdecimal() else None,
        "helpers": _helpers(facts, reader_at(reader, facts)),
        "next": way.next,
    }
    return render(request, "site/questions/help_now.html", context)


def _helpers(facts: Facts, reader: Reader) -> list[Service]:
    """Return whom else to turn to, best first."""
    steps = FOR_THE_YOUNG if reader in YOUNG else FOR_ADULTS
    emergency = emergency_number(facts.nation)
    helpers = [
        service
        for service in people_for(steps, facts.nation, reader=reader)
        # The number said above needs no card of its own.
        if service.phone is None or service.phone not in emergency
    ]
    return sorted(helpers, key=_is_second_choice)[:MOST_SERVICES]


def _is_second_choice(service: Service) -> tuple[bool, bool]:
    """Put a number nobody checked last, and before it what is only for abroad.

    Abroad: as in the line beside the emergency number, most who do not say are in the UK.
    """
    return service.confidence != "checked", not set(service.nations) >= UNITED_KINGDOM


@require_safe
def over_18(request: HttpRequest, reader: Door) -> HttpResponse:
    """Say who helps when the person in the picture was an adult, and how to go on all the same."""
    way = walk_here(request, reader)
    facts = way.facts
    if facts.age_in_image != "18_plus":
        return go_on(way, reader)
    asked = [question for question in way.answered if "age_in_image" in question.settles]
    context = {
        "reader": reader,
        "asked": asked[-1],
        "next": way.next,
    }
    return render(request, "site/questions/over_18.html", context)
