"""Partners' answers: stored once, read by `cases`, and heeded when they agree that we are wrong."""

from datetime import datetime

from django.db import transaction

from takeback.jobs.queue import enqueue
from takeback.registry.entries import suspend
from takeback.registry.models import Entry, Feedback, NoteCode, Outcome, Partner, State, Suspension
from takeback.registry.numbers import hold_counter
from takeback.registry.partners import hold_partner
from takeback.registry.refused import Refused

MOST_COPIES = 1_000_000
# How many partners must say `not_this` before an entry is suspended: one may be mistaken.
DISAGREEING_PARTNERS = 2
FOUND = (Outcome.SEEN, Outcome.REMOVED, Outcome.BLOCKED)


@transaction.atomic
def take_feedback(  # noqa: PLR0913 - each is a field of the documented answer
    partner: Partner,
    entry_id: str,
    *,
    outcome: str,
    count: int = 1,
    note_code: str | None = None,
    idempotency_key: str | None = None,
    now: datetime,
) -> Feedback:
    """Store a partner's answer and see that the visitor learns of it.

    An answer about a withdrawn entry is taken too: the partner may have acted before it learnt.
    The same key with the same answer is stored once. Raises `Refused` for an unknown entry
    (`entry_unknown`) and for a key that came with another answer (`idempotency_conflict`), and
    `ValueError` for an outcome, count or note that is not documented.
    """
    answer = _parse(outcome, count, note_code)
    hold_partner(partner)
    if answer.outcome == Outcome.NOT_THIS:
        # Held before the entry is read: of two partners who disagree at once, the second sees the
        # first one's answer.
        hold_counter()
    entry = Entry.objects.filter(public_id=entry_id).first()
    if entry is None:
        raise Refused("entry_unknown", "no entry has this id; ids come from the feed")
    answer.partner, answer.entry = partner, entry
    answer.idempotency_key, answer.received_at = idempotency_key, now
    before = _answer_before(answer)
    if before is not None:
        return before
    answer.save(force_insert=True)
    if answer.outcome == Outcome.NOT_THIS and _is_disputed(entry):
        suspend(entry.public_id, reason=Suspension.DISAGREEMENT, now=now)
        entry.refresh_from_db()
    enqueue("carry_feedback")
    return answer


def _parse(outcome: str, count: int, note_code: str | None) -> Feedback:
    if not 1 <= count <= MOST_COPIES:
        raise ValueError(f"a count of {count}; it accepts 1 to {MOST_COPIES}")
    note = None if note_code is None else NoteCode(note_code)
    return Feedback(outcome=Outcome(outcome), count=count, note_code=note)


def _answer_before(answer: Feedback) -> Feedback | None:
    """Return the answer stored under the same key, or `None`.

    Raises `Refused` when it is another answer.
    """
    if answer.idempotency_key is None:
        return None
    before = Feedback.objects.filter(
        partner=answer.partner, idempotency_key=answer.idempotency_key
    ).first()
    if before is not None and _said(before) != _said(answer):
        raise Refused(
            "idempotency_conflict",
            "this Idempotency-Key came with another answer before; use a new one for each answer",
        )
    return before


def _said(answer: Feedback) -> tuple[int, str, int, str | None]:
    return answer.entry_id, answer.outcome, answer.count, answer.note_code


def _is_disputed(entry: Entry) -> bool:
    """Tell whether enough partners say "not this", and none has found the picture.

    Answers from before a person last looked at the entry do not count.
    """
    if entry.state != State.ACTIVE:
        return False
    answers = Feedback.objects.filter(entry=entry)
    if entry.reviewed_at is not None:
        answers = answers.filter(received_at__gt=entry.reviewed_at)
    if answers.filter(outcome__in=FOUND).exists():
        return False
    disagreeing = answers.filter(outcome=Outcome.NOT_THIS).values("partner").distinct().count()
    return disagreeing >= DISAGREEING_PARTNERS
