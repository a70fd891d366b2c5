import errno
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import connection

from takeback.fingerprint.value import Fingerprint, ViewFingerprint
from takeback.matching.index import Index, Neighbours, SnapshotRefused
from takeback.registry import entries, lookup, lookup_file
from takeback.registry.entries import NewPicture
from takeback.registry.lookup import Found, Lookup, Neighbour, Sought
from takeback.registry.lookup_file import FILE_NAME, LookupFile, fault_of
from takeback.registry.lookup_note import write_note
from takeback.registry.lookup_rows import Reached, Views, row_of
from takeback.registry.models import Counter, Entry
from takeback.registry.refused import Refused
from takeback.registry.restoring import start_again
from tests.registry.pictures import NOW, ORIGIN, OTHER_ORIGIN, bits_of, picture

pytestmark = pytest.mark.django_db


def sought(number: int, view: str = "whole", *, flipped_bits: int = 0) -> Sought:
    """The fingerprint of this view, with so many of its bits changed."""
    bits = int(bits_of(number, view), 16) ^ ((1 << flipped_bits) - 1)
    return Sought("pdq-1", bits.to_bytes(32))


def names(found: Found) -> list[list[str]]:
    return [[near.entry for near in some] for some in found.neighbours]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lookup" / FILE_NAME


@pytest.fixture
def asked(path: Path) -> Lookup:
    return Lookup(LookupFile(path))


def another(path: Path) -> Lookup:
    """The lookup of another process."""
    return Lookup(LookupFile(path))


def test_an_entry_is_found_with_its_nearest_view_and_the_distance(asked: Lookup) -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)

    found = asked.near([sought(1, "mirror", flipped_bits=7), sought(2)])

    number = Entry.objects.get().pk
    assert found.neighbours == ((Neighbour(entry, number, 7, "mirror"),), ())


def test_as_of_is_the_cursor_of_what_was_asked(asked: Lookup) -> None:
    entries.put_in_force(ORIGIN, [picture(1), picture(2)], now=NOW)

    assert asked.near([sought(1)]).as_of == f"{Counter.objects.get().registry}-2"


@pytest.mark.parametrize(("flipped", "limit", "is_found"), [(31, 31, True), (8, 7, False)])
def test_the_limit_is_the_farthest_that_is_found(
    asked: Lookup, flipped: int, limit: int, *, is_found: bool
) -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)

    found = asked.near([sought(1, flipped_bits=flipped)], limit=limit)

    assert bool(found.neighbours[0]) is is_found


def test_of_several_near_views_the_nearest_is_told_and_the_entry_once(asked: Lookup) -> None:
    near = picture(1, views=("whole",)).fingerprints[0].fingerprint
    shifted = [
        ViewFingerprint(view, replace(near, bits=near.bits ^ changed))
        for view, changed in (("mirror", 0b111), ("flip", 0b1))
    ]
    entries.put_in_force(ORIGIN, [NewPicture(tuple(shifted), 90)], now=NOW)

    (found,) = asked.near([sought(1)]).neighbours

    assert [(one.view, one.distance) for one in found] == [("flip", 1)]


def test_nearer_entries_come_first_and_then_older_ones(asked: Lookup) -> None:
    (older,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    (younger,) = entries.put_in_force(OTHER_ORIGIN, [picture(1)], now=NOW)

    assert names(asked.near([sought(1)])) == [[older, younger]]


@pytest.mark.parametrize("recipe", ["md5", "sha256"])
def test_a_file_is_found_when_its_digest_is_equal(asked: Lookup, recipe: str) -> None:
    bits = bytes(range(16 if recipe == "md5" else 32))
    given = ViewFingerprint("whole", Fingerprint(recipe, int.from_bytes(bits)))
    made = NewPicture((*picture(1).fingerprints, given), 90)
    (entry,) = entries.put_in_force(ORIGIN, [made], now=NOW)

    found = asked.near([Sought(recipe, bits), Sought(recipe, bits[:-1] + b"\xff"), sought(1)])

    assert names(found) == [[entry], [], [entry]]


def test_a_new_entry_is_found_by_the_next_request(asked: Lookup) -> None:
    asked.near([sought(1)])
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)

    assert names(asked.near([sought(1)])) == [[entry]]


