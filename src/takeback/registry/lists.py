"""What can be read about entries: by `cases` about its own, by the operator about disputed ones."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q, Sum

from takeback.registry.models import Collection, Entry, Feedback, Partner, PartnerKey, State


@dataclass(frozen=True)
class EntryLine:
    """An entry: its public id, its state, and the day of its latest change."""

    entry: str
    state: str
    changed_on: date


@dataclass(frozen=True)
class PartnerProgress:
    """How far a partner is with one origin's entries.

    `collected_on` is the first day on which it is known to have had all of them; `told_on` the
    first day on which it is known to have learnt that they were withdrawn. `None`: not yet, as
    far as we know.
    """

    partner: str
    collected_on: date | None
    told_on: date | None


@dataclass(frozen=True)
class AnswerLine:
    """What a partner answered about an entry, and for how many copies in all."""

    partner: str
    outcome: str
    count: int


@dataclass(frozen=True)
class SuspendedLine:
    """A suspended entry, why and since when, and what partners answered about it."""

    entry: str
    reason: str
    suspended_on: date
    answers: tuple[AnswerLine, ...]


def partners_taking_part() -> list[str]:
    """Return the names of the partners that can collect the list now, in order."""
    live_keys = PartnerKey.objects.filter(revoked_on=None)
    partners = Partner.objects.filter(keys__in=live_keys).distinct().order_by("folded_name")
    return [partner.name for partner in partners]


def suspended_entries() -> list[SuspendedLine]:
    """Return the suspended entries, longest suspended first; their answers by partner."""
    entries = Entry.objects.filter(state=State.SUSPENDED).order_by("sequence")
    return [
        SuspendedLine(entry.public_id, entry.suspension, entry.changed_on, _answers_about(entry))
        for entry in entries
    ]


def _answers_about(entry: Entry) -> tuple[AnswerLine, ...]:
    sums = (
        Feedback.objects.filter(entry=entry)
        .values_list("partner__name", "outcome")
        .annotate(copies=Sum("count"))
        .order_by("partner__folded_name", "outcome")
    )
    return tuple(AnswerLine(partner, outcome, count) for partner, outcome, count in sums)


def entries_of(origin: bytes) -> list[EntryLine]:
    """Return this origin's entries in the order in which they were put in force."""
    entries = Entry.objects.filter(origin=origin).order_by("pk")
    return [EntryLine(entry.public_id, entry.state, entry.changed_on) for entry in entries]


def progress_of(origin: bytes) -> list[PartnerProgress]:
    """Return every partner with a live key, or that had or answered these entries, by name."""
    entries = list(Entry.objects.filter(origin=origin))
    collected = _collected(entries)
    told = _told(entries)
    live_keys = PartnerKey.objects.filter(revoked_on=None)
    known = Q(keys__in=live_keys) | Q(pk__in=collected) | Q(feedback__entry__in=entries)
    partners = Partner.objects.filter(known).distinct().order_by("folded_name")
    return [
        PartnerProgress(partner.name, collected.get(partner.pk), told.get(partner.pk))
        for partner in partners
    ]


def _collected(entries: list[Entry]) -> dict[int, date]:
    """Return partner -> the first day with a cursor from which all entries were in its list."""
    if not entries:
        return {}
    asked_for = [entry for entry in entries if entry.state == State.ACTIVE] or entries
    reached = Q(up_to_sequence__gte=max(entry.listed_sequence for entry in asked_for))
    left = [entry.left_sequence for entry in asked_for if entry.left_sequence is not None]
    if left:
        reached &= Q(up_to_sequence__lt=min(left))
    return _first_days(reached)


def _told(entries: list[Entry]) -> dict[int, date]:
    if not entries or any(entry.state != State.WITHDRAWN for entry in entries):
        return {}
    return _first_days(Q(up_to_sequence__gte=max(entry.sequence for entry in entries)))


def _first_days(reached: Q) -> dict[int, date]:
    rows = Collection.objects.filter(reached).values_list("partner").annotate(first=Min("on"))
    return dict(rows.order_by())
