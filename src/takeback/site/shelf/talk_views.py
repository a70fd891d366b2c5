"""What to say: a parent tonight, a teacher to a pupil, a young person to an adult."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from takeback.guidance.contacts import people_for
from takeback.guidance.facts import Nation, Reader
from takeback.guidance.talks import Situation, Talks, for_situation
from takeback.site.shelf.answering import answer
from takeback.site.shelf.language import talks_here
from takeback.site.shelf.numbers import nation_of
from takeback.sources.services import Service

# Whose contacts stand at the end of a page, by the steps they help with.
FOR_THE_PARENT = ("parent_helpline",)
FOR_STAFF = ("professionals_helpline",)
FOR_THE_CHILD = ("childline", "report_remove")
AGAINST_THREATS = ("police", "ceop")


@require_safe
def talk(request: HttpRequest) -> HttpResponse:
    """Show a parent what to say, for the situation whose number stands in `s`, or for all."""
    talks = talks_here()
    situation = _situation(talks, request.GET.get("s"))
    nation = nation_of(request)
    is_pressed = situation is not None and situation.id == "pressed"
    steps = (*AGAINST_THREATS, *FOR_THE_PARENT) if is_pressed else FOR_THE_PARENT
    shown = {
        "situations": talks.situations,
        "situation": situation,
        "people": people_for(steps, nation, reader="parent"),
        "for_the_child": _for_the_child(nation, reader="parent", told=steps),
    }
    page = for_situation(talks.pages["tonight"], situation)
    return answer(request, "talk", page=page, shown=shown)


@require_safe
def pupil_talk(request: HttpRequest) -> HttpResponse:
    """Show staff how to talk with a pupil."""
    nation = nation_of(request)
    shown = {
        "people": people_for(FOR_STAFF, nation, reader="professional"),
        "for_the_child": _for_the_child(nation, reader="professional", told=FOR_STAFF),
    }
    return answer(request, "work_talk", page=talks_here().pages["pupil"], shown=shown)


@require_safe
def tell(request: HttpRequest) -> HttpResponse:
    """Show a young person how to tell an adult, with messages to copy."""
    people = people_for(("childline", "ceop"), nation_of(request), reader="13_17")
    return answer(request, "tell", page=talks_here().pages["tell"], shown={"people": people})


def _for_the_child(
    nation: Nation | None, *, reader: Reader, told: tuple[str, ...]
) -> tuple[Service, ...]:
    """Return whom the child can turn to, without those that the adult is told of already."""
    known = people_for(told, nation, reader=reader)
    services = people_for(FOR_THE_CHILD, nation, reader=reader)
    return tuple(service for service in services if service not in known)


def _situation(talks: Talks, asked: str | None) -> Situation | None:
    return next((one for one in talks.situations if str(one.number) == asked), None)
