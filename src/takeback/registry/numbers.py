"""The numbers of changes: one after the other, in the order in which changes are committed.

A plain database sequence would not do: it hands out 7 and 8, commits 8 first, and a reader whose
cursor has passed 8 never sees 7.
"""

import secrets

from takeback.registry.models import Counter

ONLY_ROW = 1
REGISTRY_BYTES = 4


def read_counter() -> Counter:
    """Return the registry's id and its newest committed number, without waiting for writers."""
    counter = Counter.objects.filter(pk=ONLY_ROW).first()
    return counter or _create_counter()


def hold_counter() -> Counter:
    """Return the counter, held by the caller's transaction until it ends.

    Every change of an entry begins here, before it touches any entry: so numbers are committed
    in their order, changes never overlap, and two of them cannot wait for each other. SQLite
    has no row locks; there a transaction holds the whole file from its start.
    """
    counter = Counter.objects.select_for_update().filter(pk=ONLY_ROW).first()
    if counter is not None:
        return counter
    _create_counter()
    return Counter.objects.select_for_update().get(pk=ONLY_ROW)


def take_numbers(counter: Counter, count: int) -> range:
    """Return the next `count` numbers. `counter` comes from `hold_counter`."""
    first = counter.newest + 1
    counter.newest += count
    counter.save(update_fields=["newest"])
    return range(first, first + count)


def _create_counter() -> Counter:
    # Two first requests at once: the second one's row is dropped, and both read the first one's.
    row = Counter(pk=ONLY_ROW, registry=secrets.token_hex(REGISTRY_BYTES))
    Counter.objects.bulk_create([row], ignore_conflicts=True)
    return Counter.objects.get(pk=ONLY_ROW)
