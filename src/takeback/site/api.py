"""The requests of the fingerprint page: fingerprints in, a code out, further fingerprints in."""

from http import HTTPStatus
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja import Header, Router, Status

from takeback.cases.actions import open_case
from takeback.cases.adding import add_pictures
from takeback.registry.refused import Refused
from takeback.site.limits import an_adding, an_opening
from takeback.site.picture_schema import new_pictures
from takeback.site.questions.session import visit_of, visit_to_text
from takeback.site.schema import (
    CaseIn,
    CaseOut,
    ErrorOut,
    MorePicturesIn,
    MorePicturesOut,
    opening_from,
)

router = Router(tags=["visitors"])

# Which status each refusal on this side gets.
REFUSAL_STATUS = {
    "cross_site": HTTPStatus.FORBIDDEN,
    "already_opened": HTTPStatus.CONFLICT,
    "too_plain": HTTPStatus.UNPROCESSABLE_ENTITY,
    "too_common": HTTPStatus.UNPROCESSABLE_ENTITY,
    "add_to_unknown": HTTPStatus.NOT_FOUND,
    "case_full": HTTPStatus.CONFLICT,
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

AddingKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[0-9a-f]{32}$",
        description=(
            "Not needed: pictures sent again, under any key or none, are kept once and get the "
            "same answer."
        ),
    ),
]

_REFUSED = dict.fromkeys((400, 403, 409, 413, 415, 422, 429, 503), ErrorOut)


@router.post(
    "/cases",
    response={201: CaseOut, **_REFUSED},
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
    it. `422 too_common`: it is one that every phone has. Both name it by its place in this request
    (`field`: `pictures.2` is the third). `429 too_many` and `503 busy`: nothing was
    done; send the same again after `Retry-After`.
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
        add_more=opened.add_more,
    )
    return Status(HTTPStatus.CREATED, answer)


@router.post(
    "/cases/pictures",
    response={201: MorePicturesOut, 404: ErrorOut, **_REFUSED},
    operation_id="add_pictures",
    summary="Add pictures to a case that was just opened",
)
def more_pictures(
    request: HttpRequest, asked: MorePicturesIn, idempotency_key: AddingKey = None
) -> Status[MorePicturesOut]:
    """Keep the fingerprints of further pictures: a request holds 64 KiB, a case a hundred pictures.

    201 is sent once everything is kept. Sent again, under the same key or another, it changes
    nothing and gets the same answer: a picture that the case has already keeps its entry.

    `404 add_to_unknown`: the hour is over, or the case takes no pictures any more; the two are not
    told apart. `409 case_full`: there would be more than a hundred. The others as for opening.
    """
    del idempotency_key
    check_same_site(request)
    pictures = new_pictures(asked.pictures)
    now = timezone.now()
    with an_adding(request, now=now):
        entries = add_pictures(asked.add_to, pictures, now=now)
    return Status(HTTPStatus.CREATED, MorePicturesOut(entries=list(entries)))


def check_same_site(request: HttpRequest) -> None:
    """Raise `Refused` (`cross_site`) when a browser says that another site's page sent this.

    Scripts send neither header, and cannot be made to by somebody else's page.
    """
    fetch_site = request.headers.get("Sec-Fetch-Site", "none")
    here = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    is_from_here = request.headers.get("Origin") in {None, *here}
    if fetch_site not in {"same-origin", "none"} or not is_from_here:
        raise Refused("cross_site", "this can only be sent from this service's own page")
