import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from takeback.fingerprint.picture import make_views
from takeback.matching.efforts import HARDEST
from takeback.matching.exact import near
from takeback.matching.feed_pages import Change, ListedFingerprint
from takeback.matching.house_list import join_arrays
from takeback.matching.index import SnapshotRefused
from takeback.matching.indexed_list import IndexedList, open_indexed_list
from takeback.matching.list_file import apply_page, open_list
from takeback.matching.list_snapshot import snapshot_path, update_snapshot
from takeback.matching.listed_arrays import listed_arrays
from takeback.matching.search import open_query, search
from tests.matching.copies import (
    NAMES,
    part,
    photograph,
    pixels,
    screenshot,
    side_by_side,
)
from tests.matching.pages import bits, change, page, whole

COPIES: dict[str, Callable[[], Image.Image]] = {
    "smaller": lambda: photograph("rocket").resize((300, 200)),
    "screenshot": lambda: screenshot(photograph("coffee"))[0],
    "collage": lambda: side_by_side(*(photograph(name) for name in NAMES[:3]))[0],
    "part": lambda: part(photograph("coffee"), 0.08, 0.02, 0.9, 0.93),
    "not listed": lambda: screenshot(photograph("camera"))[0],
}


def silently(text: str) -> None:
    pytest.fail(f"there is nothing to complain of: {text}")


def make_list(path: Path, *changes: Change) -> Path:
    with open_list(path, create=True) as connection:
        apply_page(connection, page(*changes), url="https://x.example")
        update_snapshot(connection, snapshot_path(path), tell=lambda *_: None)
    return path


