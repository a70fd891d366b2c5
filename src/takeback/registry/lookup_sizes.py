"""How much there is to look up, for whoever watches the service."""

from datetime import date

from takeback.registry.models import Entry, EntryFingerprint, State


def how_many_listed(recipe: str) -> int:
    """Return how many fingerprints of this recipe are in force."""
    return EntryFingerprint.objects.filter(recipe=recipe, entry__state=State.ACTIVE).count()


def latest_change_on() -> date | None:
    """Return the day of the list's latest change; `None` while there was none."""
    return Entry.objects.order_by("-sequence").values_list("changed_on", flat=True).first()
