"""What can be done to a case. Each action is all or nothing, and kept once it returns.

Rows are taken in one order everywhere, so that two actions never wait for each other: the case,
then the registry's entries, then the audit trail.
"""

import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from takeback.cases import audit
from takeback.cases.codes import Code, code_from, make_code
from takeback.cases.kept_plans import keep_plan
from takeback.cases.keys import CodeKeys, derive_keys, make_key_pair, pepper_key
from takeback.cases.models import AgeBand, Case, CaseNews, KeptPlan, Verb, What, Whose
from takeback.cases.names import draw_name
from takeback.cases.permissions import check_may_erase, check_may_move
from takeback.cases.status import Actor, Status
from takeback.cases.tokens import make_token
from takeback.registry import entries
from takeback.registry.entries import ORIGIN_BYTES, NewPicture
from takeback.registry.refused import Refused

MOST_PICTURES = 100  # in one case; those that do not fit the first request are added by others
# A page that lost the answer asks again within minutes; a day covers a phone whose battery died.
REPEATABLE_FOR = timedelta(days=1)
NAMES_TO_TRY = 3  # of four million; a second one is taken once in a blue moon


@dataclass(frozen=True)
class Opening:
    """What a visitor asks for.

    `age_band` and `whose` are values of `AgeBand` and `Whose`; `pictures` are at most 100, and
    none only when there is a plan to keep: then age and whose it is may be unsaid. `plan` is what
    to keep behind the code; `None`: nothing. `request_key` is the page's random name for this
    request, the same when it is sent again; `None`: the sender takes no care of repetitions.
    Raises `ValueError` for anything else.
    """

    age_band: str
    whose: str
    pictures: tuple[NewPicture, ...]
    request_key: str | None = None
    plan: bytes | None = None

    def __post_init__(self) -> None:
        unsaid = AgeBand(self.age_band) == AgeBand.UNSAID or Whose(self.whose) == Whose.UNSAID
        if unsaid and self.pictures:
            raise ValueError("age band and whose picture it is must be said")
        least = 0 if self.plan is not None else 1
        if not least <= len(self.pictures) <= MOST_PICTURES:
            raise ValueError(
                f"{len(self.pictures)} pictures; a case has 1 to {MOST_PICTURES}, or a plan"
            )


@dataclass(frozen=True, repr=False)
class Opened:
    """The answer to an opening: six words, the case's name, an entry id for each picture.

    `has_plan`: whether a plan is kept behind the words. `add_more`: the token by which further
    pictures are added within the hour; a repeated answer carries a newer one.
    """

    code: str
    case_name: str
    entries: tuple[str, ...]
    has_plan: bool = False
    add_more: str = field(default="", compare=False)

    def __repr__(self) -> str:
        return f"Opened({self.case_name})"


def open_case(
    opening: Opening, *, now: datetime, draw_name: Callable[[], str] = draw_name
) -> Opened:
    """Open a case and put its pictures in force; return the code, which is shown this once.

    The same opening sent again, with the same request key, gets the same answer, without a second
    case: a lost answer or a double click must not leave a case whose code nobody ever saw. That
    needs no stored copy of key or code, because the code is drawn from a keyed digest of the
    request key and everything else that was sent. Of two at the same moment, the unique lookup
    lets one in, and the other reads what the first one made. It works for a day, until the code
    is first used; then whoever got hold of the request gets nothing more from it.

    Raises `Refused` (`already_opened`) after that, (`too_plain`) for a picture that has too little
    in it, or (`too_common`) for one that every phone has, and `Busy`.
    """
    code = make_code() if opening.request_key is None else code_from(_seed(opening))
    keys = derive_keys(code)
    for _ in range(NAMES_TO_TRY):
        twin = Case.objects.filter(stored_lookup=keys.stored_lookup).first()
        if twin is not None:
            return _same_again(twin, opening, code=code, now=now)
        try:
            return _open(opening, code, keys=keys, name=draw_name(), now=now)
        except IntegrityError:  # the lookup or the name was taken meanwhile
            continue
    raise Refused("no_name_free", "no name was free for the case; please try again")


@transaction.atomic(durable=True)
def _open(opening: Opening, code: Code, *, keys: CodeKeys, name: str, now: datetime) -> Opened:
    origin = secrets.token_bytes(ORIGIN_BYTES)
    pair = make_key_pair(keys.key, origin=origin)
    case = Case.objects.create(
        name=name,
        origin=origin,
        stored_lookup=keys.stored_lookup,
        age_band=opening.age_band,
        whose=opening.whose,
        opened_on=now.date(),
        last_moved_on=now.date(),
        public_key=pair.public,
        sealed_private_key=pair.sealed_private,
    )
    ids = entries.put_in_force(origin, opening.pictures, now=now)
    CaseNews.objects.create(case=case, on=now.date(), what=What.OPENED)
    audit.write(Verb.OPENED, name, by=Actor.VISITOR, move=(None, Status.ACTIVE), now=now)
    if opening.plan is not None:
        keep_plan(case, opening.plan, by=Actor.VISITOR, now=now)
    return Opened(
        code.text,
        name,
        tuple(ids),
        has_plan=opening.plan is not None,
        add_more=make_token(origin, now=now),
    )


