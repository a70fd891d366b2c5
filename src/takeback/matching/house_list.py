"""Entries ready to be searched: what is looked up, and what a find is verified with."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from takeback import _kernel
from takeback.fingerprint.picture import VIEWS
from takeback.matching.boxes import Boxes
from takeback.matching.efforts import LEAST_CELLS, SYMMETRIC
from takeback.matching.exact import WORDS, PackedList
from takeback.matching.listed_arrays import HOUSE, PLAIN, ListedArrays

BYTES = WORDS * 8
CELL = "cell"
UNKNOWN = -1

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class KnownViews:
    """The views whose place in the original is known, whatever its shape.

    Mirrored ones are not among them: queries are mirrored instead.
    Number n is called `names[n]` and shows `boxes[n]` of the original, all of it when `is_whole`;
    `numbers` finds it by recipe and name. `is_cell`: it is one of the 26 that are spread over
    every picture. `is_house`: its recipe is pdq-mean-1.
    """

    names: tuple[str, ...]
    boxes: Boxes
    is_whole: npt.NDArray[np.bool_]
    is_cell: npt.NDArray[np.bool_]
    is_house: npt.NDArray[np.bool_]
    numbers: dict[tuple[str, str], int]
    whole: int  # by pdq-mean-1
    plain_whole: int  # by pdq-1


@dataclass(frozen=True)
class HouseList:
    """Fingerprints side by side.

    Column n of `words` belongs to `entries[owners[n]]` and is its view `views[n]` of `known_views`.
    Entry e is verified with `checks[starts[e] : starts[e + 1]]`, its views `check_views`, if it
    `can_be_verified`: older entries have only what everybody is given, recipe pdq-1, which `plain`
    holds of all. `is_weak` says that there is little to tell an entry by: it looks like its own
    mirror image or turn, or most of it is plain. `numbers` says where each stands in the order
    listed; they increase.
    """

    entries: tuple[str, ...]
    numbers: Numbers
    words: npt.NDArray[np.uint64]
    owners: Numbers
    views: Numbers
    checks: npt.NDArray[np.uint8]
    check_views: Numbers
    starts: Numbers
    can_be_verified: npt.NDArray[np.bool_]
    is_weak: npt.NDArray[np.bool_]
    plain: PackedList

    def met(self, bits: npt.NDArray[np.uint8], limit: int) -> "HouseList":
        """Return entries among which are all that have anything within `limit` bits: all."""
        del bits, limit
        return self

    def to_refine(self) -> "HouseList":
        """Return entries among which are all that can be verified: all."""
        return self


@cache
def known_views() -> KnownViews:
    """Return the views that this version of the kernel knows the place of."""
    table = _kernel.view_boxes()
    rows = [(name, *row) for name, row in table.items() if not row[-1]]
    numbers = {(row[1], row[0]): number for number, row in enumerate(rows)}
    boxes = np.array([row[3:7] for row in rows], dtype=np.float32)
    is_house = np.array([row[1] == HOUSE for row in rows])
    is_all = (boxes == np.array([0, 0, 1, 1])).all(axis=1)
    return KnownViews(
        names=tuple(row[0] for row in rows),
        boxes=boxes,
        is_whole=is_all,
        is_cell=np.array([row[2] == CELL for row in rows], dtype=np.bool_),
        is_house=is_house,
        numbers=numbers,
        whole=int(np.flatnonzero(is_house & is_all)[0]),
        plain_whole=numbers[PLAIN, "whole"],
    )


def is_looked_up(recipe: str, view: str) -> bool:
    """Whether a picture's fingerprint is met by looking it up; cells only verify.

    They may be plainer than what is listed otherwise, and would meet anything.
    """
    known = known_views()
    number = known.numbers.get((recipe, view))
    return recipe in {PLAIN, HOUSE} and (number is None or not known.is_cell[number])


def open_house_list(rows: Iterable[tuple[str, str, str, bytes]]) -> HouseList:
    """Return a list ready to be searched, from (entry, recipe, view, bits) in the order listed.

    Of recipes other than pdq-1 and pdq-mean-1 nothing is taken. Raises `ValueError` when a
    fingerprint is not 32 bytes long. `join_arrays` takes what a list file gives, which is quicker.
    """
    of_recipe: dict[str, list[tuple[int, str, bytes]]] = {PLAIN: [], HOUSE: []}
    numbers: dict[str, int] = {}
    for entry, recipe, view, bits in rows:
        if recipe not in of_recipe:
            continue
        if len(bits) != BYTES:
            raise ValueError(f"{len(bits)} bytes; a {recipe} fingerprint has {BYTES}")
        of_recipe[recipe].append((numbers.setdefault(entry, len(numbers)), view, bits))
    entries = tuple(numbers)
    return join_arrays(_arrays(of_recipe[PLAIN], entries), _arrays(of_recipe[HOUSE], entries))


def join_arrays(plain: ListedArrays, house: ListedArrays) -> HouseList:
    """Return entries ready to be searched, from their fingerprints by pdq-1 and by pdq-mean-1.

    A view that this version does not know is looked up plainly, if by pdq-1, and else left out.
    """
    known = known_views()
    entry_of = dict(zip(plain.numbers.tolist(), plain.entries, strict=True))
    entry_of |= dict(zip(house.numbers.tolist(), house.entries, strict=True))
    numbers = np.array(sorted(entry_of), dtype=np.int64)
    entries = tuple(entry_of[number] for number in numbers.tolist())
    owners, views, bits = [], [], []
    for recipe, arrays in ((PLAIN, plain), (HOUSE, house)):
        names = [known.numbers.get((recipe, name), UNKNOWN) for name in arrays.names]
        known_as = np.array(names, dtype=np.int64)[arrays.views]
        is_known = known_as != UNKNOWN
        owners.append(np.searchsorted(numbers, arrays.numbers)[arrays.owners[is_known]])
        views.append(known_as[is_known])
        bits.append(arrays.bits[is_known])
    packed = PackedList(
        bits=as_words(plain.bits),
        owners=np.searchsorted(numbers, plain.numbers)[plain.owners],
        entries=entries,
        views=tuple(plain.names[view] for view in plain.views.tolist()),
    )
    joined = np.concatenate(owners)
    order = np.argsort(joined, kind="stable")
    return _house_list(
        (entries, numbers),
        joined[order],
        np.concatenate(views)[order],
        np.concatenate(bits)[order],
        packed,
    )


def as_words(bits: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    """Return (n, 32) bytes as four rows of n words."""
    return np.ascontiguousarray(np.ascontiguousarray(bits).view(np.uint64).reshape(-1, WORDS).T)


def _house_list(
    listed: tuple[tuple[str, ...], Numbers],
    owners: Numbers,
    views: Numbers,
    bits: npt.NDArray[np.uint8],
    plain: PackedList,
) -> HouseList:
    entries, numbers = listed
    known = known_views()
    has_house = np.zeros(len(entries), dtype=np.bool_)
    has_house[owners[views == known.whole]] = True
    # What is too plain as a whole may have parts all the same.
    can_be_verified = np.zeros(len(entries), dtype=np.bool_)
    can_be_verified[owners[known.is_house[views]]] = True
    # The whole by pdq-1 is looked up only where there is none by the house recipe.
    is_indexed = (views != known.plain_whole) | ~has_house[owners]
    is_indexed &= ~known.is_cell[views]
    cells = np.bincount(owners[known.is_cell[views]], minlength=len(entries))
    return HouseList(
        entries=entries,
        numbers=numbers,
        words=as_words(bits[is_indexed]),
        owners=owners[is_indexed],
        views=views[is_indexed],
        checks=bits,
        check_views=views,
        starts=np.searchsorted(owners, np.arange(len(entries) + 1)),
        can_be_verified=can_be_verified,
        is_weak=_is_symmetric(plain, len(entries)) | (cells < LEAST_CELLS),
        plain=plain,
    )


def _is_symmetric(plain: PackedList, count: int) -> npt.NDArray[np.bool_]:
    """Which of `count` entries have a whole picture that is near one of its own flips and turns.

    One that is very near was not listed again; so is an entry without all eight counted.
    """
    numbers = {name: number for number, name in enumerate(VIEWS)}
    views = np.array([numbers.get(view, UNKNOWN) for view in plain.views], dtype=np.int64)
    bits = np.zeros((len(VIEWS), count, WORDS), dtype=np.uint64)
    is_listed = np.zeros((len(VIEWS), count), dtype=np.bool_)
    is_flip = views != UNKNOWN
    bits[views[is_flip], plain.owners[is_flip]] = plain.bits.T[is_flip]
    is_listed[views[is_flip], plain.owners[is_flip]] = True
    distances = np.bitwise_count(bits[1:] ^ bits[0]).sum(axis=2, dtype=np.int64)
    return np.asarray((distances < SYMMETRIC).any(axis=0) | ~is_listed.all(axis=0))


def _arrays(rows: list[tuple[int, str, bytes]], entries: tuple[str, ...]) -> ListedArrays:
    names: dict[str, int] = {}
    views = [names.setdefault(view, len(names)) for _, view, _ in rows]
    numbers, owners = np.unique([number for number, _, _ in rows], return_inverse=True)
    return ListedArrays(
        entries=tuple(entries[number] for number in numbers.astype(np.int64).tolist()),
        numbers=numbers.astype(np.int64),
        names=tuple(names),
        owners=owners.astype(np.int64),
        views=np.array(views, dtype=np.uint16),
        bits=np.frombuffer(b"".join(bits for _, _, bits in rows), np.uint8).reshape(-1, BYTES),
    )
