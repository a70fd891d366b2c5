"""Who has collected what. Coming back with a cursor says: I have everything up to it."""

from datetime import datetime

from django.db import transaction

from takeback.registry.feed import read_cursor
from takeback.registry.models import Collection, Entry, Partner
from takeback.registry.partners import hold_partner


def note_collection(partner: Partner, cursor: str, *, now: datetime) -> None:
    """Keep the day on which `partner` first came back with `cursor`, if it is news.

    A busy partner asks every minute, and most of the time there is no news: then nothing is
    written.
    """
    reached = read_cursor(cursor).sequence
    if not _reached_before(partner, reached):
        _note(partner, reached, now=now)


def _reached_before(partner: Partner, reached: int) -> bool:
    rows = Collection.objects.filter(partner=partner, up_to_sequence__gte=reached)
    return reached == 0 or rows.exists()


@transaction.atomic
def _note(partner: Partner, reached: int, *, now: datetime) -> None:
    """Write a row a day: a later cursor takes the place of an earlier one of the same day.

    The two stay apart when an entry left the list between them: the earlier one proves that the
    partner had that entry, the later one does not.
    """
    hold_partner(partner)
    if _reached_before(partner, reached):  # another request of the partner was first
        return
    latest = Collection.objects.filter(partner=partner).order_by("up_to_sequence").last()
    if latest is None or latest.on != now.date() or _left_between(latest, reached):
        Collection.objects.create(partner=partner, on=now.date(), up_to_sequence=reached)
        return
    latest.up_to_sequence = reached
    latest.save(update_fields=["up_to_sequence"])


def _left_between(latest: Collection, reached: int) -> bool:
    return Entry.objects.filter(
        left_sequence__gt=latest.up_to_sequence, left_sequence__lte=reached
    ).exists()
