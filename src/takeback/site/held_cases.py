"""Which case this browser may see: its key stays in the visitor's own sealed cookie."""

import base64

from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from takeback.cases.holding import HeldCase, find_by_key
from takeback.cases.kept_plans import read_plan
from takeback.site.questions.session import keep_visit, visit_from, visit_of

CASE_ID, KEY = "case", "key"  # what a session can hold of it


def hold(request: HttpRequest, held: HeldCase) -> None:
    """Let this device, and whoever holds it, see the case for the next half hour.

    A plan kept behind the code comes back with it. Answers of this visit stay, unless another page
    was open: then they may be somebody else's.
    """
    kept = read_plan(held.case, key=held.key)
    visit = visit_of(request) if CASE_ID not in request.session else None
    if kept is not None:
        visit = visit_from(kept)
    request.session.flush()
    request.session[CASE_ID] = held.case.pk
    request.session[KEY] = base64.b64encode(held.key).decode("ascii")
    if visit is not None:
        keep_visit(request, visit)
    rotate_token(request)


def held_case(request: HttpRequest) -> HeldCase | None:
    """Return the case that the session opens; `None` without one, or when the case is gone."""
    if CASE_ID not in request.session:
        return None
    key = base64.b64decode(request.session[KEY])
    case = find_by_key(request.session[CASE_ID], key)
    return HeldCase(case, key) if case else None


def is_holding(request: HttpRequest) -> bool:
    """Say whether a case was opened in this browser; it may be gone since."""
    return CASE_ID in request.session
