import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from takeback.registry import entries
from takeback.registry.collected import note_collection
from takeback.registry.feed import changes_since
from takeback.registry.lists import progress_of
from takeback.registry.models import Collection, Partner
from takeback.registry.numbers import read_counter
from takeback.registry.partners import add_partner
from tests.registry.pictures import NOW, ORIGIN, OTHER_ORIGIN, picture

pytestmark = pytest.mark.django_db
TODAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 23)
NEXT_DAY = NOW + timedelta(days=1)


@pytest.fixture
def partner() -> Partner:
    return add_partner("Pictogram", now=NOW)[0]


def cursor_now() -> str:
    return changes_since(None, limit=5000).cursor


def collected_on() -> date | None:
    return progress_of(ORIGIN)[0].collected_on


def test_coming_back_with_a_cursor_says_when_all_was_collected(partner: Partner) -> None:
    entries.put_in_force(ORIGIN, [picture(1), picture(2)], now=NOW)
    assert collected_on() is None

    note_collection(partner, cursor_now(), now=NEXT_DAY)

    assert collected_on() == TOMORROW


def test_having_half_of_the_pictures_is_not_having_collected(partner: Partner) -> None:
    entries.put_in_force(ORIGIN, [picture(1), picture(2)], now=NOW)

    note_collection(partner, changes_since(None, limit=1).cursor, now=NOW)

    assert collected_on() is None


def test_the_first_day_stays_when_the_partner_comes_back(partner: Partner) -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    note_collection(partner, cursor_now(), now=NOW)
    entries.put_in_force(OTHER_ORIGIN, [picture(2)], now=NOW)

    note_collection(partner, cursor_now(), now=NEXT_DAY)
    note_collection(partner, cursor_now(), now=NEXT_DAY)

    assert collected_on() == TODAY
    assert Collection.objects.count() == 2


def test_a_day_of_many_requests_is_one_row(partner: Partner) -> None:
    for number in range(5):
        entries.put_in_force(ORIGIN, [picture(number)], now=NOW)
        note_collection(partner, cursor_now(), now=NOW)

    row = Collection.objects.get()
    assert (row.on, row.up_to_sequence) == (TODAY, 5)


def test_a_partner_that_starts_over_loses_no_day(partner: Partner) -> None:
    entries.put_in_force(ORIGIN, [picture(1), picture(2)], now=NOW)
    note_collection(partner, cursor_now(), now=NOW)

    note_collection(partner, changes_since(None, limit=1).cursor, now=NEXT_DAY)

    assert collected_on() == TODAY
    assert Collection.objects.count() == 1


def test_a_cursor_of_an_empty_list_is_no_news(partner: Partner) -> None:
    note_collection(partner, f"{read_counter().registry}-0", now=NOW)

    assert Collection.objects.count() == 0


def test_having_had_an_entry_is_still_known_after_it_was_withdrawn(partner: Partner) -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    note_collection(partner, cursor_now(), now=NOW)
    entries.withdraw(ORIGIN, now=NOW)

    note_collection(partner, cursor_now(), now=NOW)

    progress = progress_of(ORIGIN)[0]
    assert (progress.collected_on, progress.told_on) == (TODAY, TODAY)


def test_an_entry_withdrawn_before_anybody_came_was_never_collected(partner: Partner) -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    entries.withdraw(ORIGIN, now=NOW)

    note_collection(partner, cursor_now(), now=NEXT_DAY)

    progress = progress_of(ORIGIN)[0]
    assert (progress.collected_on, progress.told_on) == (None, TOMORROW)


def test_an_entry_suspended_and_then_withdrawn_unread_was_never_collected(partner: Partner) -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    entries.suspend(entry, now=NOW)
    note_collection(partner, cursor_now(), now=NOW)
    entries.withdraw(ORIGIN, now=NOW)

    assert collected_on() is None


def test_a_resumed_entry_counts_from_the_day_it_is_collected_again(partner: Partner) -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    entries.suspend(entry, now=NOW)
    note_collection(partner, cursor_now(), now=NOW)
    entries.resume(entry, now=NOW)
    assert collected_on() is None

    note_collection(partner, cursor_now(), now=NEXT_DAY)

    assert collected_on() == TOMORROW


def test_a_suspended_picture_does_not_hide_that_the_others_were_collected(partner: Partner) -> None:
    first, _ = entries.put_in_force(ORIGIN, [picture(1), picture(2)], now=NOW)
    entries.suspend(first, now=NOW)

    note_collection(partner, cursor_now(), now=NOW)

    progress = progress_of(ORIGIN)[0]
    assert (progress.collected_on, progress.told_on) == (TODAY, None)


@pytest.mark.django_db(transaction=True)
def test_two_requests_with_one_cursor_at_once_make_one_row() -> None:
    partner = add_partner("Pictogram", now=NOW)[0]
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    cursor, together, failures = cursor_now(), threading.Barrier(4), []

    def ask() -> None:
        try:
            together.wait(timeout=10)
            note_collection(partner, cursor, now=NOW)
        except Exception as error:  # noqa: BLE001 - the test asserts that there is none
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert Collection.objects.count() == 1