@pytest.mark.parametrize("leave", ["suspend", "withdraw"])
def test_promise_8_an_entry_that_left_is_not_named_any_more(asked: Lookup, leave: str) -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    assert names(asked.near([sought(1)])) == [[entry]]

    if leave == "suspend":
        entries.suspend(entry, now=NOW)
    else:
        entries.withdraw(ORIGIN, now=NOW)

    assert names(asked.near([sought(1)])) == [[]]


def test_an_entry_that_is_active_again_is_found_again_and_once(asked: Lookup) -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    asked.near([sought(1)])
    entries.suspend(entry, now=NOW)
    entries.resume(entry, now=NOW)

    assert names(asked.near([sought(1)])) == [[entry]]
    assert len(asked.up_to_date().index) == 5


def test_an_entry_that_leaves_between_the_search_and_the_answer_is_not_named(
    asked: Lookup,
) -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    asked.near([sought(1)])
    # As a request sees it that read the newest number just before the withdrawal.
    before = Counter.objects.get().newest
    entries.withdraw(ORIGIN, now=NOW)
    Counter.objects.update(newest=before)

    assert names(asked.near([sought(1)])) == [[]]


def test_another_process_goes_on_from_the_snapshot(asked: Lookup, path: Path) -> None:
    gone, kept = entries.put_in_force(ORIGIN, [picture(1), picture(2)], now=NOW)
    assert asked.keep_snapshot()
    entries.suspend(gone, now=NOW)
    (new,) = entries.put_in_force(OTHER_ORIGIN, [picture(3)], now=NOW)

    found = another(path).near([sought(1), sought(2), sought(3)])

    assert names(found) == [[], [kept], [new]]


