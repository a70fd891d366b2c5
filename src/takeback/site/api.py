"""The one request of the fingerprint page: fingerprints in, a code out."""

from http import HTTPStatus
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja import Header, Router, Status

from takeback.cases.actions import open_case
from takeback.registry.refused import Refused
from takeback.site.limits import an_opening
from takeback.site.questions.session import visit_of, visit_to_text
from takeback.site.schema import CaseIn, CaseOut, ErrorOut, opening_from

router = Router(tags=["visitors"])

# Which status each refusal on this side gets.
REFUSAL_STATUS = {
    "cross_site": HTTPStatus.FORBIDDEN,
    "already_opened": HTTPStatus.CONFLICT,
    "too_plain": HTTPStatus.UNPROCESSABLE_ENTITY,
    "no_name_free": HTTPStatus.SERVICE_UNAVAILABLE,
}

RequestKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[0-9a-f]{32}$",
        description=(
            "Random, one for each filled form. The same request sent again under the same key, "
            "until the code is used, gets the same answer and opens no second case."
        ),
    ),
]


@router.post(
    "/cases",
    response={
        201: CaseOut,
        400: ErrorOut,
        403: ErrorOut,
        409: ErrorOut,
        413: ErrorOut,
        415: ErrorOut,
        422: ErrorOut,
        429: ErrorOut,
        503: ErrorOut,
    },
    operation_id="open_case",
    summary="Open a case",
)
def cases(
    request: HttpRequest, asked: CaseIn, idempotency_key: RequestKey = None
) -> Status[CaseOut]:
    """Keep fingerprints, ask partners to look for them, and give out the code of the case.

    201 is sent once everything is kept. The code is in this answer and nowhere else.

    `403 cross_site`: sent by a page of another site. `409 already_opened`: this request was
    answered before, and its code has been used since. `422 too_plain`: a picture has too little in
    it. `429 too_many` and `503 busy`: nothing was done; send the same again after `Retry-After`.
    """
    check_same_site(request)
    visit = visit_of(request)
    plan = visit_to_text(visit) if visit else None
    opening = opening_from(asked, request_key=idempotency_key, plan=plan)
    now = timezone.now()
    with an_opening(request, now=now):
        opened = open_case(opening, now=now)
    answer = CaseOut(
        code=opened.code,
        case_name=opened.case_name,
        entries=list(opened.entries),
        plan_kept=opened.has_plan,
    )
    return Status(HTTPStatus.CREATED, answer)


def check_same_site(request: HttpRequest) -> None:
    """Raise `Refused` (`cross_site`) when a browser says that another site's page sent this.

    Scripts send neither header, and cannot be made to by somebody else's page.
    """
    fetch_site = request.headers.get("Sec-Fetch-Site", "none")
    here = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    is_from_here = request.headers.get("Origin") in {None, *here}
    if fetch_site not in {"same-origin", "none"} or not is_from_here:
        raise Refused("cross_site", "this can only be sent from this service's own page")
