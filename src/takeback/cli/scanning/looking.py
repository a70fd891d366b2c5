"""One place -> its line: which entries of the list are in that file."""

import sqlite3
import traceback
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from takeback.cli.list_problems import list_problem
from takeback.cli.output import complain
from takeback.cli.pictures.decode import UnreadablePicture
from takeback.cli.pictures.read import ReadPicture, Source
from takeback.cli.problems import OutOfReach, Problem
from takeback.cli.scanning.archives import Archive
from takeback.cli.scanning.held import UnreadableSource, hold
from takeback.cli.scanning.places import Line, Place, is_url
from takeback.cli.scanning.stores import object_blocks, open_object
from takeback.cli.searches import open_search
from takeback.cli.videos.contents import UnreadableVideo
from takeback.cli.videos.files import FileReader
from takeback.cli.videos.read import VideoQuery, read_query


@dataclass(frozen=True)
class Looking:
    """How files are searched: in which list, how hard, and what counts as a match."""

    list_file: Path
    effort: int
    limit: int
    clip_share: float


class Looker:
    """An open list; looks at one place after the other, in one process."""

    def __init__(self, looking: Looking) -> None:
        """Open the list. Raises `OutOfReach` when it cannot be read."""
        self._looking = looking
        self._open = ExitStack()
        self._search = self._open.enter_context(open_search(looking.list_file))
        self._reader = FileReader(read_query)
        self._archive: tuple[str, Archive] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the list and what else is open."""
        self._leave_archive()
        self._open.close()

    def prepare(self) -> None:
        """Read now what may be needed later, for forked processes to share."""
        self._search.prepare(self._looking.effort)

    def look(self, place: Place) -> Line:
        """Return `{"file","matches"}`, or `{"file","unreadable"}` with the reason.

        Raises nothing because of the file; what it raises is wrong with the list, or with us.
        """
        try:
            read = self._read(place)
        except (UnreadablePicture, UnreadableVideo, UnreadableSource) as error:
            return {"file": place.name, "unreadable": place.problem or str(error)}
        looking = self._looking
        try:
            found = self._search.find(
                read, effort=looking.effort, limit=looking.limit, clip_share=looking.clip_share
            )
        except sqlite3.Error as error:
            raise OutOfReach(list_problem(looking.list_file, error)) from error
        return {"file": place.name, "matches": [each.as_json() for each in found]}

    def _read(self, place: Place) -> ReadPicture | VideoQuery:
        if not place.url:
            raise UnreadableSource(place.problem)
        if place.member is not None:
            with hold(place.name, self._archive_at(place.url).blocks(place.member)) as held:
                return self._read_one(held)
        if is_url(place.url):
            with hold(place.name, object_blocks(place.url)) as held:
                return self._read_one(held)
        return self._read_one(Path(place.url))

    def _read_one(self, source: Source) -> ReadPicture | VideoQuery:
        """Read one file; a fault of ours over an odd one must not keep the others from being read.

        It is heard all the same: where it happened is told at once, and the file's line says so.
        """
        try:
            return self._reader.read_one(source, is_alone=False)
        except (UnreadablePicture, UnreadableVideo):
            raise
        except Exception as error:
            complain(f"a fault in takeback itself ({type(error).__name__}); please report:")
            for frame in traceback.extract_tb(error.__traceback__):
                complain(f"  {frame.filename}:{frame.lineno} {frame.name}")
            raise UnreadableSource(
                f"a fault in takeback itself ({type(error).__name__}) while it was read; "
                "please report it"
            ) from error

    def _archive_at(self, url: str) -> Archive:
        """Return an open archive. The last one stays open: its files come one after the other."""
        if self._archive is not None and self._archive[0] == url:
            return self._archive[1]
        self._leave_archive()
        try:
            file = open_object(url) if is_url(url) else Path(url).open("rb")  # noqa: SIM115
        except OSError as error:
            raise UnreadableSource(f"the archive cannot be opened ({error.strerror})") from error
        except Problem as problem:
            raise UnreadableSource(str(problem)) from problem
        self._archive = (url, Archive(url, file))
        return self._archive[1]

    def _leave_archive(self) -> None:
        if self._archive is not None:
            self._archive[1].close()
        self._archive = None
