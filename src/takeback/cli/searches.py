"""A list file opened for searching with pictures."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from takeback.cli.output import complain, printable
from takeback.cli.pictures.read import ReadPicture
from takeback.cli.problems import OutOfReach
from takeback.matching.exact import Neighbour, PackedList, near, pack
from takeback.matching.list_file import (
    NotAListFile,
    entries_with_digest,
    listed_fingerprints,
    open_list,
    read_meta,
)

# In this order: an entry that the picture matches as it is keeps the view of that match.
COMPARED = ("whole", "mirror")
FILE = "file"  # the view of a match by digest: the file itself, whatever it shows


class Search:
    """A list file and its fingerprints in memory."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._packed: PackedList = pack(listed_fingerprints(connection, "pdq-1"))

    def neighbours(self, picture: ReadPicture, *, limit: int) -> list[Neighbour]:
        """Return the entries that match, nearest first, each once.

        A picture too plain to be told from others by its looks is searched for as a file only.
        What the picture does not match as it is, its mirror image may: of a listed picture's eight
        flips and turns five are listed, and the other three are mirror images of listed ones.
        """
        exact = self._same_file(picture)
        if not picture.fingerprints.is_clear_enough:
            return exact
        known = {neighbour.entry for neighbour in exact}
        alike: list[Neighbour] = []
        for item in picture.fingerprints.views:
            if item.view in COMPARED:
                query = bytes.fromhex(item.fingerprint.hex)
                found = near(self._packed, query, limit=limit)
                alike += [neighbour for neighbour in found if neighbour.entry not in known]
                known.update(neighbour.entry for neighbour in found)
        return exact + sorted(alike, key=lambda neighbour: neighbour.distance)

    def _same_file(self, picture: ReadPicture) -> list[Neighbour]:
        entries = [
            *entries_with_digest(self._connection, "sha256", bytes.fromhex(picture.sha256)),
            *entries_with_digest(self._connection, "md5", bytes.fromhex(picture.md5)),
        ]
        return [Neighbour(entry, 0, FILE) for entry in dict.fromkeys(entries)]


@contextmanager
def open_search(path: Path) -> Iterator[Search]:
    """Open a list for searching. Raises `OutOfReach` when it cannot be read, or was never pulled.

    A list whose first pull did not get through says so: nothing found there means nothing.
    """
    try:
        with open_list(path) as connection:
            if read_meta(connection, "cursor") is None:
                raise OutOfReach(
                    f"nothing has been pulled into {path} yet; run `takeback list pull` again"
                )
            if read_meta(connection, "more") == "yes":
                complain(
                    f"{printable(path)}: the last pull was cut off and more is waiting; "
                    "run `takeback list pull` again"
                )
            yield Search(connection)
    except FileNotFoundError as error:
        raise OutOfReach(f"{error}; `takeback list pull` makes one") from error
    except NotAListFile as error:
        raise OutOfReach(str(error)) from error
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutOfReach(f"{path} cannot be read ({reason})") from error