@transaction.atomic
def withdraw(case: Case, *, by: Actor, now: datetime) -> None:
    """Stop asking partners to look for this case's pictures, and tell them so.

    Partners learn it from their next feed page. Raises `Refused` when the case is already
    withdrawn (`already_so`), or changed meanwhile (`changed_meanwhile`).
    """
    before = _move(case, to=Status.WITHDRAWN, by=by, now=now)
    entries.withdraw(bytes(case.origin), now=now)
    CaseNews.objects.create(case=case, on=now.date(), what=What.WITHDRAWN)
    audit.write(Verb.WITHDRAWN, case.name, by=by, move=(before, Status.WITHDRAWN), now=now)


@transaction.atomic
def end(case: Case, *, by: Actor, now: datetime) -> None:
    """Blank what was said about the visitor, and what partners answered, after 90 quiet days.

    The lookup, the name and the thread to the entries stay, so that the code can still withdraw
    or erase. Raises `Refused` as `withdraw` does.
    """
    before = _move(case, to=Status.ENDED, by=by, now=now)
    CaseNews.objects.filter(case=case, what=What.ANSWER).delete()
    KeptPlan.objects.filter(case=case).delete()
    CaseNews.objects.create(case=case, on=now.date(), what=What.ENDED)
    audit.write(Verb.ENDED, case.name, by=by, move=(before, Status.ENDED), now=now)


@transaction.atomic
def erase(case: Case, *, by: Actor, now: datetime) -> None:
    """Withdraw the entries, cut them loose from the case, and delete the case.

    The audit row with the case's name stays, and says nothing else. Raises `Refused` when the
    actor may not (`may_not`), or the case changed meanwhile (`changed_meanwhile`).
    """
    before = Status(case.status)
    check_may_erase(before, by=by)
    # Held first: Django deletes the news, then the case, and nothing may come in between.
    held = Case.objects.select_for_update().filter(pk=case.pk, status=before.value).first()
    if held is None:
        raise _changed_meanwhile()
    held.delete()
    entries.forget_origin(bytes(case.origin), now=now)
    verb = Verb.LAPSED if by is Actor.TIME else Verb.ERASED
    audit.write(verb, case.name, by=by, move=(before, None), now=now)


@transaction.atomic
def visit(case: Case, *, now: datetime) -> bool:
    """Note that somebody came back with the code; return whether it is the first time today.

    The first visit of a day starts the 90 days of the case and the two years of its entries
    again. It leaves no other trace, and only the latest day is kept.
    """
    today = now.date()
    first_today = Case.objects.filter(pk=case.pk).exclude(visited_on=today)
    if not first_today.update(visited_on=today, last_moved_on=today):
        return False
    case.visited_on = case.last_moved_on = today
    entries.renew(bytes(case.origin), now=now)
    return True


def _move(case: Case, *, to: Status, by: Actor, now: datetime) -> Status:
    """Change the state, if the case still has the one we know; return that one.

    Of two hurried clicks the second one loses here.
    """
    before = Status(case.status)
    check_may_move(before, to, by=by)
    same = Case.objects.filter(pk=case.pk, status=before.value)
    changes: dict[str, object] = {"status": to.value}
    if by is Actor.VISITOR:
        changes["last_moved_on"] = now.date()
    else:  # whoever came back a moment ago has started the 90 days again
        same = same.filter(last_moved_on=case.last_moved_on)
    if to is Status.ENDED:
        changes |= {"age_band": AgeBand.UNSAID, "whose": Whose.UNSAID}
    if not same.update(**changes):
        raise _changed_meanwhile()
    for name, value in changes.items():
        setattr(case, name, value)
    return before


def _changed_meanwhile() -> Refused:
    return Refused("changed_meanwhile", "the case changed a moment ago; look at it again")


def _seed(opening: Opening) -> bytes:
    """Return 32 bytes, the same for the same request, that nobody finds without the pepper."""
    # Not the plan: steps ticked off between two tries must not make it another request.
    told: list[object] = [opening.request_key, opening.age_band, opening.whose]
    for picture in opening.pictures:
        told.append([picture.quality, sorted(_fingerprints(picture))])
    return hmac.digest(pepper_key(2), json.dumps(told).encode(), "sha256")


def _fingerprints(picture: NewPicture) -> list[tuple[str, str, str]]:
    return [
        (view.view, view.fingerprint.recipe, view.fingerprint.hex) for view in picture.fingerprints
    ]


def _same_again(case: Case, opening: Opening, *, code: Code, now: datetime) -> Opened:
    is_fresh = now.date() - case.opened_on <= REPEATABLE_FOR
    if not is_fresh or case.visited_on is not None or case.status != Status.ACTIVE:
        raise Refused(
            "already_opened",
            "this request was answered before, and its code has been used since; "
            "use the six words, or start again",
        )
    origin = bytes(case.origin)
    return Opened(
        code.text,
        case.name,
        tuple(entries.ids_in_force(origin, opening.pictures)),
        has_plan=KeptPlan.objects.filter(case=case).exists(),
        add_more=make_token(origin, now=now),
    )
