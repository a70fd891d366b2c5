from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from takeback.registry import entries
from takeback.registry.lists import entries_of
from takeback.registry.lookup import the_lookup
from takeback.registry.lookup_file import FILE_NAME
from takeback.registry.models import EntryFingerprint
from takeback.registry.tasks import BATCH, keep_lookup_snapshot, lapse_entries
from tests.registry.pictures import NOW, ORIGIN, OTHER_ORIGIN, bits_of, picture

pytestmark = pytest.mark.django_db
TWO_YEARS = timedelta(days=730)


def test_an_entry_lapses_on_the_day_after_its_last() -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)

    assert lapse_entries(NOW + TWO_YEARS) == 0
    assert lapse_entries(NOW + TWO_YEARS + timedelta(days=1)) == 1

    assert entries_of(ORIGIN)[0].state == "withdrawn"
    assert EntryFingerprint.objects.count() == 0


def test_a_suspended_entry_lapses_too() -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    entries.suspend(entry, now=NOW)

    assert lapse_entries(NOW + TWO_YEARS + timedelta(days=1)) == 1


def test_lapsing_twice_finds_nothing_the_second_time() -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    later = NOW + TWO_YEARS + timedelta(days=1)

    assert [lapse_entries(later), lapse_entries(later)] == [1, 0]


def test_more_entries_than_a_batch_lapse_in_one_run_and_others_stay() -> None:
    many = [picture(number, views=("whole",)) for number in range(BATCH + 1)]
    entries.put_in_force(ORIGIN, many, now=NOW)
    entries.put_in_force(OTHER_ORIGIN, [picture(1)], now=NOW + timedelta(days=1))

    assert lapse_entries(NOW + TWO_YEARS + timedelta(days=1)) == BATCH + 1

    assert entries_of(OTHER_ORIGIN)[0].state == "active"


@pytest.fixture
def snapshot(settings: LazySettings, tmp_path: Path) -> Iterator[Path]:
    """Where this process keeps its snapshot, for as long as the test lasts."""
    settings.LOOKUP_FOLDER = tmp_path / "lookup"
    the_lookup.cache_clear()
    yield tmp_path / "lookup" / FILE_NAME
    the_lookup.cache_clear()


def test_the_snapshot_is_kept_without_what_has_lapsed(snapshot: Path) -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    listed = bytes.fromhex(bits_of(1, "whole"))

    assert [keep_lookup_snapshot(NOW), keep_lookup_snapshot(NOW)] == [1, 0]
    assert listed in snapshot.read_bytes()
    lapse_entries(NOW + TWO_YEARS + timedelta(days=1))
    assert keep_lookup_snapshot(NOW) == 1

    assert listed not in snapshot.read_bytes()
