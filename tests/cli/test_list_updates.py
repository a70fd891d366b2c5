import fcntl
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from takeback.cli.list_updates import Update, Watcher, bring_up_to_date
from takeback.cli.problems import OutOfReach
from takeback.matching.feed_pages import parse_page
from takeback.matching.index import Index
from takeback.matching.list_file import apply_page, listed_fingerprints, open_list, read_meta
from takeback.matching.list_rows import MOST_VIEWS
from tests.cli.registries import Scripted, error, ok, scripted, served
from tests.matching.pages import change_json, fingerprint_json, page_json

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
QUIET = Watcher(changes=lambda _: None, snapshot=lambda _done, _of: None)
FIRST, SECOND = "a" * 26, "b" * 26


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "list.sqlite3"


def change(entry: str, **changed: Any) -> dict[str, Any]:
    return change_json(entry=entry, **changed)


def gone(entry: str, state: str = "withdrawn") -> dict[str, Any]:
    return change_json(entry=entry, state=state, fingerprints=[])


def page(*changes: dict[str, Any], cursor: str, more: bool = False) -> Any:
    return ok(page_json(changes=list(changes), cursor=cursor, more=more))


def pull(script: Scripted, path: Path) -> Update:
    return bring_up_to_date(script.registry(), path, watcher=QUIET, now=NOW)


def older_form(path: Path) -> None:
    """Write a list file as the version before this one made them."""
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
            "INSERT INTO meta VALUES ('cursor', 'old-9'), ('more', 'no');"
            "PRAGMA application_id = 0x54424B4C; PRAGMA user_version = 1;"
        )
    connection.close()


def entries(path: Path) -> list[str]:
    with open_list(path) as connection:
        return [entry for entry, _ in listed_fingerprints(connection, "pdq-1")]


def test_pages_are_pulled_until_nothing_waits(path: Path) -> None:
    script = scripted(
        page(change(FIRST), cursor="c-1", more=True),
        page(change(SECOND), cursor="c-2"),
        page(cursor="c-2"),
    )

    update = pull(script, path)

    assert update == Update(entries=2, changes=2)
    assert entries(path) == [FIRST, SECOND]


def test_the_last_cursor_is_sent_back_so_that_the_registry_knows_we_have_it(path: Path) -> None:
    script = scripted(page(change(FIRST), cursor="c-1"), page(cursor="c-1"))

    pull(script, path)

    assert script.cursors() == [None, "c-1"]


def test_a_later_pull_goes_on_from_the_cursor(path: Path) -> None:
    pull(scripted(page(change(FIRST), cursor="c-1"), page(cursor="c-1")), path)
    script = scripted(page(gone(FIRST), cursor="c-2"), page(cursor="c-2"))

    update = pull(script, path)

    assert script.cursors() == ["c-1", "c-2"]
    assert update == Update(entries=0, changes=1)


def test_a_pull_that_is_cut_off_keeps_its_whole_pages(path: Path) -> None:
    with pytest.raises(OutOfReach):
        pull(scripted(page(change(FIRST), cursor="c-1", more=True), error(418)), path)

    assert entries(path) == [FIRST]
    script = scripted(page(change(SECOND), cursor="c-2"), page(cursor="c-2"))
    pull(script, path)
    assert script.cursors()[0] == "c-1"
    assert entries(path) == [FIRST, SECOND]


def test_an_unknown_cursor_rebuilds_the_list_and_then_replaces_it(path: Path) -> None:
    pull(scripted(page(change(FIRST), cursor="old-9"), page(cursor="old-9")), path)
    script = scripted(error(409), page(change(SECOND), cursor="new-1"), page(cursor="new-1"))

    update = pull(script, path)

    assert script.cursors() == ["old-9", None, "new-1"]
    assert update.rebuilt
    assert update.rebuilt_because == "the registry did not know where the list stood"
    assert entries(path) == [SECOND]
    assert sorted(file.name for file in path.parent.iterdir()) == [
        path.name,
        f"{path.name}.lock",
        f"{path.name}.snapshot",
    ]


