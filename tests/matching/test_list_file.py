import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from takeback.matching import list_file, list_rows
from takeback.matching.feed_pages import ListedFingerprint, NotAFeedPage
from takeback.matching.list_file import (
    NotAListFile,
    OlderForm,
    apply_page,
    count_entries,
    entries_with_digest,
    listed_fingerprints,
    note_pull,
    open_list,
    read_meta,
)
from tests.matching.pages import bits, change, page, whole

URL = "https://registry.example"
LATER = (("whole", 3), ("mirror", 3), ("long", 20))
MD5 = bytes.fromhex("d41d8cd98f00b204e9800998ecf8427e")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "list.sqlite3"


def test_a_new_list_is_empty_and_its_owners(path: Path) -> None:
    with open_list(path, create=True) as connection:
        assert count_entries(connection) == 0
        assert read_meta(connection, "cursor") is None

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_page_is_kept_with_its_cursor(path: Path) -> None:
    with open_list(path, create=True) as connection:
        apply_page(connection, page(change("one", whole(1)), cursor="0badcafe-9"), url=URL)

    with open_list(path) as connection:
        assert list(listed_fingerprints(connection, "pdq-1")) == [("one", whole(1))]
        assert read_meta(connection, "cursor") == "0badcafe-9"
        assert read_meta(connection, "url") == URL


@pytest.mark.parametrize("state", ["withdrawn", "suspended"])
def test_an_entry_that_is_no_longer_active_leaves_the_list(path: Path, state: str) -> None:
    with open_list(path, create=True) as connection:
        apply_page(connection, page(change("one", whole(1)), change("two", whole(2))), url=URL)

        apply_page(connection, page(change("one", state=state)), url=URL)

        assert list(listed_fingerprints(connection, "pdq-1")) == [("two", whole(2))]
        assert count_entries(connection) == 1


def test_what_was_withdrawn_cannot_be_found_in_the_file(path: Path) -> None:
    with open_list(path, create=True) as connection:
        apply_page(connection, page(change("one", whole(1))), url=URL)
        apply_page(connection, page(change("one", state="withdrawn")), url=URL)

    assert bits(1) not in path.read_bytes()


def test_an_entry_that_comes_again_replaces_itself(path: Path) -> None:
    with open_list(path, create=True) as connection:
        apply_page(connection, page(change("one", whole(1), whole(2, "mirror"))), url=URL)

        apply_page(connection, page(change("one", whole(3))), url=URL)

        assert list(listed_fingerprints(connection, "pdq-1")) == [("one", whole(3))]


def test_a_page_that_fails_leaves_nothing_behind(path: Path) -> None:
    broken = ListedFingerprint(None, "whole", bits(2))  # type: ignore[arg-type]
    with open_list(path, create=True) as connection:
        apply_page(connection, page(cursor="0badcafe-1"), url=URL)

        with pytest.raises(sqlite3.IntegrityError):
            apply_page(
                connection,
                page(change("one", whole(1)), change("two", broken), cursor="x"),
                url=URL,
            )

        assert count_entries(connection) == 0
        assert read_meta(connection, "cursor") == "0badcafe-1"


def test_a_file_is_found_by_its_digest(path: Path) -> None:
    listed = ListedFingerprint("md5", "whole", MD5)
    with open_list(path, create=True) as connection:
        apply_page(connection, page(change("one", listed), change("two", listed)), url=URL)

        assert entries_with_digest(connection, "md5", MD5) == ["one", "two"]
        assert entries_with_digest(connection, "md5", bits(1)[:16]) == []
        assert entries_with_digest(connection, "sha256", MD5) == []


