"""What the lookup reads in the database: which number is newest, what is listed, who is active."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import QuerySet

from takeback.registry.models import Entry, EntryFingerprint, State
from takeback.registry.numbers import read_counter

# A frame of a video is no proof of the video, so frames are not looked up one by one.
BY_LOOKS = "pdq-1"
FILES = ("md5", "sha256")
LOOKED_UP = (BY_LOOKS, *FILES)
ROW_BYTES = 32
BATCH = 20_000  # rows read at once: 3 MB
IDS_A_QUESTION = 500  # SQLite takes at most 999 values in one

_NEWEST = "SELECT registry, newest FROM registry_counter WHERE id = 1"
_NAMES = "SELECT id, public_id FROM registry_entry WHERE state = %s AND id IN ({})"

Row = tuple[int, str, str, bytes | memoryview]
Item = TypeVar("Item")


@dataclass(frozen=True)
class Reached:
    """How far something is: the registry, and the number of its newest change."""

    registry: str
    sequence: int


@dataclass(frozen=True)
class Listed:
    """Fingerprints as the index takes them: rows of 32 bytes, each with its entry and its tag."""

    bits: npt.NDArray[np.uint8]
    entries: npt.NDArray[np.int64]
    tags: npt.NDArray[np.uint16]


@dataclass
class Views:
    """Recipe and view by tag. A tag, once given, is never given another meaning."""

    names: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._tags = {name: tag for tag, name in enumerate(self.names)}

    def tag(self, recipe: str, view: str) -> int:
        """Return the tag of a view; a new view gets the next one."""
        name = (recipe, view)
        if name not in self._tags:
            # In this order: who reads the tag finds the name.
            self.names.append(name)
            self._tags[name] = len(self.names) - 1
        return self._tags[name]


def newest() -> Reached:
    """Return the registry's id and its newest committed number.

    Asked before each lookup, so it goes past the object layer: 8 microseconds instead of 90.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST)
        row = cursor.fetchone()
    if row is None:  # nothing was ever put in force
        counter = read_counter()
        return Reached(counter.registry, counter.newest)
    return Reached(*row)


def all_listed(views: Views) -> Iterator[Listed]:
    """Yield every active entry's fingerprints that are looked up, many at a time."""
    return _active(EntryFingerprint.objects.all(), views)


def changed_between(after: int, up_to: int) -> list[int]:
    """Return the entries with a latest change after the one number and up to the other."""
    changed = Entry.objects.filter(sequence__gt=after, sequence__lte=up_to)
    return list(changed.order_by("sequence").values_list("pk", flat=True))


def listed_between(after: int, up_to: int, views: Views) -> Iterator[Listed]:
    """Yield the fingerprints of those of these entries that are active, many at a time."""
    rows = EntryFingerprint.objects.filter(entry__sequence__gt=after, entry__sequence__lte=up_to)
    return _active(rows, views)


def active_names(entries: Collection[int]) -> dict[int, str]:
    """Return the public ids of those of these entries that are active now.

    Asked at each match; past the object layer too: 30 microseconds instead of 250.
    """
    names: dict[int, str] = {}
    with connection.cursor() as cursor:
        for some in _batches(entries, IDS_A_QUESTION):
            # Nothing but placeholders is put in.
            cursor.execute(
                _NAMES.format(", ".join(["%s"] * len(some))), [State.ACTIVE.value, *some]
            )
            names |= dict(cursor.fetchall())
    return names


def row_of(recipe: str, bits: bytes) -> bytes:
    """Return the 32 bytes under which a fingerprint is indexed.

    A digest is digested once more: MD5 fills a row then, and no digest lies near a picture.
    """
    if recipe == BY_LOOKS:
        return bits
    return hashlib.blake2b(bits, digest_size=ROW_BYTES, person=recipe.encode()).digest()


def _active(rows: QuerySet[EntryFingerprint], views: Views) -> Iterator[Listed]:
    rows = rows.filter(entry__state=State.ACTIVE, recipe__in=LOOKED_UP)
    columns = rows.order_by("pk").values_list("entry_id", "recipe", "view", "bits")
    return _as_arrays(columns.iterator(chunk_size=BATCH), views)


def _as_arrays(rows: Iterable[Row], views: Views) -> Iterator[Listed]:
    for some in _batches(rows, BATCH):
        data = b"".join(row_of(recipe, bytes(bits)) for _, recipe, _, bits in some)
        yield Listed(
            np.frombuffer(data, np.uint8).reshape(-1, ROW_BYTES),
            np.array([entry for entry, _, _, _ in some], np.int64),
            np.array([views.tag(recipe, view) for _, recipe, view, _ in some], np.uint16),
        )


def _batches(items: Iterable[Item], size: int) -> Iterator[Sequence[Item]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
