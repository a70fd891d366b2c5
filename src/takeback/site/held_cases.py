"""Which case this browser may see: its key stays in the visitor's own sealed cookie."""

import base64
from contextlib import suppress

from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils import timezone

from takeback.cases.holding import HeldCase, find_by_key
from takeback.cases.kept_plans import keep_plan, read_plan
from takeback.cases.sealing import NotReadable
from takeback.cases.status import Actor
from takeback.registry.refused import Refused
from takeback.site.questions.session import (
    Visit,
    is_marked_kept,
    keep_visit,
    mark_kept,
    visit_from,
    visit_of,
    visit_to_text,
)

CASE_ID, KEY = "case", "key"  # what a session can hold of it


def hold(request: HttpRequest, held: HeldCase) -> None:
    """Let this device, and whoever holds it, see the case for the next half hour.

    A plan kept behind the code comes back with it. Without one, answers of this visit stay, unless
    another page was open: then they may be somebody else's.
    """
    kept = _kept_visit(held)
    is_another = request.session.get(CASE_ID, held.case.pk) != held.case.pk
    visit = kept or (None if is_another else visit_of(request))
    request.session.flush()
    request.session[CASE_ID] = held.case.pk
    request.session[KEY] = base64.b64encode(held.key).decode("ascii")
    if visit is not None:
        keep_visit(request, visit)
    if kept is not None:
        mark_kept(request)
    rotate_token(request)


def held_case(request: HttpRequest) -> HeldCase | None:
    """Return the case that the session opens; `None` without one, or when the case is gone."""
    if CASE_ID not in request.session:
        return None
    key = base64.b64decode(request.session[KEY])
    case = find_by_key(request.session[CASE_ID], key)
    return HeldCase(case, key) if case else None


def is_plan_kept(request: HttpRequest) -> bool:
    """Say whether the answers of this visit are kept behind the words that are open here."""
    held = held_case(request) if is_marked_kept(request) else None
    return held is not None and hasattr(held.case, "kept_plan")


def keep_again(request: HttpRequest) -> None:
    """Bring what is kept behind the code up to date, if it is the plan of this very visit.

    Answers given after wiping, or at another door, may be another person's: those are kept only
    when somebody asks for it.
    """
    visit, held = visit_of(request), held_case(request)
    if visit is None or held is None or not is_plan_kept(request):
        return
    with suppress(Refused):  # ended or deleted a moment ago; on this device the answers stay
        keep_plan(held.case, visit_to_text(visit), by=Actor.VISITOR, now=timezone.now())


def is_holding(request: HttpRequest) -> bool:
    """Say whether a case was opened in this browser; it may be gone since."""
    return CASE_ID in request.session


def _kept_visit(held: HeldCase) -> Visit | None:
    """Return what is kept behind the code; `None` when nothing is, or it cannot be read.

    Then the page must open all the same: the way to take pictures back is on it.
    """
    try:
        kept = read_plan(held.case, key=held.key)
    except NotReadable:
        return None
    return visit_from(kept) if kept is not None else None