def test_each_recipe_is_read_by_itself_in_the_order_listed(path: Path) -> None:
    crop = ListedFingerprint("pdq-mean-1", "crop", bits(2))
    frame = ListedFingerprint("vpdq-1", "frame-0001", bits(3))
    md5 = ListedFingerprint("md5", "whole", MD5)
    one = change("one", whole(1), crop, whole(4, "mirror"), md5)
    with open_list(path, create=True) as connection:
        apply_page(connection, page(one, change("two", frame, whole(5))), url=URL)

        assert list(listed_fingerprints(connection, "pdq-1")) == [
            ("one", whole(1)),
            ("one", whole(4, "mirror")),
            ("two", whole(5)),
        ]
        assert list(listed_fingerprints(connection, "pdq-mean-1")) == [("one", crop)]
        assert list(listed_fingerprints(connection, "vpdq-1")) == [("two", frame)]
        assert list(listed_fingerprints(connection, "md5")) == [("one", md5)]


def test_fingerprints_of_a_later_recipe_keep_their_lengths(path: Path) -> None:
    later = [ListedFingerprint("house-2", view, bits(1)[:size]) for view, size in LATER]
    with open_list(path, create=True) as connection:
        apply_page(connection, page(change("one", *later)), url=URL)

        assert sorted(listed_fingerprints(connection, "house-2"), key=str) == [
            ("one", item) for item in sorted(later, key=str)
        ]


def test_two_digests_of_one_entry_are_both_found(path: Path) -> None:
    other = bits(5)[:16]
    listed = [ListedFingerprint("md5", view, it) for view, it in (("whole", MD5), ("cut", other))]
    with open_list(path, create=True) as connection:
        apply_page(connection, page(change("one", *listed)), url=URL)

        assert entries_with_digest(connection, "md5", MD5) == ["one"]
        assert entries_with_digest(connection, "md5", other) == ["one"]


def test_more_views_than_a_list_holds_spoil_the_page(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_rows, "MOST_VIEWS", 2)
    with open_list(path, create=True) as connection:
        apply_page(connection, page(change("one", whole(1, "a"), whole(2, "b"))), url=URL)

        with pytest.raises(NotAFeedPage, match="a list holds no more"):
            apply_page(connection, page(change("two", whole(3, "c"))), url=URL)

        assert count_entries(connection) == 1


def test_an_entry_of_more_digests_than_a_list_holds_spoils_the_page(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_rows, "MOST_ROWS", 2)
    digests = [ListedFingerprint("md5", "whole", bits(number)[:16]) for number in range(3)]
    with open_list(path, create=True) as connection:
        with pytest.raises(NotAFeedPage, match="an entry of 3 digests; a list holds 2 of each"):
            apply_page(connection, page(change("one", *digests)), url=URL)

        assert count_entries(connection) == 0


def test_entries_are_known_again_however_long_ago_they_were_listed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_rows, "SETTLE_AFTER", 3)
    with open_list(path, create=True) as connection:
        for number in range(8):
            apply_page(connection, page(change(f"entry-{number}", whole(number))), url=URL)
        (waiting,) = connection.execute("SELECT count(*) FROM new_names").fetchone()

        for number in range(0, 8, 2):
            apply_page(connection, page(change(f"entry-{number}", state="withdrawn")), url=URL)
        apply_page(connection, page(change("entry-1", whole(11)), change("entry-7")), url=URL)

        assert waiting == 2
        assert list(listed_fingerprints(connection, "pdq-1")) == [
            ("entry-3", whole(3)),
            ("entry-5", whole(5)),
            ("entry-1", whole(11)),
        ]
        assert count_entries(connection) == 4


def test_of_two_entries_with_the_same_key_only_the_one_that_is_meant_leaves(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_rows, "_key", lambda _: 7)
    with open_list(path, create=True) as connection:
        apply_page(connection, page(change("one", whole(1)), change("two", whole(2))), url=URL)
        apply_page(connection, page(change("one", state="withdrawn")), url=URL)

        assert list(listed_fingerprints(connection, "pdq-1")) == [("two", whole(2))]


def test_an_entry_that_comes_twice_in_a_page_is_what_it_was_last(path: Path) -> None:
    twice = page(change("one", whole(1)), change("two", whole(2)), change("one", whole(3)))
    withdrawn = page(change("two", whole(4)), change("two", state="withdrawn"))
    with open_list(path, create=True) as connection:
        apply_page(connection, twice, url=URL)
        seen = list(listed_fingerprints(connection, "pdq-1"))
        apply_page(connection, withdrawn, url=URL)

        assert seen == [("two", whole(2)), ("one", whole(3))]
        assert list(listed_fingerprints(connection, "pdq-1")) == [("one", whole(3))]


