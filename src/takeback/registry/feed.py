"""What changed since a cursor: each entry once, at its latest change, oldest change first.

A partner that applies every page in order holds what the registry holds:

- Numbers are committed in their order (`numbers.py`), so nothing appears behind a cursor.
- An entry that changes moves to the end, so a page may leave it out and a later page has it.
- A page holds up to so many entries and up to so many fingerprints, whichever comes first, so that
  it stays a few megabytes however many views a picture has.
- Without a cursor a partner starts from nothing. Entries that were withdrawn before it started
  are left out, on every page of that first run: it never had them. Those withdrawn since are told.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from takeback.registry.models import Counter, Entry, EntryFingerprint, State
from takeback.registry.numbers import read_counter
from takeback.registry.refused import Refused

MOST_CHANGES = 5000  # a page
# A page; 3.9 MB of JSON, or some 420 pictures with all their views, read in 0.2 s. More than one
# entry has.
MOST_FINGERPRINTS = 33_000
# What any matcher can compare; a partner that has ours is given the house recipe too.
FOR_EVERYBODY = ("pdq-1", "md5", "sha256", "vpdq-1")
FOR_OUR_MATCHER = (*FOR_EVERYBODY, "pdq-mean-1")
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


def changes_since(
    cursor: str | None,
    *,
    limit: int,
    recipes: Collection[str] = FOR_EVERYBODY,
    most_fingerprints: int = MOST_FINGERPRINTS,
) -> FeedPage:
    """Return up to `limit` changes after `cursor`; `None` starts from nothing.

    Fingerprints of other than the given recipes are left out, and the page ends before an entry
    that would bring it above `most_fingerprints`. Raises `CursorNotReadable` for text that cannot
    be a cursor, and `Refused` (`cursor_unknown`) for one of another registry, or from after the
    moment to which this registry was restored.
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
    listed, first_too_many = _fingerprints(entries, since, recipes, most=most_fingerprints)
    if first_too_many is not None:
        more = True
        entries = [entry for entry in entries if entry.sequence < first_too_many]
    reached = entries[-1].sequence if entries else since.sequence
    if not more:
        reached = max(reached, counter.newest)
    return FeedPage(
        changes=_changes(entries, listed),
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


def _changes(
    entries: list[Entry], listed: Mapping[int, list[ListedFingerprint]]
) -> tuple[Change, ...]:
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


def _fingerprints(
    entries: list[Entry], since: Cursor, recipes: Collection[str], *, most: int
) -> tuple[dict[int, list[ListedFingerprint]], int | None]:
    """Return the entries' fingerprints, and the number of the first entry that has no room.

    `None`: all have room. An entry without room is not among the fingerprints.
    """
    if not entries:
        return {}, None
    rows = EntryFingerprint.objects.filter(
        entry__sequence__gt=since.sequence,
        entry__sequence__lte=entries[-1].sequence,
        entry__state=State.ACTIVE,
        recipe__in=recipes,
    ).order_by("entry__sequence", "pk")
    columns = rows.values_list("entry__sequence", "entry_id", "recipe", "bits", "view")
    found = list(columns[: most + 1])
    first_too_many: int | None = found[-1][0] if len(found) > most else None
    listed = defaultdict(list)
    for sequence, entry, recipe, bits, view in found:
        if sequence != first_too_many:
            listed[entry].append(ListedFingerprint(recipe, bytes(bits).hex(), view))
    return dict(listed), first_too_many
