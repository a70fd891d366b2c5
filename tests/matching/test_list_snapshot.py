import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from takeback.matching import list_snapshot
from takeback.matching.feed_pages import Change, ListedFingerprint
from takeback.matching.index import Index
from takeback.matching.list_file import apply_page, open_list
from takeback.matching.list_rows import read_views
from takeback.matching.list_snapshot import (
    build_in_memory,
    open_listed_index,
    snapshot_path,
    update_snapshot,
)
from tests.matching.pages import bits, change, page, whole

URL = "https://registry.example"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "list.sqlite3"


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    with open_list(path, create=True) as opened:
        yield opened


@pytest.fixture
def snapshot(path: Path) -> Path:
    return snapshot_path(path)


def apply(connection: sqlite3.Connection, *changes: Change) -> None:
    apply_page(connection, page(*changes), url=URL)


def update(connection: sqlite3.Connection, snapshot: Path) -> bool:
    return update_snapshot(connection, snapshot, tell=lambda *_: None).is_written


def silently(text: str) -> None:
    pytest.fail(f"there is nothing to complain of: {text}")


def numbers(index: Index) -> list[int]:
    """Which of the pictures 0 to 99 are found, each exactly."""
    queries = np.frombuffer(b"".join(bits(number) for number in range(100)), np.uint8)
    return [int(each) for each in index.search_many(queries.reshape(-1, 32), 0).queries]


def many(count: int, *, start: int = 0) -> list[Change]:
    return [change(f"entry-{number}", whole(number)) for number in range(start, start + count)]


def test_a_snapshot_holds_what_is_looked_up_and_says_which_view_it_is(
    connection: sqlite3.Connection, snapshot: Path
) -> None:
    short = ListedFingerprint("pdq-1", "short", bits(6)[:8])
    cell = ListedFingerprint("pdq-mean-1", "cell-1", bits(5))
    frame = ListedFingerprint("vpdq-1", "frame-1", bits(4))
    house = ListedFingerprint("pdq-mean-1", "mean-whole", bits(3))
    apply(connection, change("one", whole(1), short, cell), change("two", frame, house, whole(2)))

    update(connection, snapshot)

    index = open_listed_index(connection, snapshot, complain=silently)
    assert numbers(index) == [1, 2, 3]
    (tag,) = index.search(bits(3)).tags
    assert read_views(connection)[tag] == ("pdq-mean-1", "mean-whole")


def test_a_snapshot_that_has_all_is_not_written_again(
    connection: sqlite3.Connection, snapshot: Path
) -> None:
    apply(connection, *many(3))

    assert [update(connection, snapshot) for _ in range(2)] == [True, False]


def test_few_additions_are_applied_in_memory_and_many_are_written(
    connection: sqlite3.Connection, snapshot: Path
) -> None:
    apply(connection, *many(64))
    update(connection, snapshot)

    apply(connection, *many(1, start=64))
    is_written_for_one = update(connection, snapshot)
    seen = numbers(open_listed_index(connection, snapshot, complain=silently))
    apply(connection, *many(1, start=65))

    assert not is_written_for_one
    assert seen == list(range(65))
    assert update(connection, snapshot)
    assert len(Index.open(snapshot)) == 66


def test_what_was_withdrawn_is_neither_found_nor_left_in_the_file(
    connection: sqlite3.Connection, snapshot: Path
) -> None:
    apply(connection, *many(70))
    update(connection, snapshot)

    apply(connection, change("entry-7", state="withdrawn"))
    seen = numbers(open_listed_index(connection, snapshot, complain=silently))

    assert 7 not in seen
    assert len(seen) == 69
    assert bits(7) in snapshot.read_bytes()
    assert update(connection, snapshot)
    assert bits(7) not in snapshot.read_bytes()
    assert bits(8) in snapshot.read_bytes()


def test_an_entry_that_changes_is_found_as_it_is_now_only(
    connection: sqlite3.Connection, snapshot: Path
) -> None:
    apply(connection, *many(3))
    update(connection, snapshot)

    apply(connection, change("entry-1", whole(50)))

    index = open_listed_index(connection, snapshot, complain=silently)
    assert numbers(index) == [0, 2, 50]


def test_an_entry_that_came_and_went_since_needs_no_new_snapshot(
    connection: sqlite3.Connection, snapshot: Path
) -> None:
    apply(connection, *many(3))
    update(connection, snapshot)

    apply(connection, change("late", whole(9)))
    apply(connection, change("late", state="withdrawn"))

    assert not update(connection, snapshot)
    assert numbers(open_listed_index(connection, snapshot, complain=silently)) == [0, 1, 2]


def test_without_a_snapshot_the_index_is_built_from_the_list(
    connection: sqlite3.Connection, snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_snapshot, "ROWS", 7)
    apply(connection, *many(30))
    apply(connection, change("entry-4", state="withdrawn"))

    seen = numbers(open_listed_index(connection, snapshot, complain=silently))

    assert seen == [number for number in range(30) if number != 4]
    assert not snapshot.exists()


