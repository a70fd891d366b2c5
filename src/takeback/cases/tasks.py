"""Work nobody waits for: answers carried to cases, and cases whose time is over."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from takeback.cases.actions import end, erase
from takeback.cases.lists import QUIET_FOR
from takeback.cases.models import Case, CaseNews, What
from takeback.cases.status import Actor, Status
from takeback.registry.feedback import MOST_COPIES
from takeback.registry.lists import entries_of
from takeback.registry.models import Feedback, State
from takeback.registry.refused import Refused

BATCH = 100  # answers a run; keeps one run under a second on the smallest server


def carry_feedback_to_cases(now: datetime) -> int:
    """Tell each case what partners answered; return how many answers were read.

    Marking an answer read and leaving its news happen together, so a crash neither loses news
    nor repeats it.
    """
    read = 0
    unread = Feedback.objects.filter(read_at=None).order_by("received_at", "pk")
    for feedback in unread.select_related("entry", "partner")[:BATCH]:
        with transaction.atomic():
            # Another worker may have been first.
            claimed = Feedback.objects.filter(pk=feedback.pk, read_at=None).update(read_at=now)
            if claimed:
                _leave_news(feedback)
                read += 1
    return read


def end_quiet_cases(now: datetime) -> int:
    """End cases that nobody came back to for 90 days, delete those that have nothing left.

    Returns how many cases were ended or deleted. A case that changes meanwhile is left for the
    next run.
    """
    quiet_since = now.date() - QUIET_FOR
    quiet = Case.objects.exclude(status=Status.ENDED).filter(last_moved_on__lte=quiet_since)
    ended = sum(_try(end, case, now=now) for case in quiet.order_by("pk"))
    spent = Case.objects.filter(status=Status.ENDED).order_by("pk")
    deleted = sum(_try(erase, case, now=now) for case in spent if not _has_entries_in_force(case))
    return ended + deleted


def _leave_news(feedback: Feedback) -> None:
    # The visitor may have erased the case since: then there is nobody to tell. An ended case has
    # had its answers blanked, and gets no new ones.
    origin = feedback.entry.origin
    if origin is None:
        return
    live = Case.objects.filter(origin=origin).exclude(status=Status.ENDED)
    for case in live.select_for_update():
        ids = [line.entry for line in entries_of(bytes(origin))]
        # The same answer on the same day is one line with their copies together: a partner that
        # answers for every copy, or floods us, leaves the page readable.
        answer = CaseNews(
            case=case,
            on=feedback.received_at.date(),
            what=What.ANSWER,
            partner=feedback.partner.name,
            outcome=feedback.outcome,
            picture=ids.index(feedback.entry.public_id) + 1,
            count=feedback.count,
        )
        same = _same_news(answer)
        before = same.values_list("count", flat=True).first()
        if before is None:
            answer.save(force_insert=True)
            continue
        same.update(count=min(before + feedback.count, MOST_COPIES))


def _same_news(answer: CaseNews) -> QuerySet[CaseNews]:
    return CaseNews.objects.filter(
        case=answer.case,
        on=answer.on,
        what=answer.what,
        partner=answer.partner,
        outcome=answer.outcome,
        picture=answer.picture,
    )


def _try(action: Callable[..., None], case: Case, *, now: datetime) -> bool:
    try:
        action(case, by=Actor.TIME, now=now)
    except Refused:  # somebody came back or erased it a moment ago
        return False
    return True


def _has_entries_in_force(case: Case) -> bool:
    return any(line.state != State.WITHDRAWN for line in entries_of(bytes(case.origin)))
