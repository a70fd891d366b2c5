"""Puts a list into a registry's database: `python -m bench.lookup.filling DATA LIST`, prints a key.

Goes past the registry's own ways, which would take a transaction for each of 100,000 people.
"""

import base64
import sys
from datetime import timedelta
from pathlib import Path

import numpy as np

from takeback.cli.set_up import create_instance, migrate

ROWS = 5000  # written at once


def main() -> None:
    """Create the instance, an entry for each fingerprint, and a partner."""
    data, path = Path(sys.argv[1]), Path(sys.argv[2])
    create_instance(data)
    migrate()
    # Here and not above: models can be imported only when the settings are loaded.
    from django.db import transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from takeback.registry.models import Entry, EntryFingerprint  # noqa: PLC0415
    from takeback.registry.numbers import hold_counter, take_numbers  # noqa: PLC0415
    from takeback.registry.partners import add_partner  # noqa: PLC0415

    now, listed = timezone.now(), np.load(path)
    with transaction.atomic():
        numbers = take_numbers(hold_counter(), len(listed))
        entries = [
            Entry(
                public_id=base64.b32encode(number.to_bytes(16)).decode().rstrip("=").lower(),
                origin=bytes(16),
                sequence=number,
                listed_sequence=number,
                changed_on=now.date(),
                in_force_until=now.date() + timedelta(days=700),
            )
            for number in numbers
        ]
        made = Entry.objects.bulk_create(entries, batch_size=ROWS)
        EntryFingerprint.objects.bulk_create(
            (
                EntryFingerprint(entry=entry, recipe="pdq-1", view="whole", bits=bits.tobytes())
                for entry, bits in zip(made, listed, strict=True)
            ),
            batch_size=ROWS,
        )
    _, key = add_partner("Bench", now=now)
    print(key)


if __name__ == "__main__":
    main()
