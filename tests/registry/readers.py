"""A partner as simple as can be: it applies page after page to a list of its own."""

from takeback.registry.feed import MOST_FINGERPRINTS, Change, changes_since
from takeback.registry.models import Entry, EntryFingerprint, State

List = dict[str, frozenset[tuple[str, str, str]]]


class Reader:
    """Keeps `list`, and notes every change it was given in `given`."""

    def __init__(self, *, most_fingerprints: int = MOST_FINGERPRINTS) -> None:
        self._most_fingerprints = most_fingerprints
        self.cursor: str | None = None
        self.list: List = {}
        self.given: list[Change] = []

    def read_page(self, limit: int = 3) -> bool:
        """Apply one page; tell whether more is waiting."""
        page = changes_since(self.cursor, limit=limit, most_fingerprints=self._most_fingerprints)
        assert len(page.changes) <= limit
        for change in page.changes:
            self._apply(change)
        self.cursor = page.cursor
        self.given.extend(page.changes)
        return page.more

    def read_all(self, limit: int = 3) -> None:
        """Apply pages until nothing more is waiting."""
        while self.read_page(limit):
            pass

    def _apply(self, change: Change) -> None:
        if change.state == "active":
            assert change.fingerprints
            self.list[change.entry] = frozenset(
                (listed.recipe, listed.view, listed.bits) for listed in change.fingerprints
            )
        else:
            assert not change.fingerprints
            self.list.pop(change.entry, None)


def active_list() -> List:
    """Return what every partner's list should be, read straight from the tables."""
    return {
        entry.public_id: frozenset(
            (row.recipe, row.view, bytes(row.bits).hex())
            for row in EntryFingerprint.objects.filter(entry=entry)
        )
        for entry in Entry.objects.filter(state=State.ACTIVE)
    }
