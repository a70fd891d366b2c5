from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from takeback.fingerprint.value import ViewFingerprint, parse_fingerprint
from takeback.registry import entries
from takeback.registry.entries import NewPicture
from takeback.registry.lists import EntryLine, entries_of
from takeback.registry.models import Entry, EntryFingerprint, State, Suspension
from takeback.registry.numbers import read_counter
from takeback.registry.refused import Refused
from tests.registry.pictures import (
    NOW,
    ORIGIN,
    OTHER_ORIGIN,
    VIEWS,
    bits_of,
    digest,
    picture,
    video,
)

pytestmark = pytest.mark.django_db


def test_each_picture_gets_an_entry_in_the_order_given() -> None:
    ids = entries.put_in_force(ORIGIN, [picture(1), picture(2)], now=NOW)

    lines = entries_of(ORIGIN)
    today = date(2026, 11, 22)
    assert lines == [EntryLine(ids[0], "active", today), EntryLine(ids[1], "active", today)]
    stored = EntryFingerprint.objects.get(entry__public_id=ids[1], view="mirror")
    assert bytes(stored.bits).hex() == bits_of(2, "mirror")


def test_an_entry_id_is_26_letters_that_repeat_for_nobody() -> None:
    ids = entries.put_in_force(ORIGIN, [picture(number) for number in range(50)], now=NOW)

    assert len(set(ids)) == 50
    assert all(
        len(entry) == 26 and set(entry) <= set("abcdefghijklmnopqrstuvwxyz234567") for entry in ids
    )


def test_digests_of_the_file_are_kept_beside_the_views() -> None:
    digest = parse_fingerprint("md5", "0123456789abcdef" * 2)
    given = NewPicture((*picture(1).fingerprints, ViewFingerprint("whole", digest)), 90)

    entries.put_in_force(ORIGIN, [given], now=NOW)

    recipes = EntryFingerprint.objects.values_list("recipe", "view").order_by("recipe", "view")
    assert recipes[0] == ("md5", "whole")
    assert recipes.count() == 6


def test_a_picture_given_twice_gets_one_entry() -> None:
    ids = entries.put_in_force(ORIGIN, [picture(1), picture(2), picture(1)], now=NOW)

    assert ids[0] == ids[2] != ids[1]
    assert Entry.objects.count() == 2


def test_two_cases_may_register_the_same_picture() -> None:
    first = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    second = entries.put_in_force(OTHER_ORIGIN, [picture(1)], now=NOW)

    assert first != second
    entries.withdraw(ORIGIN, now=NOW)
    assert entries_of(OTHER_ORIGIN)[0].state == "active"


def test_a_picture_that_is_too_plain_is_refused_and_nothing_is_kept() -> None:
    with pytest.raises(Refused, match="picture 2 has quality 49; below 50") as refusal:
        entries.put_in_force(ORIGIN, [picture(1), picture(2, quality=49)], now=NOW)

    assert refusal.value.code == "too_plain"
    assert Entry.objects.count() == 0


def test_a_picture_of_just_enough_quality_is_taken() -> None:
    assert len(entries.put_in_force(ORIGIN, [picture(1, quality=50)], now=NOW)) == 1


def test_an_origin_of_another_length_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="15 bytes; an origin has 16"):
        entries.put_in_force(ORIGIN[:15], [picture(1)], now=NOW)


def test_a_picture_without_fingerprints_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="picture 1 has no fingerprint for everybody"):
        entries.put_in_force(ORIGIN, [picture(1, views=())], now=NOW)


def test_a_picture_that_only_our_matcher_could_find_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no fingerprint for everybody"):
        entries.put_in_force(ORIGIN, [picture(1, views=(), house_views=("whole",))], now=NOW)


def test_a_picture_with_more_fingerprints_than_any_has_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="641 fingerprints; one has at most 640"):
        entries.put_in_force(ORIGIN, [video(1, frames=640)], now=NOW)


def test_a_file_that_is_listed_by_its_digest_needs_no_quality() -> None:
    (entry,) = entries.put_in_force(ORIGIN, [NewPicture((digest(1),), 0)], now=NOW)

    assert EntryFingerprint.objects.get().entry.public_id == entry


def common(view: str, recipe: str = "pdq-1") -> ViewFingerprint:
    """A view that looks like a blank screen."""
    return ViewFingerprint(view, parse_fingerprint(recipe, "0" * 64))


def test_a_view_that_everybody_has_is_not_listed() -> None:
    given = NewPicture((*picture(1).fingerprints, common("crop"), digest(1)), 90)

    entries.put_in_force(ORIGIN, [given], now=NOW)

    kept = EntryFingerprint.objects.values_list("view", flat=True).order_by("recipe", "view")
    assert list(kept) == ["whole", *sorted(VIEWS)]


def test_a_picture_that_everybody_has_is_refused_and_nothing_is_kept() -> None:
    blank = NewPicture((common("whole"), common("mirror")), 100)

    with pytest.raises(Refused, match="picture 2: every phone has pictures like") as refusal:
        entries.put_in_force(ORIGIN, [picture(1), blank], now=NOW)

    assert (refusal.value.code, refusal.value.field) == ("too_common", "pictures.1")
    assert Entry.objects.count() == 0