def test_a_list_of_an_earlier_version_is_pulled_anew_and_then_replaced(path: Path) -> None:
    older_form(path)
    script = scripted(page(change(SECOND), cursor="c-1"), page(cursor="c-1"))

    update = pull(script, path)

    assert script.cursors() == [None, "c-1"]
    assert update == Update(1, 1, rebuilt_because="the list file was of an earlier version")
    assert entries(path) == [SECOND]


def test_a_rebuild_that_an_earlier_version_left_is_begun_anew(path: Path) -> None:
    older_form(path)
    older_form(path.with_name(f"{path.name}.rebuild"))
    script = scripted(page(change(SECOND), cursor="c-1"), page(cursor="c-1"))

    pull(script, path)

    assert script.cursors() == [None, "c-1"]
    assert entries(path) == [SECOND]


def test_while_a_list_of_an_earlier_version_is_pulled_anew_it_stays(path: Path) -> None:
    older_form(path)
    before = path.read_bytes()

    with pytest.raises(OutOfReach):
        pull(scripted(page(change(SECOND), cursor="c-1", more=True), error(418)), path)

    assert path.read_bytes() == before


@pytest.mark.parametrize("given", ["0badcafe-8", "0badcafe-8-30", "0badcafe-0"])
def test_a_feed_that_goes_back_in_time_is_refused_and_nothing_of_it_applied(
    path: Path, given: str
) -> None:
    start = page(change(FIRST), cursor="0badcafe-9"), page(cursor="0badcafe-9")
    pull(scripted(*start), path)

    with pytest.raises(OutOfReach, match=f"goes back in time: .* 0badcafe-9 and gave {given}, "):
        pull(scripted(page(gone(FIRST), cursor=given)), path)

    assert entries(path) == [FIRST]


def test_a_cursor_of_another_form_or_another_registry_is_not_compared(path: Path) -> None:
    script = scripted(
        page(change(FIRST), cursor="0badcafe-9", more=True),
        page(change(SECOND), cursor="1badcafe-2", more=True),
        page(cursor="page 7 of 9", more=True),
        page(cursor="0badcafe-1"),
    )

    assert pull(script, path).changes == 2


def test_while_a_list_is_rebuilt_the_old_one_stays(path: Path) -> None:
    pull(scripted(page(change(FIRST), cursor="old-9"), page(cursor="old-9")), path)

    with pytest.raises(OutOfReach):
        pull(scripted(error(409), page(change(SECOND), cursor="n-1", more=True), error(418)), path)

    assert entries(path) == [FIRST]


def test_a_rebuild_that_was_cut_off_goes_on(path: Path) -> None:
    pull(scripted(page(change(FIRST), cursor="old-9"), page(cursor="old-9")), path)
    with pytest.raises(OutOfReach):
        pull(scripted(error(409), page(change(FIRST), cursor="n-1", more=True), error(418)), path)
    script = scripted(error(409), page(change(SECOND), cursor="n-2"), page(cursor="n-2"))

    pull(script, path)

    assert script.cursors() == ["old-9", "n-1", "n-2"]
    assert entries(path) == [FIRST, SECOND]


def test_a_rebuild_whose_cursor_is_unknown_too_begins_anew(path: Path) -> None:
    pull(scripted(page(change(FIRST), cursor="old-9"), page(cursor="old-9")), path)
    with pytest.raises(OutOfReach):
        pull(scripted(error(409), page(change(FIRST), cursor="n-1", more=True), error(418)), path)
    script = scripted(
        error(409), error(409), page(change(SECOND), cursor="z-1"), page(cursor="z-1")
    )

    pull(script, path)

    assert script.cursors() == ["old-9", "n-1", None, "z-1"]
    assert entries(path) == [SECOND]


