"""What changed since a cursor: each entry once, at its latest change, oldest change first.

A partner that applies every page in order holds what the registry holds:

- Numbers are committed in their order (`numbers.py`), so nothing appears behind a cursor.
- An entry that changes moves to the end, so a page may leave it out and a later page has it.
- Without a cursor a partner starts from nothing. Entries that were withdrawn before it started
  are left out, on every page of that first run: it never had them. Those withdrawn since are told.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from takeback.registry.models import Counter, Entry, EntryFingerprint, State
from takeback.registry.numbers import read_counter
from takeback.registry.refused import Refused

MOST_CHANGES = 5000  # a page; 3.4 MB of JSON with five views a picture
CURSOR_PATTERN = r"^[0-9a-f]{8}-(0|[1-9][0-9]{0,17})(-[1-9][0-9]{0,17})?$"


class CursorNotReadable(ValueError):
    """Text that this or any other registry never gave out as a cursor."""


@dataclass(frozen=True)
class Cursor:
    """How far a partner has come.

    `start` is the newest number at the moment when a partner began from nothing, while it is
    still behind it; 0 otherwise.
    """

    registry: str
    sequence: int
    start: int = 0

    def __str__(self) -> str:
        text = f"{self.registry}-{self.sequence}"
        return f"{text}-{self.start}" if self.start > self.sequence else text


@dataclass(frozen=True)
class ListedFingerprint:
    """A fingerprint as partners read it: `bits` in lower-case hexadecimal."""

    recipe: str
    bits: str
    view: str


@dataclass(frozen=True)
class Change:
    """An entry as it is now. Only an active one has fingerprints."""

    entry: str
    state: str
    fingerprints: tuple[ListedFingerprint, ...]
    assurance: str
    changed_on: date


@dataclass(frozen=True)
class FeedPage:
    """Some changes, the cursor to come back with, and whether more is waiting already."""

    changes: tuple[Change, ...]
    cursor: str
    more: bool


def read_cursor(text: str) -> Cursor:
    """Return the cursor. Raises `CursorNotReadable` for text that cannot be one."""
    if not re.fullmatch(CURSOR_PATTERN, text):
        raise CursorNotReadable("not a cursor; send back the one from the last page as it is")
    registry, sequence, *start = text.split("-")
    return Cursor(registry, int(sequence), int(start[0]) if start else 0)


def changes_since(cursor: str | None, *, limit: int) -> FeedPage:
    """Return up to `limit` changes after `cursor`; `None` starts from nothing.

    Raises `CursorNotReadable` for text that cannot be a cursor, and `Refused` (`cursor_unknown`)
    for one of another registry, or from after the moment to which this registry was restored.
    """
    if not 1 <= limit <= MOST_CHANGES:
        raise ValueError(f"a limit of {limit}; a page has 1 to {MOST_CHANGES} changes")
    # Read before the entries: all that it counts is committed, so the entries show it.
    counter = read_counter()
    if cursor is None:
        since = Cursor(counter.registry, 0, counter.newest)
    else:
        since = _known_cursor(cursor, counter)
    entries = list(_entries_after(since)[: limit + 1])
    more = len(entries) > limit
    entries = entries[:limit]
    reached = entries[-1].sequence if entries else since.sequence
    if not more:
        reached = max(reached, counter.newest)
    return FeedPage(
        changes=_changes(entries, since.sequence),
        cursor=str(Cursor(counter.registry, reached, since.start)),
        more=more,
    )


def _known_cursor(text: str, counter: Counter) -> Cursor:
    cursor = read_cursor(text)
    if cursor.registry != counter.registry or max(cursor.sequence, cursor.start) > counter.newest:
        raise Refused(
            "cursor_unknown",
            "this registry did not give out this cursor; "
            "start again without a cursor and replace your list",
        )
    return cursor


def _entries_after(since: Cursor) -> QuerySet[Entry]:
    never_had = Q(state=State.WITHDRAWN, sequence__lte=since.start)
    return Entry.objects.filter(~never_had, sequence__gt=since.sequence).order_by("sequence")


def _changes(entries: list[Entry], after: int) -> tuple[Change, ...]:
    if not entries:
        return ()
    listed = _fingerprints(after, entries[-1].sequence)
    return tuple(
        Change(
            entry=entry.public_id,
            state=entry.state,
            fingerprints=tuple(listed.get(entry.pk, ())),
            assurance=entry.assurance,
            changed_on=entry.changed_on,
        )
        for entry in entries
        # An active entry without fingerprints changed between our two reads: a later page has it.
        if entry.state != State.ACTIVE or entry.pk in listed
    )


def _fingerprints(after: int, last: int) -> dict[int, list[ListedFingerprint]]:
    rows = EntryFingerprint.objects.filter(
        entry__sequence__gt=after, entry__sequence__lte=last, entry__state=State.ACTIVE
    ).order_by("pk")
    listed = defaultdict(list)
    for entry, recipe, bits, view in rows.values_list("entry_id", "recipe", "bits", "view"):
        listed[entry].append(ListedFingerprint(recipe, bytes(bits).hex(), view))
    return dict(listed)
