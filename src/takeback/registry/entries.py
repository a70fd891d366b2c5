"""Put pictures' fingerprints in force, keep them there, suspend them, withdraw them."""

import base64
import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from takeback.fingerprint.picture import MIN_QUALITY
from takeback.fingerprint.value import Fingerprint, ViewFingerprint
from takeback.matching.guard import TooCommon, is_by_looks, leave_out_common
from takeback.registry.feed import FOR_EVERYBODY
from takeback.registry.models import Counter, Entry, EntryFingerprint, State, Suspension
from takeback.registry.numbers import hold_counter, take_numbers
from takeback.registry.refused import Refused

# Two years from the latest visit: a file can turn up long after everybody had hoped it was gone.
IN_FORCE_FOR = timedelta(days=730)
ORIGIN_BYTES = 16
PUBLIC_ID_BYTES = 16
IN_FORCE = (State.ACTIVE, State.SUSPENDED)
# Of one picture: a video has 600 frames and two digests, a picture some ninety views.
MOST_FINGERPRINTS = 640

Content = frozenset[ViewFingerprint]


@dataclass(frozen=True)
class NewPicture:
    """What a device made of one picture or video: its fingerprints, its quality from 0 to 100.

    Of a video the quality is that of its best frame. One that is listed as a file only, by its
    digests, needs none.
    """

    fingerprints: tuple[ViewFingerprint, ...]
    quality: int


@transaction.atomic
def put_in_force(origin: bytes, pictures: Sequence[NewPicture], *, now: datetime) -> list[str]:
    """Ask partners to look for these pictures; return an entry id for each, in the same order.

    A picture that is given twice, now or earlier, has one entry, and its id stands twice in the
    answer. Two cases may register the same picture: each has its own entry, and neither learns of
    the other. Views that are near a common harmless picture are left out. Raises `Refused` when a
    picture's quality is too low to be told from others (`too_plain`), or when it is one of the
    common ones (`too_common`).
    """
    if len(origin) != ORIGIN_BYTES:
        raise ValueError(f"{len(origin)} bytes; an origin has {ORIGIN_BYTES}")
    contents = _contents(pictures)
    counter = hold_counter()
    ids = _ids_in_force(origin, contents)
    new = [content for content in dict.fromkeys(contents) if content not in ids]
    entries = Entry.objects.bulk_create(_new_entries(counter, origin, len(new), now=now))
    EntryFingerprint.objects.bulk_create(
        _row(entry, fingerprint)
        for entry, content in zip(entries, new, strict=True)
        for fingerprint in sorted(content, key=_place)
    )
    ids |= {content: entry.public_id for entry, content in zip(entries, new, strict=True)}
    return [ids[content] for content in contents]


def ids_in_force(origin: bytes, pictures: Sequence[NewPicture]) -> list[str]:
    """Return the entry id of each of these pictures, all of which this origin has in force."""
    contents = _contents(pictures)
    ids = _ids_in_force(origin, contents)
    return [ids[content] for content in contents]


@transaction.atomic
def renew(origin: bytes, *, now: datetime) -> int:
    """Keep this origin's entries in force for two years from now; return how many there are.

    Partners need not know: nothing that they see changes.
    """
    hold_counter()
    until = (now + IN_FORCE_FOR).date()
    in_force = Entry.objects.filter(origin=origin, state__in=IN_FORCE)
    return in_force.update(in_force_until=until)


@transaction.atomic
def withdraw(origin: bytes, *, now: datetime) -> int:
    """Delete this origin's fingerprints; return how many entries were in force until now.

    What stays is a tombstone, from which partners learn to drop the entry.
    """
    counter = hold_counter()
    entries = Entry.objects.filter(origin=origin, state__in=IN_FORCE).order_by("pk")
    return withdraw_entries(counter, entries, now=now)


@transaction.atomic
def forget_origin(origin: bytes, *, now: datetime) -> int:
    """Withdraw what is in force, then cut the link: nobody can tell which case it was.

    Returns how many tombstones were cut loose.
    """
    withdraw(origin, now=now)
    return Entry.objects.filter(origin=origin).update(origin=None)


@transaction.atomic
def suspend(entry_id: str, *, reason: str = Suspension.BY_HAND, now: datetime) -> None:
    """Stop asking partners to look for an entry until somebody has checked it.

    Its fingerprints are kept, but leave the feed. Raises `Refused` when the entry is unknown
    (`entry_unknown`) or not active (`not_active`).
    """
    counter = hold_counter()
    entry = _entry(entry_id, State.ACTIVE, "not_active")
    entry.state = State.SUSPENDED
    entry.suspension = Suspension(reason)
    _number(counter, [entry], now=now)
    entry.left_sequence = entry.sequence
    entry.save(update_fields=["state", "suspension", "sequence", "left_sequence", "changed_on"])


