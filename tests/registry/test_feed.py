from datetime import date, timedelta

import pytest

from takeback.registry import entries
from takeback.registry.feed import (
    FOR_OUR_MATCHER,
    Change,
    Cursor,
    CursorNotReadable,
    ListedFingerprint,
    changes_since,
    read_cursor,
)
from takeback.registry.models import Counter
from takeback.registry.numbers import read_counter
from takeback.registry.refused import Refused
from tests.registry.pictures import NOW, ORIGIN, OTHER_ORIGIN, bits_of, picture, video
from tests.registry.readers import Reader, active_list

pytestmark = pytest.mark.django_db


def test_an_active_entry_is_told_with_its_fingerprints_and_the_day() -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1, views=("whole", "mirror"))], now=NOW)

    page = changes_since(None, limit=10)

    listed = (
        ListedFingerprint("pdq-1", bits_of(1, "mirror"), "mirror"),
        ListedFingerprint("pdq-1", bits_of(1, "whole"), "whole"),
    )
    assert page.changes == (Change(entry, "active", listed, "self_declared", date(2026, 11, 22)),)
    assert not page.more


def test_the_house_recipe_is_told_to_those_who_ask_for_it() -> None:
    given = picture(1, views=("whole",), house_views=("cell-1", "crop"))
    (entry,) = entries.put_in_force(ORIGIN, [given], now=NOW)

    for_everybody = changes_since(None, limit=10)
    for_our_matcher = changes_since(None, limit=10, recipes=FOR_OUR_MATCHER)

    whole = ListedFingerprint("pdq-1", bits_of(1, "whole"), "whole")
    house = [ListedFingerprint("pdq-mean-1", bits_of(1, view), view) for view in ("cell-1", "crop")]
    assert [change.fingerprints for change in for_everybody.changes] == [(whole,)]
    assert [change.fingerprints for change in for_our_matcher.changes] == [(whole, *house)]
    assert for_everybody.changes[0].entry == entry
    assert for_everybody.cursor == for_our_matcher.cursor


def test_a_video_is_told_by_its_frames() -> None:
    entries.put_in_force(ORIGIN, [video(1, frames=3)], now=NOW)

    (change,) = changes_since(None, limit=10).changes

    told = [(listed.recipe, listed.view) for listed in change.fingerprints]
    frames = [("vpdq-1", f"frame-000{number}") for number in (1, 2, 3)]
    assert told == [("md5", "whole"), *frames]


def test_a_page_ends_before_the_entry_that_has_no_room_in_it() -> None:
    ids = entries.put_in_force(ORIGIN, [picture(number) for number in range(5)], now=NOW)
    entries.suspend(ids[1], now=NOW)
    reader = Reader(most_fingerprints=12)

    assert reader.read_page(limit=10)
    assert [change.entry for change in reader.given] == [ids[0], ids[2]]
    assert not reader.read_page(limit=10)
    assert [change.entry for change in reader.given] == [ids[0], ids[2], ids[3], ids[4], ids[1]]
    assert reader.list == active_list()


@pytest.mark.parametrize("most", [5, 9, 10, 24, 25, 26])
def test_however_little_room_a_page_has_every_entry_is_told_once(most: int) -> None:
    ids = entries.put_in_force(ORIGIN, [picture(number) for number in range(5)], now=NOW)
    reader = Reader(most_fingerprints=most)

    while reader.read_page(limit=10):
        assert len(reader.given) < 5

    assert [change.entry for change in reader.given] == ids
    assert all(len(change.fingerprints) == 5 for change in reader.given)


def test_an_empty_registry_has_an_empty_page_and_a_cursor_that_works() -> None:
    page = changes_since(None, limit=10)
    assert (page.changes, page.more) == ((), False)

    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)

    assert [change.entry for change in changes_since(page.cursor, limit=10).changes] == [entry]


def test_pages_follow_each_other_oldest_first() -> None:
    ids = entries.put_in_force(ORIGIN, [picture(number) for number in range(5)], now=NOW)

    first = changes_since(None, limit=2)
    second = changes_since(first.cursor, limit=2)
    third = changes_since(second.cursor, limit=2)

    assert [change.entry for page in (first, second, third) for change in page.changes] == ids
    assert [page.more for page in (first, second, third)] == [True, True, False]


