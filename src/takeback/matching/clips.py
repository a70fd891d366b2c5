"""Which listed clips are in a video? By the share of a listed clip's frames that are found."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from takeback import _kernel
from takeback.fingerprint.clip import ORIENTATIONS, RECIPE, ClipQuery
from takeback.matching.efforts import CLIP_SHARE

WORDS = 4  # a vpdq-1 fingerprint is four words of 64 bits
LIMIT = 31  # bits; the widest distance the recipe vpdq-1 allows


@dataclass(frozen=True)
class ClipList:
    """The frames of listed clips: number n belongs to `entries[owners[n]]`.

    `words` has one row for each of the four words of a fingerprint and one column for each frame;
    `sizes[m]` is how many frames `entries[m]` has.
    """

    words: NDArray[np.uint64]
    owners: NDArray[np.int64]
    sizes: NDArray[np.int64]
    entries: tuple[str, ...]


@dataclass(frozen=True)
class ClipMatch:
    """A listed clip found in a query.

    `clip_share` of the listed clip's frames were found, and `query_share` of the query's frames are
    frames of it; both from 0 to 1. `distance` is the median, over the frames found, of the bits
    that differ. `orientation` says how the query was looked at: `whole` or `mirror`.
    """

    entry: str
    clip_share: float
    query_share: float
    distance: int
    orientation: str


def pack_clips(frames: Iterable[tuple[str, bytes]]) -> ClipList:
    """Return a list ready to be searched, from entries and the bits of their clips' frames.

    Raises `ValueError` when a fingerprint is not 32 bytes long.
    """
    bits, owners = bytearray(), []
    numbers: dict[str, int] = {}
    for entry, frame in frames:
        if len(frame) != WORDS * 8:
            raise ValueError(f"{len(frame)} bytes; a {RECIPE} fingerprint has {WORDS * 8}")
        bits += frame
        owners.append(numbers.setdefault(entry, len(numbers)))
    rows = np.frombuffer(bytes(bits), dtype=np.uint64).reshape(-1, WORDS)
    owner_numbers = np.array(owners, dtype=np.int64)
    return ClipList(
        words=np.ascontiguousarray(rows.T),
        owners=owner_numbers,
        sizes=np.bincount(owner_numbers, minlength=len(numbers)),
        entries=tuple(numbers),
    )


def find_clips(
    listed: ClipList,
    query: ClipQuery,
    *,
    limit: int = LIMIT,
    clip_share: float = CLIP_SHARE,
) -> list[ClipMatch]:
    """Return the listed clips of which at least `clip_share` of the frames are in the query.

    A frame is found when a frame of the query differs in at most `limit` bits (0 to 31); all must
    be found in the query as it is, or all in its mirror image. Best shares come first, then nearer
    clips, then in the order listed. A clip has at least one frame, or is not on the list: then only
    the digest of its file can find it.
    """
    if not 0 <= limit <= LIMIT:
        raise ValueError(f"limit {limit}; {RECIPE} is compared within 0 to {LIMIT} bits")
    if not 0 < clip_share <= 1:
        raise ValueError(f"clip share {clip_share}; it is above 0 and at most 1")
    best: dict[int, ClipMatch] = {}
    for turn in range(len(ORIENTATIONS)):
        for owner, match in _found(listed, query, turn, limit=limit).items():
            # Shares are fractions of whole numbers; 3 of 5 is not less than 0.6.
            is_enough = match.clip_share > clip_share - 1e-9
            if is_enough and (owner not in best or _rank(match) < _rank(best[owner])):
                best[owner] = match
    return [best[owner] for owner in sorted(best, key=lambda owner: (*_rank(best[owner]), owner))]


def _rank(match: ClipMatch) -> tuple[float, int]:
    return -match.clip_share, match.distance


def _found(listed: ClipList, query: ClipQuery, turn: int, *, limit: int) -> dict[int, ClipMatch]:
    """Return what is found of each clip, by its number, in one orientation of the query."""
    rows = np.flatnonzero(query.orientations == turn)
    pairs = _kernel.scan(listed.words, np.ascontiguousarray(query.bits[rows]), limit)
    found, places, distances = (np.asarray(column) for column in pairs)
    # Nearest first: of the pairs with one listed frame, the first tells how far it is.
    order = np.argsort(distances, kind="stable")
    frames, places, distances = query.frames[rows[found[order]]], places[order], distances[order]
    owners = listed.owners[places]
    matches: dict[int, ClipMatch] = {}
    for owner in np.unique(owners):
        of_it = owners == owner
        found_frames, nearest = np.unique(places[of_it], return_index=True)
        matches[int(owner)] = ClipMatch(
            entry=listed.entries[owner],
            clip_share=len(found_frames) / int(listed.sizes[owner]),
            query_share=len(np.unique(frames[of_it])) / query.size,
            distance=int(np.median(distances[of_it][nearest])),
            orientation=ORIENTATIONS[turn],
        )
    return matches