@transaction.atomic
def resume(entry_id: str, *, now: datetime) -> None:
    """Put a suspended entry back in force: somebody has checked it.

    Answers received so far no longer count towards suspending it. Raises `Refused` when the
    entry is unknown (`entry_unknown`) or not suspended (`not_suspended`).
    """
    counter = hold_counter()
    entry = _entry(entry_id, State.SUSPENDED, "not_suspended")
    entry.state = State.ACTIVE
    entry.suspension = Suspension.NONE
    entry.reviewed_at = now
    _number(counter, [entry], now=now)
    entry.listed_sequence = entry.sequence
    entry.left_sequence = None
    numbers = ["sequence", "listed_sequence", "left_sequence"]
    entry.save(update_fields=["state", "suspension", "reviewed_at", "changed_on", *numbers])


def withdraw_entries(counter: Counter, chosen: Iterable[Entry], *, now: datetime) -> int:
    """Turn entries in force into tombstones; `counter` is held by the caller."""
    entries = list(chosen)
    EntryFingerprint.objects.filter(entry__in=entries).delete()
    _number(counter, entries, now=now)
    for entry in entries:
        entry.state = State.WITHDRAWN
        entry.suspension = Suspension.NONE
        entry.left_sequence = entry.left_sequence or entry.sequence
    changed = ["state", "suspension", "sequence", "left_sequence", "changed_on"]
    Entry.objects.bulk_update(entries, changed)
    return len(entries)


def _contents(pictures: Sequence[NewPicture]) -> list[Content]:
    """Return what is listed of each picture. Raises as `put_in_force` does."""
    return [
        frozenset(_listable(picture, number)) for number, picture in enumerate(pictures, start=1)
    ]


def _listable(picture: NewPicture, number: int) -> list[ViewFingerprint]:
    places = [_place(fingerprint) for fingerprint in picture.fingerprints]
    if len(set(places)) != len(places):
        raise ValueError(f"picture {number} gives a view twice; give each view once a recipe")
    if len(places) > MOST_FINGERPRINTS:
        raise ValueError(
            f"picture {number} has {len(places)} fingerprints; one has at most {MOST_FINGERPRINTS}"
        )
    if not any(recipe in FOR_EVERYBODY for recipe, _ in places):
        raise ValueError(f"picture {number} has no fingerprint for everybody; give at least one")
    if is_by_looks(picture.fingerprints) and picture.quality < MIN_QUALITY:
        raise Refused(
            "too_plain",
            f"picture {number} has quality {picture.quality}; below {MIN_QUALITY} it cannot "
            "be told from other pictures, so leave it out",
            field=f"pictures.{number - 1}",
        )
    try:
        return leave_out_common(picture.fingerprints)
    except TooCommon:
        raise Refused(
            "too_common",
            f"picture {number}: every phone has pictures like this one, such as a blank screen or "
            "a logo, and looking for it would find everybody's; leave it out",
            field=f"pictures.{number - 1}",
        ) from None


def _ids_in_force(origin: bytes, contents: Sequence[Content]) -> dict[Content, str]:
    """Return the ids of those contents that this origin has in force already."""
    # Any one of a content's fingerprints finds the few entries that may be it.
    marks = [bytes.fromhex(min(content, key=_place).fingerprint.hex) for content in contents]
    maybe = EntryFingerprint.objects.filter(
        entry__origin=origin, entry__state__in=IN_FORCE, bits__in=marks
    )
    rows = EntryFingerprint.objects.filter(entry__in=maybe.values("entry"))
    found: dict[str, set[ViewFingerprint]] = defaultdict(set)
    for entry, recipe, view, bits in rows.values_list("entry__public_id", "recipe", "view", "bits"):
        found[entry].add(ViewFingerprint(view, Fingerprint(recipe, int.from_bytes(bits))))
    return {frozenset(content): entry for entry, content in found.items()}


def _new_entries(counter: Counter, origin: bytes, count: int, *, now: datetime) -> list[Entry]:
    numbers = take_numbers(counter, count)
    return [
        Entry(
            public_id=_make_public_id(),
            origin=origin,
            sequence=number,
            listed_sequence=number,
            changed_on=now.date(),
            in_force_until=(now + IN_FORCE_FOR).date(),
        )
        for number in numbers
    ]


def _make_public_id() -> str:
    """Return 128 random bits as 26 letters and digits."""
    return base64.b32encode(secrets.token_bytes(PUBLIC_ID_BYTES)).decode().rstrip("=").lower()


def _place(fingerprint: ViewFingerprint) -> tuple[str, str]:
    return fingerprint.fingerprint.recipe, fingerprint.view


def _row(entry: Entry, fingerprint: ViewFingerprint) -> EntryFingerprint:
    recipe, view = _place(fingerprint)
    bits = bytes.fromhex(fingerprint.fingerprint.hex)
    return EntryFingerprint(entry=entry, recipe=recipe, view=view, bits=bits)


def _entry(entry_id: str, state: State, otherwise: str) -> Entry:
    entry = Entry.objects.filter(public_id=entry_id).first()
    if entry is None:
        raise Refused("entry_unknown", "no entry has this id; ids come from the feed")
    if entry.state != state:
        raise Refused(otherwise, f"the entry is {entry.state}; this needs it to be {state.value}")
    return entry


def _number(counter: Counter, entries: Sequence[Entry], *, now: datetime) -> None:
    numbers = take_numbers(counter, len(entries))
    for entry, number in zip(entries, numbers, strict=True):
        entry.sequence = number
        entry.changed_on = now.date()