def test_a_page_without_room_is_rolled_back(path: Path) -> None:
    many = [change(f"entry-{number}", whole(number)) for number in range(2_000)]
    with open_list(path, create=True) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

        with pytest.raises(sqlite3.OperationalError, match="full"):
            apply_page(connection, page(*many), url=URL)

        assert count_entries(connection) == 0
        assert read_meta(connection, "cursor") is None


def test_a_list_remembers_when_a_pull_got_through(path: Path) -> None:
    with open_list(path, create=True) as connection:
        for hour in (9, 10):
            note_pull(connection, datetime(2026, 11, 22, hour, 30, tzinfo=UTC))

        assert read_meta(connection, "pulled_at") == "2026-11-22T10:30:00+00:00"


def test_a_folder_is_not_a_list(tmp_path: Path) -> None:
    with pytest.raises(NotAListFile, match="is a folder; a list is one file"), open_list(tmp_path):
        pass


def test_looks_are_not_searched_for_as_a_digest(path: Path) -> None:
    with (
        open_list(path, create=True) as connection,
        pytest.raises(ValueError, match="pdq-1 is not a digest"),
    ):
        entries_with_digest(connection, "pdq-1", bits(1))


def test_a_list_opened_for_reading_cannot_be_changed(path: Path) -> None:
    with open_list(path, create=True):
        pass

    with open_list(path) as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        apply_page(connection, page(change("one", whole(1))), url=URL)


def test_a_list_that_may_not_be_written_can_be_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_list(path, create=True) as connection:
        apply_page(connection, page(change("one", whole(1))), url=URL)
    # The superuser may write anything, so the mode of the file would not do.
    monkeypatch.setattr("os.access", lambda *_: False)

    with open_list(path) as connection:
        assert count_entries(connection) == 1


def test_a_missing_list_is_not_made_for_reading(path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no such list file"), open_list(path):
        pass

    assert not path.exists()


def test_another_sqlite_file_is_not_a_list(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()

    with pytest.raises(NotAListFile, match="`takeback list pull` makes one"):
        open_list(path, create=True).__enter__()


def test_an_empty_file_is_not_a_list_for_reading(path: Path) -> None:
    path.touch()

    with pytest.raises(NotAListFile), open_list(path):
        pass


def test_a_file_of_another_kind_is_not_a_list(path: Path) -> None:
    path.write_bytes(b"\xff\xd8\xff\xe0 not a list" * 100)

    with pytest.raises(NotAListFile, match="is not a list file"), open_list(path):
        pass


def test_a_list_of_a_later_form_is_refused(path: Path) -> None:
    with open_list(path, create=True) as connection:
        connection.execute("PRAGMA user_version = 4")

    with (
        pytest.raises(NotAListFile, match="has form 4, and this version reads form 3: update"),
        open_list(path),
    ):
        pass


def test_a_list_of_an_earlier_form_says_how_it_is_replaced(path: Path) -> None:
    with open_list(path, create=True) as connection:
        connection.execute("PRAGMA user_version = 1")

    with pytest.raises(OlderForm, match="run `takeback list pull` again"), open_list(path):
        pass


def test_a_list_that_another_process_holds_for_too_long_says_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_file, "WAIT_SECONDS", 0.1)
    with open_list(path, create=True):
        pass
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(sqlite3.OperationalError, match="database is locked"), open_list(path):
            pass


def test_a_list_that_was_cut_off_is_damaged_and_not_something_else(path: Path) -> None:
    with open_list(path, create=True) as connection:
        apply_page(connection, page(change("a", whole(1))), url="https://x.example")
    path.write_bytes(path.read_bytes()[:50_000])

    with pytest.raises(NotAListFile, match="is damaged: remove it"), open_list(path):
        pass
