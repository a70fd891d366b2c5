"""The database was put back from a backup: partners may be ahead of it.

A cursor beyond the newest number is recognised by that. But numbers grow: once they have passed it
again, the same cursor would be taken, and the changes made since the restore skipped.
"""

import secrets

from django.db import transaction

from takeback.registry.numbers import REGISTRY_BYTES, hold_counter


@transaction.atomic
def start_again() -> str:
    """Give the registry a new id and return it: no cursor given out before is known any more.

    Every partner is told so when it comes next, and replaces its list.
    """
    counter = hold_counter()
    counter.registry = secrets.token_hex(REGISTRY_BYTES)
    counter.save(update_fields=["registry"])
    return counter.registry
