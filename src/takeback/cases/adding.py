"""Further pictures for a case that was opened a moment ago: a hundred do not fit one request."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from takeback.cases import audit
from takeback.cases.actions import MOST_PICTURES
from takeback.cases.models import Case, Verb
from takeback.cases.status import Actor, Status
from takeback.cases.tokens import read_token
from takeback.registry import entries
from takeback.registry.entries import NewPicture
from takeback.registry.lists import entries_of
from takeback.registry.refused import Refused


@transaction.atomic(durable=True)
def add_pictures(token: str, pictures: Sequence[NewPicture], *, now: datetime) -> tuple[str, ...]:
    """Put further pictures of a case in force; return an entry id for each, in the same order.

    Sent again it changes nothing and gives the same answer: a picture that the case has already
    keeps its entry. Raises `Refused` when the token opens no active case (`add_to_unknown`: it is
    none of ours, its hour is over, or the case was withdrawn, ended or erased; nothing says which),
    when the case would have more than 100 pictures (`case_full`), or as `entries.put_in_force`.
    """
    origin = read_token(token, now=now)
    live = Case.objects.select_for_update().filter(origin=origin, status=Status.ACTIVE)
    case = live.first() if origin is not None else None
    if origin is None or case is None:
        raise Refused(
            "add_to_unknown",
            "no page takes pictures under this token any more; open another page for the rest",
        )
    before = len(entries_of(origin))
    ids = entries.put_in_force(origin, pictures, now=now)
    after = len(entries_of(origin))
    if after > MOST_PICTURES:
        raise Refused(
            "case_full", f"{after} pictures; a page has at most {MOST_PICTURES}: open another one"
        )
    if after > before:
        move = (Status.ACTIVE, Status.ACTIVE)
        audit.write(Verb.ADDED, case.name, by=Actor.VISITOR, move=move, now=now)
    return tuple(ids)