def test_an_empty_list_has_a_snapshot_too(connection: sqlite3.Connection, snapshot: Path) -> None:
    assert update(connection, snapshot)
    assert numbers(open_listed_index(connection, snapshot, complain=silently)) == []


def damaged(snapshot: Path) -> None:
    data = bytearray(snapshot.read_bytes())
    data[len(data) // 2] ^= 0xFF
    snapshot.write_bytes(data)


def cut_off(snapshot: Path) -> None:
    snapshot.write_bytes(snapshot.read_bytes()[:-100])


def of_something_else(snapshot: Path) -> None:
    Index().save(snapshot, note=b"not of a list")


def of_another_list(snapshot: Path) -> None:
    Index().save(snapshot, note=b'{"list": "another", "change": 3}')


@pytest.mark.parametrize("spoil", [damaged, cut_off, of_something_else, of_another_list])
def test_a_snapshot_that_cannot_be_used_is_complained_of_and_the_answer_stays(
    connection: sqlite3.Connection, snapshot: Path, spoil: object
) -> None:
    apply(connection, *many(20))
    update(connection, snapshot)
    spoil(snapshot)  # type: ignore[operator]
    complaints: list[str] = []

    index = open_listed_index(connection, snapshot, complain=complaints.append)

    assert numbers(index) == list(range(20))
    (complaint,) = complaints
    assert complaint.startswith(f"{snapshot} cannot be used: ")
    assert "run `takeback list pull`" in complaint


@pytest.mark.parametrize("spoil", [damaged, cut_off, of_something_else, of_another_list])
def test_a_snapshot_that_cannot_be_used_is_made_anew_and_that_is_told(
    connection: sqlite3.Connection, snapshot: Path, spoil: object
) -> None:
    apply(connection, *many(20))
    update(connection, snapshot)
    spoil(snapshot)  # type: ignore[operator]

    updated = update_snapshot(connection, snapshot, tell=lambda *_: None)

    assert updated.is_written
    assert updated.refused_because
    assert numbers(open_listed_index(connection, snapshot, complain=silently)) == list(range(20))


def test_a_snapshot_put_back_from_before_is_refused_because_it_holds_what_was_withdrawn(
    connection: sqlite3.Connection, snapshot: Path
) -> None:
    apply(connection, *many(20))
    update(connection, snapshot)
    before = snapshot.read_bytes()
    apply(connection, change("entry-3", state="withdrawn"))
    update(connection, snapshot)
    snapshot.write_bytes(before)
    complaints: list[str] = []

    index = open_listed_index(connection, snapshot, complain=complaints.append)

    assert 3 not in numbers(index)
    assert "it stands at change 20 and the list at 21" in complaints[0]


def test_a_pull_that_gets_between_list_and_snapshot_is_waited_out(
    path: Path, snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_list(path, create=True) as writing, open_list(path) as reading:
        apply(writing, *many(20))
        update(writing, snapshot)
        held = Index.open(snapshot)
        apply(writing, change("entry-3", state="withdrawn"))
        update(writing, snapshot)
        opened = iter([held, Index.open(snapshot)])
        monkeypatch.setattr(Index, "open", lambda _: next(opened))

        index = open_listed_index(reading, snapshot, complain=silently)

    assert numbers(index) == [number for number in range(20) if number != 3]


def test_a_pull_that_gets_between_two_looks_at_the_list_is_noticed(
    path: Path, snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_list(path, create=True) as writing, open_list(path) as reading:
        apply(writing, *many(20))

        def pull_meanwhile(connection: sqlite3.Connection, index: Index, **given: object) -> None:
            monkeypatch.undo()
            list_snapshot._add(connection, index, **given)  # type: ignore[arg-type]
            apply(writing, change("entry-3", state="withdrawn"))
            update(writing, snapshot)

        monkeypatch.setattr(list_snapshot, "_add", pull_meanwhile)
        index = build_in_memory(reading)

    assert numbers(index) == [number for number in range(20) if number != 3]


def test_what_is_written_while_the_list_is_read_is_in_the_index(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_list(path, create=True) as writing, open_list(path) as reading:
        apply(writing, *many(20))

        def pull_meanwhile(connection: sqlite3.Connection, index: Index, **given: object) -> None:
            monkeypatch.undo()
            list_snapshot._add(connection, index, **given)  # type: ignore[arg-type]
            apply(writing, change("entry-3", state="withdrawn"), *many(2, start=20))

        monkeypatch.setattr(list_snapshot, "_add", pull_meanwhile)
        index = build_in_memory(reading)

    assert numbers(index) == [number for number in range(22) if number != 3]


def test_where_there_is_no_room_the_old_snapshot_stays(
    connection: sqlite3.Connection, snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(connection, *many(20))
    update(connection, snapshot)
    before = snapshot.read_bytes()
    apply(connection, change("entry-3", state="withdrawn"))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Index, "save", full)
        with pytest.raises(OSError, match="No space left"):
            update(connection, snapshot)

    assert snapshot.read_bytes() == before
    assert 3 not in numbers(open_listed_index(connection, snapshot, complain=silently))
    assert update(connection, snapshot)