def test_a_page_that_cannot_be_used_changes_nothing(path: Path) -> None:
    pull(scripted(page(change(FIRST), cursor="c-1"), page(cursor="c-1")), path)
    broken = page(gone(FIRST), change(SECOND, state="resting"), cursor="c-2")

    with pytest.raises(OutOfReach, match="sent a page that cannot be used: state 'resting'"):
        pull(scripted(broken), path)

    assert entries(path) == [FIRST]
    with open_list(path) as connection:
        assert read_meta(connection, "cursor") == "c-1"


def test_more_views_than_a_list_holds_are_refused_and_not_died_of(path: Path) -> None:
    named = [fingerprint_json(view=f"v-{number}") for number in range(MOST_VIEWS + 1)]

    with pytest.raises(
        OutOfReach, match="sent a page that cannot be used: more than 65536 different views"
    ):
        pull(scripted(page(change(FIRST, fingerprints=named), cursor="c-1")), path)

    assert entries(path) == []


def test_a_registry_that_turns_in_a_circle_is_left(path: Path) -> None:
    circle = page(change(FIRST), cursor="c-1", more=True)

    with pytest.raises(OutOfReach, match="the same cursor"):
        pull(scripted(circle, circle), path)


def test_a_registry_that_repeats_its_changes_for_ever_is_left(path: Path) -> None:
    again = page(change(FIRST), cursor="c-1")

    with pytest.raises(OutOfReach, match="the same cursor"):
        pull(scripted(again, again), path)


@pytest.mark.parametrize("folder", [".", "", "/"])
def test_a_folder_cannot_become_a_list(folder: str) -> None:
    with pytest.raises(OutOfReach, match="is a folder; give --to the name of a file"):
        pull(scripted(), Path(folder))


def test_a_place_that_the_system_will_not_open_is_out_of_reach(tmp_path: Path) -> None:
    with pytest.raises(OutOfReach, match=r"cannot be written \(File name too long\)"):
        pull(scripted(), tmp_path / ("x" * 300))


def test_a_full_disk_is_named_as_what_it_is(path: Path) -> None:
    pull(scripted(page(change(FIRST), cursor="c-1"), page(cursor="c-1")), path)
    with sqlite3.connect(path) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    many = [change(f"{number:026d}") for number in range(500)]

    with open_list(path, create=True) as connection:
        connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(sqlite3.OperationalError, match="database or disk is full"):
            apply_page(connection, parse_page(page_json(changes=many)), url="https://x.example")

    assert entries(path) == [FIRST]


def test_of_two_pulls_at_once_the_second_one_refuses(path: Path) -> None:
    with path.with_name(f"{path.name}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        with pytest.raises(OutOfReach, match="another pull is bringing"):
            pull(scripted(), path)


def test_a_file_that_is_no_list_is_left_alone(path: Path) -> None:
    path.write_text("my holiday diary, and quite a long one at that" * 20)

    with pytest.raises(OutOfReach, match="is not a list file"):
        pull(scripted(), path)

    assert path.read_text().startswith("my holiday diary")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutOfReach, match="cannot be written"):
        pull(scripted(), tmp_path / "nowhere" / "list.sqlite3")