def test_the_snapshot_is_its_owners_alone(asked: Lookup, path: Path) -> None:
    asked.keep_snapshot()

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_snapshot_is_written_again_when_something_was_withdrawn_or_much_is_new(
    asked: Lookup, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    assert asked.keep_snapshot()
    assert not asked.keep_snapshot()

    entries.put_in_force(OTHER_ORIGIN, [picture(2)], now=NOW)
    assert not asked.keep_snapshot()
    many = tuple(f"view-{number}" for number in range(500))
    entries.put_in_force(OTHER_ORIGIN, [picture(n, views=many) for n in (3, 4)], now=NOW)
    assert asked.keep_snapshot()

    entries.withdraw(ORIGIN, now=NOW)
    assert asked.keep_snapshot()


def test_what_was_withdrawn_is_not_in_the_snapshot_written_next(asked: Lookup, path: Path) -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    entries.put_in_force(OTHER_ORIGIN, [picture(2)], now=NOW)
    asked.keep_snapshot()
    listed = bytes.fromhex(bits_of(1, "whole"))
    assert listed in path.read_bytes()

    entries.withdraw(ORIGIN, now=NOW)
    asked.keep_snapshot()

    assert listed not in path.read_bytes()
    assert bytes.fromhex(bits_of(2, "whole")) in path.read_bytes()


def test_a_snapshot_of_another_registry_is_built_anew(asked: Lookup, path: Path) -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    asked.keep_snapshot()
    start_again()

    for process in (asked, another(path)):
        assert names(process.near([sought(1)])) == [[entry]]
    assert asked.keep_snapshot()


def test_after_a_restored_backup_what_came_later_is_gone(asked: Lookup, path: Path) -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    entries.put_in_force(OTHER_ORIGIN, [picture(2)], now=NOW)
    asked.keep_snapshot()
    asked.near([sought(2)])
    Entry.objects.filter(origin=OTHER_ORIGIN).delete()
    Counter.objects.update(newest=1)

    for process in (asked, another(path)):
        assert len(process.up_to_date().index) == 5
    assert asked.keep_snapshot()


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.with_suffix(".new").write_bytes(content)
    path.with_suffix(".new").replace(path)


def test_a_damaged_snapshot_is_refused_and_everything_is_found_all_the_same(
    asked: Lookup, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    asked.keep_snapshot()
    damage(path)

    assert names(another(path).near([sought(1)])) == [[entry]]
    assert "the lookup's snapshot is not used" in caplog.text
    assert fault_of(path) is not None


class IndexOverDamagedPages(Index):
    """A large snapshot of which a part is read only now, and cannot be trusted."""

    def search_many(self, *_: Any, **__: Any) -> Neighbours:
        raise SnapshotRefused("block 7 is damaged")


def test_damage_that_only_a_lookup_finds_is_said_and_everything_is_found_all_the_same(
    asked: Lookup, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    asked.keep_snapshot()
    held = asked.up_to_date()
    asked._held = replace(held, index=IndexOverDamagedPages.open(path))

    assert names(asked.near([sought(1)])) == [[entry]]
    assert "the lookup's snapshot is not used: block 7 is damaged" in caplog.text


def test_a_damaged_snapshot_that_takes_the_place_of_a_good_one_changes_nothing(
    asked: Lookup, path: Path
) -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    asked.keep_snapshot()
    before = asked.up_to_date().index
    damage(path)

    asked.take_replaced()

    assert asked.up_to_date().index is before
    assert names(asked.near([sought(1)])) == [[entry]]


def test_a_damaged_snapshot_is_replaced_by_the_next_run(asked: Lookup, path: Path) -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    asked.keep_snapshot()
    damage(path)

    assert another(path).keep_snapshot()
    assert fault_of(path) is None


def test_one_that_is_damaged_later_is_replaced_by_the_next_run_of_the_same_process(
    asked: Lookup, path: Path
) -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    asked.keep_snapshot()
    assert names(asked.near([sought(1)])) == [[entry]]
    path.unlink()
    path.write_bytes(b"not a snapshot")

    assert asked.keep_snapshot()
    assert fault_of(path) is None
    assert names(another(path).near([sought(1)])) == [[entry]]


@pytest.mark.parametrize("fault", ["withdrawn", "damaged", "none"])
def test_without_room_for_a_new_snapshot_none_stays_that_holds_what_was_withdrawn(
    asked: Lookup, path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    asked.keep_snapshot()
    if fault == "withdrawn":
        entries.withdraw(ORIGIN, now=NOW)
    elif fault == "damaged":
        damage(path)
    else:
        entries.put_in_force(OTHER_ORIGIN, [picture(2)], now=NOW)
        monkeypatch.setattr(lookup_file, "LEAST_LACKING", 1)

    def no_room(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(Index, "save", no_room)
    with pytest.raises(OSError, match="no space"):
        asked.keep_snapshot()

    assert path.exists() is (fault == "none")


def test_a_folder_that_cannot_be_looked_into_is_told_and_stops_no_lookup(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    path = tmp_path / "file" / FILE_NAME
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)

    assert names(another(path).near([sought(1)])) == [[entry]]
    assert "Not a directory" in str(fault_of(path))


def test_what_a_killed_run_left_does_not_outlast_the_next_one(asked: Lookup, path: Path) -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    asked.keep_snapshot()
    left = path.with_name(path.name + ".new")
    left.write_bytes(path.read_bytes())

    assert asked.keep_snapshot()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_what_is_sought_does_not_show_as_text() -> None:
    assert bits_of(1, "whole") not in repr(sought(1))
    assert repr(sought(1)) == "Sought(recipe='pdq-1')"


def test_a_large_damaged_snapshot_is_refused_before_it_is_taken_up(
    asked: Lookup, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    before = asked.up_to_date().index
    large = Index()
    large.add(np.random.default_rng(1).integers(0, 256, (400_000, 32), dtype=np.uint8))
    path.parent.mkdir()
    large.save(path, note=write_note(asked.up_to_date().reached, Views()))
    damage(path)
    assert path.stat().st_size > 32 << 20  # what is checked when it is opened

    asked.take_replaced()

    assert asked.up_to_date().index is before
    assert names(asked.near([sought(1)])) == [[entry]]
    assert "the lookup's snapshot is not used" in caplog.text


def test_a_snapshot_of_another_registry_does_not_take_the_place_of_ours(
    asked: Lookup, path: Path
) -> None:
    before = asked.up_to_date().index
    path.parent.mkdir()
    Index().save(path, note=write_note(Reached("another1", 7), Views()))

    asked.take_replaced()

    assert asked.up_to_date().index is before


def test_a_picture_is_no_match_for_a_file_whatever_its_bits(asked: Lookup) -> None:
    whole = picture(1, views=("whole",)).fingerprints[0]
    bits = row_of("md5", bytes(16))
    made = replace(whole, fingerprint=replace(whole.fingerprint, bits=int.from_bytes(bits)))
    (entry,) = entries.put_in_force(ORIGIN, [NewPicture((made,), 90)], now=NOW)

    found = asked.near([Sought("md5", bytes(16)), Sought("pdq-1", bits)])

    assert names(found) == [[], [entry]]


def test_a_replaced_snapshot_is_taken_up_while_lookups_go_on(asked: Lookup, path: Path) -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    asked.near([sought(1)])
    before = asked.up_to_date().index
    another(path).keep_snapshot()

    asked.near([sought(1)])
    for thread in threading.enumerate():
        if thread.daemon and "_take" in thread.name:
            thread.join(timeout=10)

    assert asked.up_to_date().index is not before
    assert names(asked.near([sought(1)])) == [[entry]]


def test_where_nothing_was_replaced_nothing_is_taken_up(asked: Lookup) -> None:
    before = asked.up_to_date().index

    asked.take_replaced()

    assert asked.up_to_date().index is before


def test_what_is_no_snapshot_of_a_lookup_is_refused(asked: Lookup, path: Path) -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    path.parent.mkdir()
    Index().save(path, note=b"a list of another kind")

    assert names(asked.near([sought(1)])) == [[entry]]
    assert fault_of(path) == "no snapshot of a lookup"


def test_what_cannot_be_read_is_said_and_everything_is_found_all_the_same(
    asked: Lookup, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    path.mkdir(parents=True)

    assert names(asked.near([sought(1)])) == [[entry]]
    assert "the lookup's snapshot is not used" in caplog.text
    assert fault_of(path) is not None


def test_no_snapshot_is_no_fault(path: Path) -> None:
    assert fault_of(path) is None


@pytest.fixture
def held_lock(asked: Lookup, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Somebody applies changes, and takes long."""
    monkeypatch.setattr(lookup, "PATIENCE_SECONDS", 0.01)
    yield
    asked._lock.release()


def test_while_the_first_index_is_built_others_are_told_to_come_back(
    asked: Lookup, held_lock: None
) -> None:
    asked._lock.acquire()

    with pytest.raises(Refused) as refused:
        asked.near([sought(1)])

    assert refused.value.code == "lookup_not_ready"


def test_while_many_changes_are_applied_others_are_answered_and_told_how_far(
    asked: Lookup, held_lock: None
) -> None:
    gone, kept = entries.put_in_force(ORIGIN, [picture(1), picture(2)], now=NOW)
    before = asked.near([sought(1)]).as_of
    asked._lock.acquire()
    entries.suspend(gone, now=NOW)

    found = asked.near([sought(1), sought(2)])

    assert (names(found), found.as_of) == ([[], [kept]], before)


def test_an_answer_without_end_is_refused(asked: Lookup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "MOST_NEIGHBOURS", 1)
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)

    assert len(asked.near([sought(1)]).neighbours[0]) == 1
    with pytest.raises(Refused) as refused:
        asked.near([sought(1), sought(1)])

    assert refused.value.code == "too_many_neighbours"


def test_more_fingerprints_than_are_searched_at_once_keep_their_order(asked: Lookup) -> None:
    ids = entries.put_in_force(ORIGIN, [picture(n) for n in range(120)], now=NOW)

    found = asked.near([sought(number) for number in range(120)])

    assert names(found) == [[entry] for entry in ids]


def test_a_lookup_asks_the_database_twice_and_once_when_nothing_is_near(asked: Lookup) -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    asked.near([sought(1)])

    counts: list[int] = []
    for number in (1, 2):
        with connection.execute_wrapper(_counting(counts)):
            counts.append(0)
            asked.near([sought(number)])

    assert counts == [2, 1]


def _counting(counts: list[int]) -> Callable[..., Any]:
    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        counts[-1] += 1
        return execute(*arguments)

    return count
