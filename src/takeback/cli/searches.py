"""A list file opened for searching with pictures."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from takeback.cli.pictures.read import ReadPicture
from takeback.cli.problems import OutOfReach
from takeback.matching.exact import Neighbour, PackedList, near, pack
from takeback.matching.list_file import (
    NotAListFile,
    entries_with_digest,
    listed_fingerprints,
    open_list,
)

FILE = "file"  # the view of a match by digest: the file itself, whatever it shows


class Search:
    """A list file and its fingerprints in memory."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._packed: PackedList = pack(listed_fingerprints(connection, "pdq-1"))

    def neighbours(self, picture: ReadPicture, *, limit: int) -> list[Neighbour]:
        """Return the entries that match, nearest first, each once.

        A picture too plain to be told from others by its looks is searched for as a file only.
        """
        exact = self._same_file(picture)
        if not picture.fingerprints.is_clear_enough:
            return exact
        known = {neighbour.entry for neighbour in exact}
        query = bytes.fromhex(picture.fingerprints.whole.hex)
        alike = near(self._packed, query, limit=limit)
        return exact + [neighbour for neighbour in alike if neighbour.entry not in known]

    def _same_file(self, picture: ReadPicture) -> list[Neighbour]:
        entries = [
            *entries_with_digest(self._connection, "sha256", bytes.fromhex(picture.sha256)),
            *entries_with_digest(self._connection, "md5", bytes.fromhex(picture.md5)),
        ]
        return [Neighbour(entry, 0, FILE) for entry in dict.fromkeys(entries)]


@contextmanager
def open_search(path: Path) -> Iterator[Search]:
    """Open a list for searching. Raises `OutOfReach` when it cannot be read."""
    try:
        with open_list(path) as connection:
            yield Search(connection)
    except (FileNotFoundError, NotAListFile) as error:
        raise OutOfReach(f"{error}; `takeback list pull` makes one") from error
    except sqlite3.Error as error:
        raise OutOfReach(f"{path} cannot be read ({error})") from error
