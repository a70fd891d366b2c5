import pytest

from takeback.registry import entries
from takeback.registry.feed import changes_since, read_cursor
from takeback.registry.models import Counter, Entry
from takeback.registry.refused import Refused
from takeback.registry.restoring import start_again
from tests.registry.pictures import NOW, ORIGIN, OTHER_ORIGIN, picture

pytestmark = pytest.mark.django_db


def test_a_cursor_from_after_the_backup_is_unknown_even_when_numbers_have_passed_it() -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    backup = Counter.objects.get().newest
    entries.put_in_force(ORIGIN, [picture(2)], now=NOW)
    ahead = changes_since(None, limit=10).cursor
    Counter.objects.update(newest=backup)
    Entry.objects.filter(sequence__gt=backup).delete()

    start_again()
    entries.put_in_force(OTHER_ORIGIN, [picture(number) for number in (3, 4, 5)], now=NOW)

    assert read_cursor(ahead).sequence <= Counter.objects.get().newest
    with pytest.raises(Refused) as refused:
        changes_since(ahead, limit=10)
    assert refused.value.code == "cursor_unknown"


def test_numbers_go_on_and_the_whole_list_is_told_again() -> None:
    listed = entries.put_in_force(ORIGIN, [picture(1), picture(2)], now=NOW)

    registry = start_again()

    page = changes_since(None, limit=10)
    assert [change.entry for change in page.changes] == listed
    assert page.cursor == f"{registry}-2"


def test_an_empty_registry_may_start_again_too() -> None:
    first, second = start_again(), start_again()

    assert first != second
    assert Counter.objects.get().registry == second