@pytest.fixture(scope="module")
def photographs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list of four photographs with all views, one older entry, and five hundred others."""
    listed = {
        name: [
            ListedFingerprint(item.recipe, item.view, bytes.fromhex(item.fingerprint.hex))
            for item in make_views(pixels(photograph(name)))
        ]
        for name in NAMES[:4]
    }
    older = [item for item in listed["rocket"] if item.view in ("whole", "mirror")]
    others = [change(f"other-{number}", whole(number)) for number in range(500)]
    return make_list(
        tmp_path_factory.mktemp("list") / "list.sqlite3",
        change("older", *older),
        *others,
        *(change(name, *items) for name, items in listed.items()),
    )


@pytest.mark.parametrize("copy", COPIES)
def test_searching_by_the_index_and_by_comparing_with_everything_find_the_same(
    photographs: Path, copy: str
) -> None:
    query = open_query(pixels(COPIES[copy]()))
    with open_indexed_list(photographs, complain=silently) as by_index:
        connection = by_index.connection
        by_scan = join_arrays(
            listed_arrays(connection, "pdq-1"), listed_arrays(connection, "pdq-mean-1")
        )
        for effort in range(HARDEST + 1):
            found = search(query, by_index, effort=effort)

            assert found == search(query, by_scan, effort=effort)
    assert bool(found) == (copy != "not listed")


def test_fingerprints_are_looked_up_as_the_plain_search_does(photographs: Path) -> None:
    queries = [bits(number) for number in (3, 77, 999)]
    queries.append(bytes([queries[0][0] ^ 0b111, *queries[0][1:]]))
    with open_indexed_list(photographs, complain=silently) as listed:
        connection = listed.connection
        twin = join_arrays(
            listed_arrays(connection, "pdq-1"), listed_arrays(connection, "pdq-mean-1")
        )
        rocket = np.flatnonzero(np.array(twin.plain.views) == "mirror")[0]
        queries.append(twin.plain.bits.T[rocket].tobytes())
        rows = np.frombuffer(b"".join(queries), np.uint8).reshape(-1, 32)

        found = listed.neighbours(rows, 31)

        assert found == [near(twin.plain, query) for query in queries]
    assert [len(each) for each in found] == [1, 1, 0, 1, 2]


def test_an_entry_that_left_the_list_meanwhile_is_not_named(tmp_path: Path) -> None:
    path = make_list(tmp_path / "list", change("one", whole(1)), change("two", whole(2)))
    rows = np.frombuffer(bits(1) + bits(2), np.uint8).reshape(-1, 32)
    with open_indexed_list(path, complain=silently) as listed:
        assert len(listed.met(rows, 0).entries) == 2
        with open_list(path, create=True) as connection:
            apply_page(connection, page(change("one", state="withdrawn")), url="https://x.example")

        assert listed.met(rows, 0).entries == ("two",)
        assert [len(each) for each in listed.neighbours(rows, 0)] == [0, 1]


def in_a_child(listed: IndexedList, queue: "multiprocessing.Queue[object]") -> None:
    rows = np.frombuffer(bits(1), np.uint8).reshape(-1, 32)
    queue.put((os.getpid(), listed.met(rows, 0).entries))
    listed.close()


def asked_of_a_child(listed: IndexedList) -> tuple[str, ...]:
    forked = multiprocessing.get_context("fork")
    queue = forked.Queue()
    child = forked.Process(target=in_a_child, args=(listed, queue))
    child.start()
    process, entries = queue.get(timeout=30)
    child.join()
    assert (process, child.exitcode) == (child.pid, 0)
    return tuple(entries)


def test_a_forked_process_searches_with_a_connection_of_its_own(tmp_path: Path) -> None:
    path = make_list(tmp_path / "list", change("one", whole(1)))
    rows = np.frombuffer(bits(1), np.uint8).reshape(-1, 32)
    with open_indexed_list(path, complain=silently) as listed:
        before = listed.met(rows, 0).entries

        assert asked_of_a_child(listed) == before == ("one",)
        assert listed.met(rows, 0).entries == before


def test_a_forked_process_that_finds_another_list_in_its_place_searches_that(
    tmp_path: Path,
) -> None:
    path = make_list(tmp_path / "list", change("one", whole(1)))
    rows = np.frombuffer(bits(1), np.uint8).reshape(-1, 32)
    with open_indexed_list(path, complain=silently) as listed:
        listed.met(rows, 0)
        other = make_list(tmp_path / "other", change("x", whole(9)), change("another", whole(1)))
        other.replace(path)
        snapshot_path(other).replace(snapshot_path(path))

        assert asked_of_a_child(listed) == ("another",)
        assert listed.met(rows, 0).entries == ("one",)


def test_a_forked_process_follows_the_list_in_this_one_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_list(tmp_path / "list", change("one", whole(1)))
    rows = np.frombuffer(bits(1), np.uint8).reshape(-1, 32)
    with open_indexed_list(path, complain=silently) as listed:
        assert listed.met(rows, 0).entries == ("one",)
        for name in ("same", "another"):
            # As a forked process sees it: the same object under another number.
            monkeypatch.setattr("os.getpid", lambda name=name: name)
            if name == "another":
                make_list(tmp_path / "other", change("new", whole(1))).replace(path)
                snapshot_path(tmp_path / "other").replace(snapshot_path(path))
            found = listed.met(rows, 0).entries
            assert listed.to_refine() is listed.to_refine()
            assert found == (("one",) if name == "same" else ("new",))
        monkeypatch.setattr("os.getpid", lambda: "one that never searched")
        listed.close()
        monkeypatch.setattr("os.getpid", lambda: "another")
        assert listed.met(rows, 0).entries == ("new",)


def test_damage_that_shows_while_searching_is_told_and_the_answer_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_list(tmp_path / "list", change("one", whole(1)))
    rows = np.frombuffer(bits(1), np.uint8).reshape(-1, 32)
    complaints: list[str] = []
    with open_indexed_list(path, complain=complaints.append) as listed:
        index = listed.index
        search_many = type(index).search_many

        def refuse(given: object, *others: object, **named: object) -> object:
            if given is index:
                raise SnapshotRefused("block 7 of section 2")
            return search_many(given, *others, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(type(index), "search_many", refuse)
        found = [listed.met(rows, 0).entries for _ in range(2)]

    assert found == [("one",)] * 2
    assert complaints == [
        f"{snapshot_path(path)} cannot be used: block 7 of section 2. The list is indexed in "
        "memory, which takes longer and finds the same; run `takeback list pull` to have the "
        "snapshot written anew"
    ]