def test_a_full_disk_leaves_the_last_whole_page(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pull(scripted(page(change(FIRST), cursor="c-1"), page(cursor="c-1")), path)

    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("takeback.cli.list_updates.apply_page", full)
    with pytest.raises(OutOfReach, match="disk is full"):
        pull(scripted(page(change(SECOND), cursor="c-2")), path)

    assert entries(path) == [FIRST]


def test_progress_is_told_after_each_page(path: Path) -> None:
    told: list[int] = []
    script = scripted(
        page(change(FIRST), cursor="c-1", more=True),
        page(change(SECOND), cursor="c-2"),
        page(cursor="c-2"),
    )

    watcher = Watcher(changes=told.append, snapshot=lambda *_: None)
    bring_up_to_date(script.registry(), path, watcher=watcher, now=NOW)

    assert told == [1, 2, 2]


# Pulls a feed of six thousand entries, a hundred a page, as fast as it can.
PULLER = """
import sys
from pathlib import Path
from takeback.cli.list_updates import bring_up_to_date
from tests.cli.registries import served
from tests.cli.test_list_updates import NOW, QUIET, long_feed
bring_up_to_date(served(long_feed), Path(sys.argv[1]), watcher=QUIET, now=NOW)
"""
PAGES, A_PAGE = 60, 100


def long_feed(cursor: str | None) -> Any:
    done = int(cursor.split("-")[1]) if cursor else 0
    numbers = range(done * A_PAGE, (done + 1) * A_PAGE) if done < PAGES else []
    changes = [change_json(entry=f"entry-{number}") for number in numbers]
    reached = min(done + 1, PAGES)
    return page_json(changes=changes, cursor=f"c-{reached}", more=reached < PAGES)


def test_a_pull_that_is_killed_at_any_moment_goes_on_and_misses_nothing(path: Path) -> None:
    kills = 0
    for wait_seconds in (0.0, 0.03, 0.1, 0.25):
        process = subprocess.Popen([sys.executable, "-c", PULLER, str(path)])
        while process.poll() is None and not path.exists():
            time.sleep(0.005)
        time.sleep(wait_seconds)
        kills += process.poll() is None
        process.kill()
        process.wait()

    update = bring_up_to_date(served(long_feed), path, watcher=QUIET, now=NOW)

    assert kills >= 1
    assert update.entries == PAGES * A_PAGE
    assert len(set(entries(path))) == PAGES * A_PAGE
    assert path.stat().st_mode & 0o077 == 0


def test_the_snapshot_has_what_the_list_has_when_the_pull_ends(path: Path) -> None:
    start = page(change(FIRST), change(SECOND), cursor="c-1"), page(cursor="c-1")
    update = pull(scripted(*start), path)

    withdrawn = pull(scripted(page(gone(FIRST), cursor="c-2"), page(cursor="c-2")), path)

    snapshot = path.with_name(f"{path.name}.snapshot")
    assert [each.snapshot and each.snapshot.fingerprints for each in (update, withdrawn)] == [2, 1]
    assert len(Index.open(snapshot)) == 1
    assert snapshot.stat().st_mode & 0o077 == 0


def test_a_snapshot_that_cannot_be_written_is_said_and_the_list_is_up_to_date(path: Path) -> None:
    path.with_name(f"{path.name}.snapshot").mkdir()

    with pytest.raises(OutOfReach, match=r"is up to date, and its snapshot .* cannot be written"):
        pull(scripted(page(change(FIRST), cursor="c-1"), page(cursor="c-1")), path)

    assert entries(path) == [FIRST]


# Pulls two pages with a limit on the size of files that only the list keeps.
CRAMPED = """
import resource, signal, sys
from pathlib import Path
from takeback.cli.list_updates import bring_up_to_date
from takeback.cli.problems import OutOfReach
from tests.cli.registries import served
from tests.cli.test_list_updates import NOW, QUIET, long_feed
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    bring_up_to_date(served(long_feed), Path(sys.argv[1]), watcher=QUIET, now=NOW)
except OutOfReach as problem:
    sys.exit(f"said: {problem}")
"""


def test_a_disk_that_fills_up_in_mid_pull_leaves_whole_pages_and_the_next_pull_goes_on(
    path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CRAMPED, str(path), "400000"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 1
    assert done.stderr.startswith(f"said: {path} cannot be written (")
    with open_list(path, create=True) as connection:
        cursor = read_meta(connection, "cursor")
    assert cursor is not None
    kept = len(entries(path))
    assert 0 < kept < PAGES * A_PAGE
    assert kept == int(cursor.split("-")[1]) * A_PAGE
    update = bring_up_to_date(served(long_feed), path, watcher=QUIET, now=NOW)
    assert update.entries == PAGES * A_PAGE
