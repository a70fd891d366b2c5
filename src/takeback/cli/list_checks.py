"""Reading a list and its snapshot wholly, to say whether they are as they should be."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from takeback.cli.problems import OutOfReach
from takeback.matching.index import SnapshotRefused
from takeback.matching.list_file import NotAListFile, count_entries, open_list, read_meta
from takeback.matching.list_snapshot import open_of_this_list, read_standing, snapshot_path

PULL = "run `takeback list pull`"
DAMAGED = f"the list is damaged: remove it and its snapshot, and {PULL}"


@dataclass(frozen=True)
class CheckedSnapshot:
    """What was found of a snapshot. Of one that is missing or refused only the reason is known."""

    file: str
    state: str
    fingerprints: int = 0
    size_bytes: int = 0
    changes_behind: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Checked:
    """What was found of a list.

    `is_complete` says that the last pull got through; `pulled_at` when one last did, `None` when
    none ever did. `advice` is what to do, most urgent first: nothing, when all is well.
    """

    file: str
    is_whole: bool
    entries: int
    pulled_at: str | None
    is_complete: bool
    snapshot: CheckedSnapshot

    @property
    def advice(self) -> list[str]:
        """What to do about what was found."""
        found = [
            (not self.is_whole, DAMAGED),
            (not self.is_complete, f"the last pull did not get through: {PULL}"),
            (self.snapshot.state == "missing", f"there is no snapshot: {PULL}"),
            (self.snapshot.state == "refused", f"the snapshot cannot be used: {PULL}"),
        ]
        return [advice for is_so, advice in found if is_so]

    def as_json(self) -> dict[str, object]:
        """Return what is told to a program."""
        return {
            "list": self.file,
            "is_whole": self.is_whole,
            "entries": self.entries,
            "pulled_at": self.pulled_at,
            "is_complete": self.is_complete,
            "snapshot": {
                "file": self.snapshot.file,
                "state": self.snapshot.state,
                "fingerprints": self.snapshot.fingerprints,
                "bytes": self.snapshot.size_bytes,
                "changes_behind": self.snapshot.changes_behind,
                "reason": self.snapshot.reason,
            },
            "advice": self.advice,
        }

    def as_text(self) -> Iterator[str]:
        """Yield the same in lines for a person."""
        snapshot = self.snapshot
        state = "whole" if self.is_whole else "DAMAGED"
        when = self.pulled_at or "never"
        yield f"{self.file}: {state}; entries in force: {self.entries:,}; last pulled: {when}"
        if snapshot.state != "whole":
            yield f"{snapshot.file}: {snapshot.state}; {snapshot.reason}"
            return
        yield (
            f"{snapshot.file}: whole; fingerprints looked up: {snapshot.fingerprints:,}; "
            f"{snapshot.size_bytes:,} bytes; changes behind the list: {snapshot.changes_behind:,}"
        )


def check_list(path: Path) -> Checked:
    """Read the list and its snapshot wholly. Raises `OutOfReach` when it is none."""
    try:
        with open_list(path) as connection:
            return Checked(
                file=str(path),
                is_whole=_is_whole(connection),
                entries=count_entries(connection),
                pulled_at=read_meta(connection, "pulled_at"),
                is_complete=read_meta(connection, "more") == "no",
                snapshot=_check_snapshot(connection, snapshot_path(path)),
            )
    except FileNotFoundError as error:
        raise OutOfReach(f"{error}; `takeback list pull` makes one") from error
    except NotAListFile as error:
        raise OutOfReach(str(error)) from error
    except sqlite3.OperationalError as error:  # busy, no permission: nothing says it is damaged
        raise OutOfReach(f"{path} cannot be read ({error})") from error
    except sqlite3.DatabaseError as error:
        raise OutOfReach(f"{path} cannot be read ({error}); {DAMAGED}") from error
    except OSError as error:
        raise OutOfReach(f"{path} cannot be read ({error.strerror})") from error


def _is_whole(connection: sqlite3.Connection) -> bool:
    try:
        return bool(connection.execute("PRAGMA integrity_check (1)").fetchall() == [("ok",)])
    except sqlite3.OperationalError:  # busy, unreadable: what the file is remains unknown
        raise
    except sqlite3.DatabaseError:
        return False


def _check_snapshot(connection: sqlite3.Connection, path: Path) -> CheckedSnapshot:
    try:
        index, made_of = open_of_this_list(connection, path)
        index.verify()
    except FileNotFoundError:
        return CheckedSnapshot(str(path), "missing", reason="there is no such file")
    except SnapshotRefused as error:
        reason = str(error).removeprefix(f"{path}: ")
        return CheckedSnapshot(str(path), "refused", reason=reason)
    except OSError as error:
        raise OutOfReach(f"{path} cannot be read ({error.strerror or error})") from error
    behind = read_standing(connection).change - made_of
    return CheckedSnapshot(str(path), "whole", len(index), path.stat().st_size, behind)
