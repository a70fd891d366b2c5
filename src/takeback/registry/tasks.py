"""Work nobody waits for: entries whose time is over, and the lookup's snapshot."""

from datetime import datetime

from django.db import transaction

from takeback.registry.entries import IN_FORCE, withdraw_entries
from takeback.registry.lookup import the_lookup
from takeback.registry.models import Entry
from takeback.registry.numbers import hold_counter

BATCH = 200  # entries a transaction; writers wait for it, so it stays well under a second


def lapse_entries(now: datetime) -> int:
    """Withdraw entries that were in force until yesterday or earlier; return how many.

    Each batch is all or nothing, and what a crash leaves is taken up by the next run.
    """
    lapsed = 0
    while batch := _lapse_batch(now):
        lapsed += batch
    return lapsed


def keep_lookup_snapshot(now: datetime) -> int:
    """Write the lookup's snapshot again if it is worth it; return 1 if it was written, 0 if not.

    It always is when fingerprints have left the list: so none stays in the file longer than from
    one run to the next.
    """
    del now
    return int(the_lookup().keep_snapshot())


@transaction.atomic
def _lapse_batch(now: datetime) -> int:
    counter = hold_counter()
    over = Entry.objects.filter(state__in=IN_FORCE, in_force_until__lt=now.date())
    return withdraw_entries(counter, over.order_by("pk")[:BATCH], now=now)
