"""The answers of one visit, in the visitor's own sealed cookie: nowhere else, and not for long."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

from django.http import HttpRequest

from takeback.guidance.questions import QUESTIONS
from takeback.guidance.steps import STEPS

Door = Literal["you", "family", "work"]
DOORS: tuple[Door, ...] = ("you", "family", "work")

# Short names: a cookie holds 4,000 bytes.
GUIDE, DOOR, GIVEN, DONE = "guide", "door", "given", "done"
KEPT = "kept"  # beside GUIDE: these very answers are kept behind the words that are open here
ANSWERS = {question.id: question.answers for question in QUESTIONS}


@dataclass(frozen=True)
class Visit:
    """What was answered by question id, through which door, and which steps are ticked off."""

    door: Door
    given: dict[str, list[str]] = field(default_factory=dict)
    done: tuple[str, ...] = ()


def visit_of(request: HttpRequest) -> Visit | None:
    """Return what this visitor answered so far; `None` when nothing was, or it has been wiped."""
    return _visit_in(request.session.get(GUIDE))


def keep_answer(request: HttpRequest, door: Door, *, question: str, chosen: Sequence[str]) -> None:
    """Keep one answer; those given at another door were about somebody else, and go."""
    visit = visit_of(request)
    if visit is None or visit.door != door:
        request.session.pop(KEPT, None)
        visit = Visit(door)
    keep_visit(request, Visit(door, visit.given | {question: list(chosen)}, visit.done))


def keep_done(request: HttpRequest, steps: Collection[str]) -> None:
    """Keep which steps are ticked off; does nothing when no answers are there."""
    visit = visit_of(request)
    if visit is not None:
        keep_visit(request, Visit(visit.door, visit.given, tuple(sorted(steps))))


def keep_visit(request: HttpRequest, visit: Visit) -> None:
    """Keep a whole visit, as when it comes back from behind a code."""
    request.session[GUIDE] = {
        DOOR: visit.door,
        GIVEN: visit.given,
        DONE: list(visit.done),
    }


def visit_to_text(visit: Visit) -> bytes:
    """Return a visit as text to keep behind a code; `visit_from` reads it again."""
    return json.dumps({DOOR: visit.door, GIVEN: visit.given, DONE: list(visit.done)}).encode()


def visit_from(text: bytes) -> Visit | None:
    """Return the visit that `visit_to_text` wrote; `None` when nothing of it can be read.

    Months may lie between: answers and steps that this release does not know are left out.
    """
    try:
        return _visit_in(json.loads(text))
    except ValueError:
        return None


def forget_visit(request: HttpRequest) -> None:
    """Forget all answers; whatever else is open in this browser stays open."""
    request.session.pop(GUIDE, None)
    request.session.pop(KEPT, None)


def mark_kept(request: HttpRequest) -> None:
    """Note that the answers of this visit are the ones behind the words that are open here."""
    request.session[KEPT] = True


def is_marked_kept(request: HttpRequest) -> bool:
    """Say whether they are; answers given after wiping, or at another door, are not."""
    return KEPT in request.session


def _visit_in(kept: object) -> Visit | None:
    if not isinstance(kept, dict) or kept.get(DOOR) not in DOORS:
        return None
    given = kept.get(GIVEN)
    answers = {
        question: [id for id in _texts(chosen) if id in ANSWERS[question]]
        for question, chosen in (given if isinstance(given, dict) else {}).items()
        if question in ANSWERS
    }
    done = tuple(step for step in _texts(kept.get(DONE)) if step in STEPS)
    return Visit(cast("Door", kept[DOOR]), answers, done)


def _texts(kept: object) -> list[str]:
    return [text for text in kept if isinstance(text, str)] if isinstance(kept, list) else []