def test_a_picture_that_was_given_before_keeps_its_entry() -> None:
    first = entries.put_in_force(ORIGIN, [picture(1), picture(2)], now=NOW)

    again = entries.put_in_force(ORIGIN, [picture(2), picture(3), picture(1)], now=NOW)

    assert [again[0], again[2]] == [first[1], first[0]]
    assert Entry.objects.count() == 3
    assert entries.ids_in_force(ORIGIN, [picture(3), picture(2)]) == [again[1], first[1]]


def test_a_picture_with_a_view_more_than_one_given_before_is_another() -> None:
    first = entries.put_in_force(ORIGIN, [picture(1, views=VIEWS[:2])], now=NOW)

    assert entries.put_in_force(ORIGIN, [picture(1)], now=NOW) != first


def test_a_picture_that_was_withdrawn_is_put_in_force_anew() -> None:
    first = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    entries.withdraw(ORIGIN, now=NOW)

    assert entries.put_in_force(ORIGIN, [picture(1)], now=NOW) != first


def test_a_view_given_twice_is_a_mistake() -> None:
    given = NewPicture((*picture(1).fingerprints, *picture(2).fingerprints), 90)

    with pytest.raises(ValueError, match="picture 1 gives a view twice"):
        entries.put_in_force(ORIGIN, [given], now=NOW)


def test_no_pictures_make_no_entries() -> None:
    assert entries.put_in_force(ORIGIN, [], now=NOW) == []


def test_entries_stay_in_force_two_years_from_the_latest_renewal() -> None:
    entries.put_in_force(ORIGIN, [picture(1), picture(2)], now=NOW)
    assert set(Entry.objects.values_list("in_force_until", flat=True)) == {date(2028, 11, 21)}

    renewed = entries.renew(ORIGIN, now=NOW + timedelta(days=10))

    assert renewed == 2
    assert set(Entry.objects.values_list("in_force_until", flat=True)) == {date(2028, 12, 1)}


def test_partners_need_not_hear_of_a_renewal() -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    before = read_counter().newest

    entries.renew(ORIGIN, now=NOW + timedelta(days=10))

    assert read_counter().newest == before


def test_withdrawing_deletes_the_fingerprints_and_leaves_a_tombstone() -> None:
    ids = entries.put_in_force(ORIGIN, [picture(1), picture(2)], now=NOW)
    entries.put_in_force(OTHER_ORIGIN, [picture(3)], now=NOW)
    tomorrow = NOW + timedelta(days=1)

    assert entries.withdraw(ORIGIN, now=tomorrow) == 2

    assert entries_of(ORIGIN) == [
        EntryLine(entry, "withdrawn", date(2026, 11, 23)) for entry in ids
    ]
    assert EntryFingerprint.objects.count() == len(VIEWS)


def test_withdrawing_again_changes_nothing() -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    entries.withdraw(ORIGIN, now=NOW)
    before = read_counter().newest

    assert entries.withdraw(ORIGIN, now=NOW + timedelta(days=1)) == 0

    assert read_counter().newest == before
    assert entries_of(ORIGIN)[0].changed_on == date(2026, 11, 22)


def test_a_withdrawn_entry_cannot_be_renewed() -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    entries.withdraw(ORIGIN, now=NOW)

    assert entries.renew(ORIGIN, now=NOW) == 0


def test_forgetting_an_origin_withdraws_first_and_leaves_nothing_to_resolve() -> None:
    entries.put_in_force(ORIGIN, [picture(1), picture(2)], now=NOW)

    assert entries.forget_origin(ORIGIN, now=NOW) == 2

    assert entries_of(ORIGIN) == []
    rows = Entry.objects.values_list("state", "origin")
    assert list(rows) == [("withdrawn", None), ("withdrawn", None)]
    assert EntryFingerprint.objects.count() == 0


def test_a_suspended_entry_keeps_its_fingerprints_and_can_come_back() -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)

    entries.suspend(entry, now=NOW)
    assert entries_of(ORIGIN)[0].state == "suspended"
    assert EntryFingerprint.objects.count() == len(VIEWS)

    entries.resume(entry, now=NOW)
    assert entries_of(ORIGIN)[0].state == "active"


def test_a_suspended_entry_can_be_withdrawn() -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    entries.suspend(entry, reason=Suspension.BY_HAND, now=NOW)

    assert entries.withdraw(ORIGIN, now=NOW) == 1

    assert entries_of(ORIGIN)[0].state == "withdrawn"


def test_only_an_active_entry_can_be_suspended() -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    entries.suspend(entry, now=NOW)

    with pytest.raises(
        Refused, match="the entry is suspended; this needs it to be active"
    ) as refusal:
        entries.suspend(entry, now=NOW)

    assert refusal.value.code == "not_active"


def test_only_a_suspended_entry_can_be_resumed() -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)

    with pytest.raises(Refused) as refusal:
        entries.resume(entry, now=NOW)

    assert refusal.value.code == "not_suspended"


def test_an_unknown_entry_cannot_be_suspended() -> None:
    with pytest.raises(Refused) as refusal:
        entries.suspend("a" * 26, now=NOW)

    assert refusal.value.code == "entry_unknown"


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"assurance": "rumour"},
        {"suspension": "by_hand"},
        {"state": State.SUSPENDED, "left_sequence": 1},
        {"state": State.WITHDRAWN},
        {"left_sequence": 1},
        {"origin": None},
    ],
)
def test_the_database_refuses_an_entry_that_cannot_be(wrong: dict[str, object]) -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.update(**wrong)
