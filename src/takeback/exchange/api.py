"""The partner's routes: read what changed, answer about an entry, look fingerprints up."""

from http import HTTPStatus
from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja import Header, Query, Router, Status
from ninja.errors import ValidationError

from takeback.exchange.keys import PartnerKeyBearer, PartnerRequest
from takeback.exchange.match_schema import MatchIn, MatchOut
from takeback.exchange.matching import answer_match, sought_of
from takeback.exchange.pages import page_json
from takeback.exchange.schema import ErrorOut, FeedbackIn, FeedbackOut, FeedOut, FeedQuery
from takeback.registry.collected import note_collection
from takeback.registry.feed import FOR_EVERYBODY, FOR_OUR_MATCHER, changes_since
from takeback.registry.feedback import take_feedback

router = Router(auth=PartnerKeyBearer(), tags=["partners"])

# Which status each refusal of the registry gets.
REFUSAL_STATUS = {
    "cursor_unknown": HTTPStatus.CONFLICT,
    "entry_unknown": HTTPStatus.NOT_FOUND,
    "idempotency_conflict": HTTPStatus.CONFLICT,
    "lookup_not_ready": HTTPStatus.SERVICE_UNAVAILABLE,
    "too_many_neighbours": HTTPStatus.UNPROCESSABLE_ENTITY,
}

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[A-Za-z0-9._~-]{1,64}$",
        description=(
            "Chosen by you, one for each answer. Sending the same answer again under the same "
            "key is harmless: it is stored once."
        ),
    ),
]

_REFUSED = {
    400: ErrorOut,
    401: ErrorOut,
    422: ErrorOut,
    503: ErrorOut,
}


@router.get(
    "/feed",
    response={200: FeedOut, 409: ErrorOut, **_REFUSED},
    operation_id="read_feed",
    summary="Read what changed in the list",
)
def feed(request: PartnerRequest, query: Query[FeedQuery]) -> HttpResponse:
    """Return the changes after a cursor, oldest first, each entry at its latest change.

    Apply a page, save it together with its cursor, then ask for the next one with that cursor;
    while `more` is true, at once. Nothing is skipped or repeated, whoever writes meanwhile. An id
    that you do not hold may be withdrawn: there is nothing to do then.

    A matcher that looks within 31 of 256 bits for each `pdq-1` fingerprint by itself needs nothing
    else; several of an entry's views may be near the same copy.

    `409 cursor_unknown`: this registry did not give out this cursor. Start again without one, and
    let what you get replace your list.
    """
    _check_nothing_else(request)
    recipes = FOR_OUR_MATCHER if query.beside == "house" else FOR_EVERYBODY
    page = changes_since(query.cursor, limit=query.limit, recipes=recipes)
    if query.cursor is not None:
        note_collection(request.auth, query.cursor, now=timezone.now())
    return HttpResponse(page_json(page), content_type="application/json")


@router.post(
    "/feedback",
    response={202: FeedbackOut, 404: ErrorOut, 409: ErrorOut, 413: ErrorOut, **_REFUSED},
    operation_id="give_feedback",
    summary="Answer about an entry",
)
def feedback(
    request: PartnerRequest, answer: FeedbackIn, idempotency_key: IdempotencyKey = None
) -> Status[dict[str, str]]:
    """Keep an answer, for the person who asked to read. 202 is sent once it is kept.

    The state that comes back is the entry's state now: answers about withdrawn entries are taken.

    `404 entry_unknown`: no entry has this id. `409 idempotency_conflict`: the same key came with
    another answer before.
    """
    kept = take_feedback(
        request.auth,
        answer.entry,
        outcome=answer.outcome,
        count=answer.count,
        note_code=answer.note_code,
        idempotency_key=idempotency_key,
        now=timezone.now(),
    )
    return Status(202, {"entry": kept.entry.public_id, "state": kept.entry.state})


@router.post(
    "/match",
    response={200: MatchOut, 413: ErrorOut, **_REFUSED},
    operation_id="look_up",
    summary="Look fingerprints up, instead of holding the list",
)
def match(request: PartnerRequest, asked: MatchIn) -> HttpResponse:
    """Return which active entries are near each of up to 1000 fingerprints. Nothing is kept.

    The search is exact, on the list as it is when the request comes in: an entry that was put in
    force is found by the next request, and one that was withdrawn or suspended is not named any
    more. Of an entry only the nearest view is told. A match is a reason to look, not a verdict.

    `503 lookup_not_ready`: the index is being built; ask again after `Retry-After` seconds.
    `422 too_many_neighbours`: the answer would have more than 100,000; ask about fewer at once.
    """
    del request
    text = answer_match(sought_of(asked), asked.limit)
    return HttpResponse(text, content_type="application/json")


def _check_nothing_else(request: PartnerRequest) -> None:
    """Refuse a misspelt `cursor` instead of sending the whole list from its start."""
    known = [field.alias or name for name, field in FeedQuery.model_fields.items()]
    for name in sorted(request.GET.keys() - set(known)):
        message = f"not a part of this query; it has {', '.join(known)}"
        raise ValidationError([{"loc": ("query", name), "msg": message, "type": "extra_forbidden"}])
