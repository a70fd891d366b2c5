"""The same list on every node of a cluster."""

from pathlib import Path

from takeback.cli.list_problems import check_was_pulled, said_of
from takeback.cli.problems import OutOfReach
from takeback.matching.list_file import open_list, read_meta


def how_far_pulled(path: Path) -> str:
    """Return what tells this list, as far as it was pulled, from every other.

    Raises `OutOfReach` when it cannot be read, or was never pulled.
    """
    with said_of(path), open_list(path) as connection:
        url, cursor = (read_meta(connection, key) for key in ("url", "cursor"))
    check_was_pulled(path, cursor)
    return f"{url} {cursor}"


def check_same_list(path: Path, pulled_to: str) -> None:
    """Raise `OutOfReach` unless this node has the list, pulled as far as where the run started.

    A node with an older copy would miss what the others find, and nobody would notice.
    """
    if not path.exists():
        raise OutOfReach(
            f"the list {path} is not on this node; every node needs it at the same path: copy it "
            "there, or keep it in a folder that they share"
        )
    if how_far_pulled(path) != pulled_to:
        raise OutOfReach(
            f"the list {path} is not the one of the machine that started the scan, or was pulled "
            "at another time; copy it to every node again"
        )
