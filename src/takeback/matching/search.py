"""Search a list with a picture, as hard as asked: efforts 0 to 3."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from takeback import _kernel
from takeback.fingerprint.picture import MIN_QUALITY, VIEWS, PictureFingerprints, fingerprint_pixels
from takeback.fingerprint.value import distance as distance_between
from takeback.matching import proposals
from takeback.matching.candidates import Pairs, choose, weighted
from takeback.matching.efforts import (
    HARDEST,
    LIMIT,
    REFINED_LIMIT,
    START_LIMIT,
    START_WEIGHTED,
    SYMMETRIC,
    WHOLE_ANSWER,
)
from takeback.matching.house_list import HouseList, as_words, known_views
from takeback.matching.listed_arrays import PLAIN
from takeback.matching.orientations import (
    AS_IT_IS,
    CORNERS,
    MIRROR,
    done_to_the_original,
    shown_by,
)
from takeback.matching.proposals import Parts
from takeback.matching.symmetry import is_symmetric
from takeback.matching.verification import Fit, is_plausible, verify

WHOLE_QUAD = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=np.float32)


@dataclass(frozen=True)
class Match:
    """An entry that the query shows.

    `distance` is in bits, of the listed view `view`; `effort` found it. `orientation` says what was
    done to the original. `verification` is the mean distance of the entry's other parts, in bits;
    `None` when it was met by the whole query, which needs none, or has no other parts listed.
    """

    entry: str
    distance: int
    view: str
    effort: int
    orientation: str
    verification: float | None = None


class Listed(Protocol):
    """What is searched: a `HouseList` in memory, or a list file with an index."""

    def met(self, bits: npt.NDArray[np.uint8], limit: int) -> HouseList:
        """Return entries among which are all with anything to look up within `limit` of `bits`.

        `bits` has a row of 32 bytes for each query, `limit` is 0 to 31. Others may be among them.
        """

    def to_refine(self) -> HouseList:
        """Return entries among which are all that can be verified; others may be among them."""


@dataclass(frozen=True)
class Query:
    """A picture to search with.

    `plain` holds the two pdq-1 fingerprints, as it is and mirrored, that a plain matcher would look
    up; `aspect` is the width divided by the height. `is_symmetric` says that it looks like its own
    mirror image or turn.
    """

    plane: _kernel.Plane
    plain: tuple[bytes, ...]
    quality: int
    aspect: float
    is_symmetric: bool

    @property
    def is_clear_enough(self) -> bool:
        """Whether there is enough to see in it for its looks to mean anything."""
        return self.quality >= MIN_QUALITY


def open_query(pixels: npt.NDArray[np.uint8], made: PictureFingerprints | None = None) -> Query:
    """Return a query from upright pixels of the shape (height, width, 3 or 4).

    `made` is what `fingerprint_pixels` made of them, if that was done before. Raises as it does.
    """
    pixels = np.ascontiguousarray(pixels)
    made = made or fingerprint_pixels(pixels)
    plain = {item.view: bytes.fromhex(item.fingerprint.hex) for item in made.views}
    plane = _kernel.Plane(pixels)
    is_near_itself = any(
        distance_between(made.whole, item.fingerprint) < SYMMETRIC for item in made.views[1:]
    )
    return Query(
        plane=plane,
        plain=(plain["whole"], plain["mirror"]),
        quality=made.quality,
        aspect=made.width / made.height,
        is_symmetric=is_near_itself or is_symmetric(plane.luma()),
    )


def search(
    query: Query, listed: Listed, *, effort: int = HARDEST, limit: int = LIMIT
) -> list[Match]:
    """Return the entries that the query shows, nearest first, each once.

    Efforts are made in turn, up to `effort`; the search ends with the first that met an entry by at
    least half of the query. `limit` (0 to 31) bounds what is looked up; below 31 it bounds what is
    refined as well. A query that is too plain finds nothing.
    """
    if not 0 <= limit <= LIMIT:
        raise ValueError(f"limit {limit}; fingerprints are looked up within 0 to {LIMIT} bits")
    if not 0 <= effort <= HARDEST:
        raise ValueError(f"effort {effort}; there are 0 to {HARDEST}")
    if not query.is_clear_enough:
        return []
    return _Searching(query, listed, effort=effort, limit=limit).run()


@dataclass(frozen=True)
class _Found:
    """A match, where its entry stands in the order listed, and where in the query it is."""

    number: int
    match: Match
    quad: npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Near:
    """Pairs of parts of the query and what is listed, lowest `scores` first to be confirmed."""

    listed: HouseList
    parts: Parts
    pairs: Pairs
    scores: npt.NDArray[np.int64]

    def where(self, chosen: npt.NDArray[np.bool_]) -> "_Near":
        """Return some of the pairs."""
        return replace(self, pairs=self.pairs.where(chosen), scores=self.scores[chosen])

    def found(self, number: int, *, effort: int) -> _Found:
        """Return what pair `number` says, if it is true."""
        part, place = int(self.pairs.parts[number]), int(self.pairs.listed[number])
        owner = int(self.listed.owners[place])
        match = Match(
            entry=self.listed.entries[owner],
            distance=int(self.pairs.distances[number]),
            view=known_views().names[int(self.listed.views[place])],
            effort=effort,
            orientation=done_to_the_original(int(self.parts.orientations[part])),
        )
        return _Found(int(self.listed.numbers[owner]), match, self.parts.quads[part])


class _Searching:
    """One search while it goes on: what was met, and the parts that were looked up."""

    def __init__(self, query: Query, listed: Listed, *, effort: int, limit: int) -> None:
        self._query, self._listed = query, listed
        self._effort, self._limit = effort, limit
        self._found: dict[int, Match] = {}
        self._is_answered = False
        self._looked_up: list[Parts] = []

    def run(self) -> list[Match]:
        self._look_up_plainly()
        for number, make_parts in enumerate(self._efforts()):
            if self._is_answered or number > self._effort:
                break
            self._look_up(make_parts(), number)
        if self._effort == HARDEST and not self._is_answered:
            self._refine(proposals.join(*self._looked_up))
        order = sorted(self._found.items(), key=lambda item: (item[1].distance, item[0]))
        return [match for _, match in order]

    def _efforts(self) -> Iterator[Callable[[], Parts]]:
        plane, aspect = self._query.plane, self._query.aspect
        # Looked for by the first effort that needs them: most of what it costs to search.
        contents = cache(lambda: proposals.find_contents(plane))
        yield lambda: proposals.whole_picture(plane)
        yield lambda: proposals.look_inside(plane, contents().boxes)
        yield lambda: proposals.searched(
            plane, *proposals.places_to_search(contents(), aspect=aspect)
        )

    def _look_up_plainly(self) -> None:
        """Look up what any PDQ matcher would, in what everybody is given.

        What is met by a part of an entry counts unless the entry's other parts speak against it.
        """
        queries = np.frombuffer(b"".join(self._query.plain), dtype=np.uint8).reshape(2, -1)
        listed = self._listed.met(queries, self._limit)
        plain = listed.plain
        numbers, places, distances = _kernel.scan(plain.bits, queries, self._limit)
        for met in np.lexsort((places, distances, numbers)).tolist():
            place, is_mirrored = int(places[met]), bool(numbers[met])
            owner, view = int(plain.owners[place]), plain.views[place]
            number = int(listed.numbers[owner])
            is_known = number in self._found
            if is_known or self._is_refuted(listed, place, is_mirrored=is_mirrored):
                continue
            self._found[number] = Match(
                entry=listed.entries[owner],
                distance=int(distances[met]),
                view=view,
                effort=0,
                orientation=shown_by(view, is_mirrored=is_mirrored),
            )
        self._is_answered = bool(self._found)

    def _is_refuted(self, listed: HouseList, place: int, *, is_mirrored: bool) -> bool:
        """Whether the other parts of an entry, met plainly by one of its parts, are not there."""
        owner, view = int(listed.plain.owners[place]), listed.plain.views[place]
        if view in VIEWS or not listed.can_be_verified[owner]:
            return False
        if self._query.is_symmetric or listed.is_weak[owner]:
            return True
        known = known_views().numbers.get((PLAIN, view.removesuffix("-mirror")))
        if known is None:  # a shape or a frame: where its parts are depends on the original
            return False
        turn = MIRROR if is_mirrored != view.endswith("-mirror") else AS_IT_IS
        fit = Fit(owner, known, WHOLE_QUAD[CORNERS[turn]], is_negative=False)
        verification = verify(self._query.plane, listed, fit)
        return verification is not None and verification.speaks_against

    def _look_up(self, parts: Parts, effort: int) -> None:
        """Keep what is within the limit.

        Unless the whole of the query met the whole of an entry, it is taken for a copy only if the
        entry's other parts agree: parts of drawings are often alike. Older entries have none.
        """
        self._looked_up.append(parts)
        met = _within(self._listed.met(parts.bits, self._limit), parts, self._limit)
        listed, pairs = met.listed, met.pairs
        is_whole = known_views().is_whole[listed.views[pairs.listed]] & (effort == 0)
        needs_proof = listed.can_be_verified[listed.owners[pairs.listed]] & ~is_whole
        sure = met.where(~needs_proof)
        for number in np.lexsort((sure.pairs.listed, sure.pairs.parts, sure.scores)).tolist():
            self._keep(sure.found(number, effort=effort))
        self._confirm(met.where(needs_proof), effort=effort)

    def _refine(self, parts: Parts) -> None:
        """Confirm what came near a part, and was not met yet."""
        near = _within(self._listed.to_refine(), parts, START_LIMIT)
        listed = near.listed
        near = near.where(listed.can_be_verified[listed.owners[near.pairs.listed]])
        differing = as_words(parts.bits).T[near.pairs.parts] ^ listed.words.T[near.pairs.listed]
        near = replace(near, scores=weighted(differing))
        self._confirm(near.where(near.scores <= START_WEIGHTED), effort=HARDEST)

    def _confirm(self, near: _Near, *, effort: int) -> None:
        """Move the best pairs until they fit; keep those that then fit in their other parts too."""
        listed, parts = near.listed, near.parts
        is_new = ~np.isin(listed.numbers[listed.owners[near.pairs.listed]], list(self._found))
        near = near.where(is_new)
        owners = listed.owners[near.pairs.listed]
        chosen = choose(near.pairs, scores=near.scores, owners=owners)
        near = replace(near, pairs=chosen, scores=chosen.distances)
        is_negative = parts.is_negative[chosen.parts]
        targets = np.ascontiguousarray(listed.words.T[chosen.listed]).view(np.uint8)
        targets = np.where(is_negative[:, np.newaxis], ~targets, targets)
        quads, distances = _kernel.refine(self._query.plane, parts.quads[chosen.parts], targets)
        limit = REFINED_LIMIT if self._limit == LIMIT else self._limit
        for number in np.argsort(distances, kind="stable").tolist():
            fit = Fit(
                entry=int(listed.owners[chosen.listed[number]]),
                view=int(listed.views[chosen.listed[number]]),
                quad=quads[number],
                is_negative=bool(is_negative[number]),
            )
            refined = int(distances[number])
            if refined > limit or int(listed.numbers[fit.entry]) in self._found:
                continue
            if not is_plausible(fit.quad, self._query.aspect):
                continue
            verification = verify(self._query.plane, listed, fit)
            is_weak = self._query.is_symmetric or listed.is_weak[fit.entry]
            if verification and verification.agrees(refined, is_weak=bool(is_weak)):
                found = near.found(number, effort=effort)
                # What was looked up keeps the distance that it was found with.
                distance = refined if effort == HARDEST else found.match.distance
                match = replace(found.match, distance=distance, verification=verification.score)
                self._keep(_Found(found.number, match, fit.quad))

    def _keep(self, found: _Found) -> None:
        if found.number not in self._found:
            self._found[found.number] = found.match
            self._is_answered |= _area(found.quad) >= WHOLE_ANSWER


def _within(listed: HouseList, parts: Parts, limit: int) -> _Near:
    numbers, places, distances = _kernel.scan(listed.words, parts.bits, limit)
    pairs = Pairs(numbers.astype(np.int64), places, distances.astype(np.int64))
    return _Near(listed, parts, pairs, scores=pairs.distances)


def _area(quad: npt.NDArray[np.float32]) -> float:
    """Return the area of a quad, in shares of the query's."""
    x, y = quad[:, 0], quad[:, 1]
    return float(abs((x * np.roll(y, -1) - y * np.roll(x, -1)).sum()) / 2)
