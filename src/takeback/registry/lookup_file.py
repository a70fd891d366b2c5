"""The lookup's snapshot file: opened when it is whole, written when it is worth it.

A file that is refused is left alone, said in the log and by `takeback check`, and replaced by the
next one that is written.
"""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from takeback.matching.index import Index, SnapshotRefused
from takeback.registry.lookup_note import NoteNotReadable, read_note, write_note
from takeback.registry.lookup_rows import Reached, Views

logger = logging.getLogger(__name__)

FILE_NAME = "fingerprints.snapshot"
DRAFT_ENDING = ".new"  # of the file that an index is saved to before it takes the other's name
LOOK_SECONDS = 1.0  # how long a replaced file may go unnoticed while somebody asks
# A snapshot that lacks less is made up for in a few milliseconds.
LEAST_LACKING = 1000
LEAST_LACKING_SHARE = 0.01

# Damaged, of another kind, or not to be read: the database has everything, so work goes on.
UNUSABLE = (SnapshotRefused, NoteNotReadable, OSError)

Snapshot = tuple[Index, Views, Reached]
Identity = tuple[int, int, int]


class LookupFile:
    """One path, and which of the files that stood there this process has seen."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: Identity | None = None
        self._refused: Identity | None = None
        self._look_next = 0.0
        self._looking = threading.Lock()

    def open(self) -> Snapshot | None:
        """Return what is in the file; `None` when there is none that can be used."""
        self._seen = self._identity()
        if self._seen is None or self._seen == self._refused:
            return None
        try:
            return _open(self.path)
        except UNUSABLE as refused:
            self.refuse(refused)
            return None

    def open_replaced(self) -> Snapshot | None:
        """Return what is in a file that this process has not seen, once all of it was checked.

        `None` when there is no other file, or none that can be used.
        """
        snapshot = self.open() if self.is_another() else None
        if snapshot is None:
            return None
        try:
            snapshot[0].verify()
        except SnapshotRefused as refused:
            self.refuse(refused)
            return None
        return snapshot

    def is_another(self) -> bool:
        """Tell whether a file stands there now that this process has not seen."""
        return self._identity() not in {None, self._seen, self._refused}

    def is_refused(self) -> bool:
        """Tell whether the file that stands there now is one that was refused."""
        return self._refused is not None and self._identity() == self._refused

    def refuse(self, reason: Exception | str) -> None:
        """Use the file that stands there no more, and say why."""
        self._refused = self._identity()
        logger.error("the lookup's snapshot is not used: %s", reason)

    def look(self, take: Callable[[], None]) -> None:
        """Let a thread of its own call `take` when the file was replaced, looking now and then."""
        now = time.monotonic()
        if now < self._look_next or not self._looking.acquire(blocking=False):
            return
        self._look_next = now + LOOK_SECONDS
        if not self.is_another():
            self._looking.release()
            return
        threading.Thread(target=self._take, args=(take,), daemon=True).start()

    def is_worth_writing(self, size: int, lacking: int, outdated: int) -> bool:
        """Tell whether a file that lacks so many of `size` fingerprints is to be replaced.

        `outdated`: how many it holds that have left the list. They are not to stay.
        """
        if self._identity() is None or self.is_refused() or outdated > 0:
            return True
        # What a process left that was killed while it wrote is written over.
        if self.path.with_name(self.path.name + DRAFT_ENDING).exists():
            return True
        return lacking >= max(LEAST_LACKING, LEAST_LACKING_SHARE * size)

    def write(self, index: Index, views: Views, reached: Reached) -> None:
        """Replace the file. Raises `OSError`, and leaves the old one, when there is no room."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        index.save(self.path, note=write_note(reached, views))

    def remove(self) -> None:
        """Leave no file there."""
        self.path.unlink(missing_ok=True)

    def _take(self, take: Callable[[], None]) -> None:
        try:
            take()
        finally:
            self._looking.release()

    def _identity(self) -> Identity | None:
        """Return what tells one file at this path from the next; `None`: none is to be had."""
        try:
            status = self.path.stat()
        except OSError:  # none, or none of ours to see: `takeback check` says which
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size


def fault_of(path: Path) -> str | None:
    """Return why a snapshot cannot be used, having read all of it; `None` if it can, or is none."""
    try:
        _open(path)[0].verify()
    except FileNotFoundError:
        return None
    except UNUSABLE as refused:
        return str(refused)
    return None


def _open(path: Path) -> Snapshot:
    index = Index.open(path)
    reached, views = read_note(index.note)
    return index, views, reached
