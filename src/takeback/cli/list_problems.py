"""What is said of a list file that cannot be read."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from takeback.cli.problems import OutOfReach
from takeback.matching.list_file import NotAListFile


@contextmanager
def said_of(path: Path) -> Iterator[None]:
    """Turn what goes wrong while a list is read into `OutOfReach`, with what to do."""
    try:
        yield
    except FileNotFoundError as error:
        raise OutOfReach(f"{error}; `takeback list pull` makes one") from error
    except NotAListFile as error:
        raise OutOfReach(str(error)) from error
    except (OSError, sqlite3.Error) as error:
        raise OutOfReach(list_problem(path, error)) from error


def list_problem(path: Path, error: OSError | sqlite3.Error) -> str:
    """Return what is said of a list that cannot be read."""
    text = f"{path} cannot be read ({getattr(error, 'strerror', None) or error})"
    if isinstance(error, (OSError, sqlite3.OperationalError)):  # no permission, busy
        return text
    return f"{text}; `takeback list check` may say more"


def check_was_pulled(path: Path, cursor: str | None) -> None:
    """Raise `OutOfReach` for a list without a cursor: nothing found in it means nothing."""
    if cursor is None:
        raise OutOfReach(f"nothing has been pulled into {path} yet; run `takeback list pull` again")
