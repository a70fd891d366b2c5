"""The audit trail: one row for every change of a case, each chained to the one before."""

import hashlib
import json
from datetime import date, datetime

from django.db import transaction

from takeback.cases.models import AuditHead, AuditRow, Verb
from takeback.cases.status import Actor, Status

NOTHING_YET = bytes(32)  # what the first row is chained to


class ChainBroken(Exception):
    """A row was changed, lost or slipped in; `number` is the first that does not fit."""

    def __init__(self, number: int) -> None:
        super().__init__(f"the audit trail does not hold together at row {number}")
        self.number = number


def write(
    verb: Verb,
    case_name: str,
    *,
    by: Actor,
    move: tuple[Status | None, Status | None],
    now: datetime,
) -> None:
    """Append a row, in the caller's transaction and as the last thing it does.

    `move` is the state before and after; `None`: there was no case before, or is none after.
    Writers queue up for the head of the chain until they commit, so no two rows follow the same
    one. Last, because whoever also changes entries holds the registry's counter first: taken in
    one order everywhere, the two can never wait for each other.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit row is written in the transaction of what it tells")
    AuditHead.objects.get_or_create(pk=1, defaults={"digest": NOTHING_YET})
    before, after = move
    head = AuditHead.objects.select_for_update().get(pk=1)
    row = AuditRow(
        number=head.newest + 1,
        on=now.date(),
        actor=by.value,
        verb=verb,
        case_name=case_name,
        before=before or "",
        after=after or "",
        previous_digest=bytes(head.digest),
    )
    row.digest = _digest(row)
    row.save(force_insert=True)
    AuditHead.objects.filter(pk=1).update(newest=row.number, digest=row.digest)


def verify_chain() -> int:
    """Return how many rows there are. Raises `ChainBroken` when one does not fit."""
    previous, number = NOTHING_YET, 0
    for row in AuditRow.objects.order_by("number").iterator():
        number += 1
        if (
            row.number != number
            or bytes(row.previous_digest) != previous
            or bytes(row.digest) != _digest(row)
        ):
            raise ChainBroken(number)
        previous = bytes(row.digest)
    head = AuditHead.objects.filter(pk=1).first()
    newest, digest = (head.newest, bytes(head.digest)) if head else (0, NOTHING_YET)
    if (newest, digest) != (number, previous):
        raise ChainBroken(number + 1)
    return number


def _digest(row: AuditRow) -> bytes:
    on: date = row.on
    told = [row.number, on.isoformat(), row.actor, row.verb, row.case_name, row.before, row.after]
    return hashlib.sha256(bytes(row.previous_digest) + json.dumps(told).encode()).digest()
