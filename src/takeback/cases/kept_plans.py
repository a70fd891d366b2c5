"""A visitor's answers and ticked-off steps, kept behind the case's code and readable with it."""

from datetime import datetime

from django.db import transaction

from takeback.cases import audit
from takeback.cases.models import Case, KeptPlan, Verb
from takeback.cases.sealing import seal, unseal
from takeback.cases.status import Actor, Status
from takeback.registry.refused import Refused

MOST_BYTES = 4000  # what a visit's cookie can hold, so whatever there is to keep
PURPOSE = b"takeback plan 1"


@transaction.atomic
def keep_plan(case: Case, text: bytes, *, by: Actor, now: datetime) -> None:
    """Keep this text behind the case's code, in place of what was kept before.

    The first time leaves an audit row; what is ticked off later is nobody's business. Raises
    `Refused` when the case has ended or is gone (`has_ended`), `ValueError` above 4,000 bytes.
    """
    if len(text) > MOST_BYTES:
        raise ValueError(f"{len(text)} bytes; a plan has at most {MOST_BYTES}")
    # Held, so that an erasing or ending at the same moment comes before or after, not between.
    live = Case.objects.select_for_update().exclude(status=Status.ENDED).filter(pk=case.pk).first()
    if live is None:
        raise Refused("has_ended", "the page has ended or was deleted; nothing more is kept in it")
    sealed = seal(live, text, purpose=PURPOSE)
    _, is_new = KeptPlan.objects.update_or_create(case=live, defaults={"sealed": sealed})
    if is_new:
        status = Status(live.status)
        audit.write(Verb.KEPT, live.name, by=by, move=(status, status), now=now)


def read_plan(case: Case, *, key: bytes) -> bytes | None:
    """Return what is kept; `None` when nothing is. Raises as `sealing.unseal` does."""
    kept = KeptPlan.objects.filter(case=case).first()
    if kept is None:
        return None
    return unseal(case, bytes(kept.sealed), key=key, purpose=PURPOSE)


@transaction.atomic
def forget_plan(case: Case, *, by: Actor, now: datetime) -> bool:
    """Delete what is kept; return whether there was anything."""
    live = Case.objects.select_for_update().filter(pk=case.pk).first()
    deleted, _ = KeptPlan.objects.filter(case=case).delete()
    if live is None or not deleted:
        return False
    status = Status(live.status)
    audit.write(Verb.FORGOTTEN, live.name, by=by, move=(status, status), now=now)
    return True
