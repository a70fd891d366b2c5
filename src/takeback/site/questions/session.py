"""The answers of one visit, in the visitor's own sealed cookie: nowhere else, and not for long."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

from django.http import HttpRequest

Door = Literal["you", "family", "work"]
DOORS: tuple[Door, ...] = ("you", "family", "work")

# Short names: a cookie holds 4,000 bytes.
GUIDE, DOOR, GIVEN, DONE = "guide", "door", "given", "done"


@dataclass(frozen=True)
class Visit:
    """What was answered by question id, through which door, and which steps are ticked off."""

    door: Door
    given: dict[str, list[str]] = field(default_factory=dict)
    done: tuple[str, ...] = ()


def visit_of(request: HttpRequest) -> Visit | None:
    """Return what this visitor answered so far; `None` when nothing was, or it has been wiped."""
    kept = request.session.get(GUIDE)
    if kept is None:
        return None
    return Visit(cast("Door", kept[DOOR]), dict(kept[GIVEN]), tuple(kept[DONE]))


def keep_answer(request: HttpRequest, door: Door, *, question: str, chosen: Sequence[str]) -> None:
    """Keep one answer; those given at another door were about somebody else, and go."""
    visit = visit_of(request)
    if visit is None or visit.door != door:
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


def visit_from(text: bytes) -> Visit:
    """Return the visit that `visit_to_text` wrote."""
    kept = json.loads(text)
    return Visit(cast("Door", kept[DOOR]), dict(kept[GIVEN]), tuple(kept[DONE]))


def forget_visit(request: HttpRequest) -> None:
    """Forget all answers; whatever else is open in this browser stays open."""
    request.session.pop(GUIDE, None)