def test_a_page_that_ends_exactly_at_the_end_says_so() -> None:
    entries.put_in_force(ORIGIN, [picture(1), picture(2)], now=NOW)

    assert not changes_since(None, limit=2).more


def test_nothing_new_gives_the_same_cursor_back() -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    cursor = changes_since(None, limit=10).cursor

    page = changes_since(cursor, limit=10)

    assert (page.changes, page.cursor, page.more) == ((), cursor, False)


def test_an_entry_that_changed_twice_is_told_once_at_its_latest_change() -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    cursor = changes_since(None, limit=10).cursor
    entries.suspend(entry, now=NOW)
    entries.withdraw(ORIGIN, now=NOW + timedelta(days=2))

    page = changes_since(cursor, limit=10)

    assert page.changes == (Change(entry, "withdrawn", (), "self_declared", date(2026, 11, 24)),)


def test_a_suspended_entry_is_told_without_fingerprints_and_comes_back_with_them() -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    reader = Reader()
    reader.read_all()

    entries.suspend(entry, now=NOW)
    reader.read_all()
    assert reader.list == {}
    entries.resume(entry, now=NOW)
    reader.read_all()

    assert [change.state for change in reader.given] == ["active", "suspended", "active"]
    assert reader.list == active_list() != {}


def test_a_newcomer_is_not_told_of_what_was_withdrawn_before_it_came() -> None:
    entries.put_in_force(ORIGIN, [picture(1), picture(2), picture(3)], now=NOW)
    entries.withdraw(ORIGIN, now=NOW)
    kept = entries.put_in_force(OTHER_ORIGIN, [picture(4), picture(5)], now=NOW)

    reader = Reader()
    reader.read_all(limit=1)

    assert [change.entry for change in reader.given] == kept


def test_a_newcomer_is_told_of_what_is_withdrawn_while_it_reads() -> None:
    gone = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    entries.put_in_force(OTHER_ORIGIN, [picture(number) for number in range(2, 6)], now=NOW)
    reader = Reader()
    reader.read_page(limit=2)

    entries.withdraw(ORIGIN, now=NOW)
    reader.read_all(limit=1)

    assert reader.given[-1].entry == gone[0]
    assert reader.given[-1].state == "withdrawn"
    assert reader.list == active_list()


def test_a_cursor_forgets_its_start_once_it_has_passed_it() -> None:
    assert str(Cursor("0123abcd", 3, 7)) == "0123abcd-3-7"
    assert str(Cursor("0123abcd", 7, 7)) == "0123abcd-7"


@pytest.mark.parametrize("cursor", [Cursor("0123abcd", 0), Cursor("0123abcd", 3, 7)])
def test_a_cursor_reads_back_as_it_was_written(cursor: Cursor) -> None:
    assert read_cursor(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "0123abcd",
        "0123abcd-",
        "0123ABCD-1",
        "0123abcd-01",
        "0123abcd--1",
        "0123abcd-1-0",
        "0123abcd-1\n",
        "0123abcd-1-2-3",
        "0123abcd-²",
        "0123abcd-" + "9" * 19,
        "0123abcd-1' OR 1=1",
        "a" * 100_000,
    ],
)
def test_text_that_is_no_cursor_is_not_readable(text: str) -> None:
    with pytest.raises(CursorNotReadable):
        changes_since(text, limit=10)


def test_a_cursor_of_another_registry_is_unknown() -> None:
    with pytest.raises(Refused, match="start again without a cursor") as refusal:
        changes_since("ffffffff-0", limit=10)

    assert refusal.value.code == "cursor_unknown"


@pytest.mark.parametrize("beyond", ["{}-1", "{}-0-1"])
def test_a_cursor_from_beyond_the_newest_number_is_unknown(beyond: str) -> None:
    cursor = beyond.format(read_counter().registry)

    with pytest.raises(Refused) as refusal:
        changes_since(cursor, limit=10)

    assert refusal.value.code == "cursor_unknown"


@pytest.mark.parametrize("limit", [0, -1, 5001])
def test_a_page_has_one_to_five_thousand_changes(limit: int) -> None:
    with pytest.raises(ValueError, match="a page has 1 to 5000 changes"):
        changes_since(None, limit=limit)


def test_the_registry_keeps_its_id() -> None:
    first = read_counter().registry
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)

    assert read_counter().registry == first
    assert Counter.objects.count() == 1
