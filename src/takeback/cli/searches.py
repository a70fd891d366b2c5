"""A list file opened for searching with picture and video files."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from takeback.cli.list_problems import check_was_pulled, said_of
from takeback.cli.output import complain, printable
from takeback.cli.pictures.read import ReadPicture
from takeback.cli.videos.read import VideoQuery
from takeback.matching.clips import ClipList, find_clips, pack_clips
from takeback.matching.efforts import HARDEST
from takeback.matching.exact import Neighbour
from takeback.matching.indexed_list import Bits, IndexedList, open_indexed_list
from takeback.matching.list_file import (
    entries_with_digest,
    listed_fingerprints,
    read_meta,
)
from takeback.matching.search import Match, open_query, search

FILE = "file"  # the view of a match by digest: the file itself, whatever it shows
VIDEO = "video"  # the view of a match by a clip's frames


@dataclass(frozen=True)
class Found:
    """A match, and of a clip how much of it is in the query and how much of the query is in it."""

    match: Match
    clip_share: float | None = None
    query_share: float | None = None

    def as_json(self) -> dict[str, object]:
        """Return what is told of a match; of a picture without the shares."""
        match = self.match
        told: dict[str, object] = {
            "entry": match.entry,
            "distance": match.distance,
            "view": match.view,
            "effort": match.effort,
            "verification": None if match.verification is None else round(match.verification, 1),
            "orientation": match.orientation,
        }
        if self.clip_share is None or self.query_share is None:
            return told
        shares = {
            "clip_share": round(self.clip_share, 3),
            "query_share": round(self.query_share, 3),
        }
        return told | shares

    def as_text(self) -> str:
        """Return the same in words."""
        match = self.match
        text = f"entry {match.entry}, {match.distance} bits away, view {match.view}"
        if match.effort:
            text += f", effort {match.effort}"
        if match.verification is not None:
            text += f", verified at {match.verification:.0f} bits"
        if self.clip_share is not None:
            text += f", {self.clip_share:.0%} of the listed clip"
        return text


class Search:
    """A list file and its index. It may be handed to forked processes, which share its memory."""

    def __init__(self, listed: IndexedList) -> None:
        self._listed = listed

    def prepare(self, effort: int) -> None:
        """Read now what a search as hard as this may need later, for forked processes to share."""
        _ = self._listed_clips
        if effort == HARDEST:
            self._listed.to_refine()

    def find(
        self, read: ReadPicture | VideoQuery, *, effort: int, limit: int, clip_share: float
    ) -> list[Found]:
        """Return the entries that match, nearest first, each once; the very same file before all.

        What is too plain to be told from others by its looks is searched for as a file only.
        """
        exact = self._same_file(read)
        known = {found.match.entry for found in exact}
        if isinstance(read, VideoQuery):
            alike = self._clips(read, limit=limit, clip_share=clip_share)
        else:
            query = open_query(read.pixels, read.fingerprints)
            matches = search(query, self._listed, effort=effort, limit=limit)
            alike = [Found(match) for match in matches]
        return exact + [found for found in alike if found.match.entry not in known]

    def neighbours(self, bits: Bits, *, limit: int) -> list[list[Neighbour]]:
        """Return the entries near each row of `bits`, a pdq-1 fingerprint, nearest first."""
        return self._listed.neighbours(bits, limit, threads=len(os.sched_getaffinity(0)))

    def _clips(self, video: VideoQuery, *, limit: int, clip_share: float) -> list[Found]:
        clips = find_clips(self._listed_clips, video.clip, limit=limit, clip_share=clip_share)
        return [
            Found(
                Match(clip.entry, clip.distance, VIDEO, effort=0, orientation=clip.orientation),
                clip_share=clip.clip_share,
                query_share=clip.query_share,
            )
            for clip in clips
        ]

    @cached_property
    def _listed_clips(self) -> ClipList:
        """Read when the first video comes: most searches have none."""
        rows = listed_fingerprints(self._listed.connection, "vpdq-1")
        return pack_clips((entry, item.bits) for entry, item in rows)

    def _same_file(self, read: ReadPicture | VideoQuery) -> list[Found]:
        connection = self._listed.connection
        entries = [
            *entries_with_digest(connection, "sha256", bytes.fromhex(read.sha256)),
            *entries_with_digest(connection, "md5", bytes.fromhex(read.md5)),
        ]
        return [
            Found(Match(entry, 0, FILE, effort=0, orientation="whole"))
            for entry in dict.fromkeys(entries)
        ]


def is_clear_enough(read: ReadPicture | VideoQuery) -> bool:
    """Whether there is enough to see for its looks to mean anything."""
    if isinstance(read, VideoQuery):
        return len(read.clip.bits) > 0
    return read.fingerprints.is_clear_enough


@contextmanager
def open_search(path: Path) -> Iterator[Search]:
    """Open a list for searching. Raises `OutOfReach` when it cannot be read, or was never pulled.

    A list whose first pull did not get through says so: nothing found there means nothing. So does
    a snapshot that cannot be used; the answers are the same then.
    """
    with said_of(path), open_indexed_list(path, complain=_complain) as listed:
        _check_was_pulled(listed.connection, path)
        _ = listed.index
        yield Search(listed)


def _check_was_pulled(connection: sqlite3.Connection, path: Path) -> None:
    check_was_pulled(path, read_meta(connection, "cursor"))
    if read_meta(connection, "more") == "yes":
        complain(
            f"{printable(path)}: the last pull was cut off and more is waiting; "
            "run `takeback list pull` again"
        )


def _complain(text: str) -> None:
    """Say what a message that names files says, without anything that a terminal would obey."""
    complain(printable(Path(text)))
