import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from takeback.matching.index import Index
from takeback.matching.list_file import apply_page, open_list
from takeback.matching.list_snapshot import snapshot_path
from tests.cli.conftest import Ended, Takeback
from tests.cli.registries import served
from tests.matching.pages import change, change_json, page, page_json, whole


def a_feed(cursor: str | None) -> object:
    return page_json(changes=[] if cursor else [change_json()], cursor="0badcafe-1")


@pytest.fixture
def list_file(takeback: Takeback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list of one entry with its snapshot, as a pull leaves them."""
    path = tmp_path / "list.sqlite3"
    monkeypatch.setattr("takeback.cli.registry_client.Registry", lambda *_: served(a_feed))
    assert pulled(takeback, path).code == 0
    return path


def pulled(takeback: Takeback, path: Path) -> Ended:
    options = ("--url", "https://x.example", "--key", "k", "--to", path)
    return takeback("list", "pull", *options, "--json")


def checked(takeback: Takeback, path: Path) -> tuple[int, dict[str, object], dict[str, object]]:
    """Its exit code, what it told of the list, and what of the snapshot."""
    ended = takeback("list", "check", path, "--json")
    (line,) = ended.lines
    told = json.loads(line)
    return ended.code, told, told["snapshot"]


def test_a_pull_tells_what_became_of_the_snapshot(takeback: Takeback, list_file: Path) -> None:
    (line,) = pulled(takeback, list_file).lines

    snapshot = snapshot_path(list_file)
    assert json.loads(line)["snapshot"] == {
        "file": str(snapshot),
        "fingerprints": 1,
        "bytes": snapshot.stat().st_size,
        "written": False,
    }


def test_a_whole_list_needs_nothing(takeback: Takeback, list_file: Path) -> None:
    code, told, snapshot = checked(takeback, list_file)

    assert (code, told["is_whole"], told["entries"], told["advice"]) == (0, True, 1, [])
    assert str(told["pulled_at"]).endswith("+00:00")
    assert (snapshot["state"], snapshot["fingerprints"]) == ("whole", 1)
    assert snapshot["changes_behind"] == 0


def test_a_person_reads_the_same(takeback: Takeback, list_file: Path) -> None:
    with open_list(list_file, create=True) as connection:
        apply_page(connection, page(change("new", whole(2))), url="https://x.example")

    first, second = takeback("list", "check", list_file).lines

    assert first.startswith(f"{list_file}: whole; entries in force: 2; last pulled: 20")
    assert second.startswith(f"{snapshot_path(list_file)}: whole; fingerprints looked up: 1; ")
    assert second.endswith("changes behind the list: 1")


def test_a_missing_snapshot_is_advised_on(takeback: Takeback, list_file: Path) -> None:
    snapshot_path(list_file).unlink()

    code, told, snapshot = checked(takeback, list_file)
    in_words = takeback("list", "check", list_file)

    assert (code, snapshot["state"]) == (1, "missing")
    assert told["advice"] == ["there is no snapshot: run `takeback list pull`"]
    assert in_words.errors == "takeback: there is no snapshot: run `takeback list pull`\n"
    assert in_words.lines[1].endswith("missing; there is no such file")


def test_a_damaged_snapshot_is_refused_until_the_next_pull(
    takeback: Takeback, list_file: Path
) -> None:
    snapshot = snapshot_path(list_file)
    snapshot.write_bytes(snapshot.read_bytes()[:-7])

    code, told, found = checked(takeback, list_file)
    again = pulled(takeback, list_file)

    assert (code, found["state"]) == (1, "refused")
    assert found["reason"]
    assert told["advice"] == ["the snapshot cannot be used: run `takeback list pull`"]
    assert "the snapshot was made anew: " in again.errors
    assert checked(takeback, list_file)[0] == 0


def test_the_snapshot_of_another_list_is_refused(takeback: Takeback, list_file: Path) -> None:
    Index().save(snapshot_path(list_file), note=b'{"list": "another", "change": 1}')

    code, _, snapshot = checked(takeback, list_file)

    assert (code, snapshot["state"]) == (1, "refused")
    assert "another list" in str(snapshot["reason"])


def test_a_pull_that_did_not_get_through_is_said(takeback: Takeback, list_file: Path) -> None:
    with open_list(list_file, create=True) as connection:
        apply_page(connection, page(more=True), url="https://x.example")

    code, told, _ = checked(takeback, list_file)

    assert (code, told["is_complete"]) == (1, False)
    assert told["advice"] == ["the last pull did not get through: run `takeback list pull`"]


def test_a_list_damaged_inside_is_said_to_be(takeback: Takeback, list_file: Path) -> None:
    with sqlite3.connect(list_file) as connection:
        (page_number,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'names'"
        ).fetchone()
    connection.close()
    data = bytearray(list_file.read_bytes())
    start = (page_number - 1) * 16_384
    data[start : start + 16_384] = b"\xff" * 16_384
    list_file.write_bytes(data)

    code, told, _ = checked(takeback, list_file)

    assert (code, told["is_whole"]) == (1, False)
    assert str(told["advice"]).startswith("['the list is damaged: remove it")


@pytest.mark.parametrize("content", [None, b"", b"something else" * 99])
def test_what_is_no_list_cannot_be_checked(
    takeback: Takeback, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "no-list"
    if content is not None:
        path.write_bytes(content)

    ended = takeback("list", "check", path)

    assert ended.code == 3
    assert "`takeback list pull` makes one" in ended.errors


def test_what_the_system_will_not_open_cannot_be_checked(
    takeback: Takeback, tmp_path: Path
) -> None:
    ended = takeback("list", "check", tmp_path / ("x" * 300))

    assert ended.code == 3
    assert "cannot be read (File name too long)" in ended.errors


def test_a_list_that_another_process_holds_is_not_called_damaged(
    takeback: Takeback, list_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("takeback.matching.list_file.WAIT_SECONDS", 0.1)
    with closing(sqlite3.connect(list_file)) as other:
        other.execute("BEGIN EXCLUSIVE")

        ended = takeback("list", "check", list_file)

    assert ended.code == 3
    assert ended.errors == f"takeback: {list_file} cannot be read (database is locked)\n"


def test_a_snapshot_that_the_system_will_not_open_is_named(
    takeback: Takeback, list_file: Path
) -> None:
    snapshot = snapshot_path(list_file)
    snapshot.unlink()
    snapshot.symlink_to(snapshot)

    ended = takeback("list", "check", list_file)

    assert ended.code == 3
    assert ended.errors.startswith(f"takeback: {snapshot} cannot be read (Too many levels")
