import pytest

from takeback.registry import entries
from takeback.registry.feedback import take_feedback
from takeback.registry.lists import PartnerProgress, entries_of, progress_of
from takeback.registry.models import PartnerKey
from takeback.registry.partners import add_partner, revoke_key
from tests.registry.pictures import NOW, ORIGIN, OTHER_ORIGIN, picture

pytestmark = pytest.mark.django_db


def revoke_all() -> None:
    for key in PartnerKey.objects.all():
        revoke_key(key.key_id, now=NOW)


def test_an_unknown_origin_has_no_entries() -> None:
    assert entries_of(ORIGIN) == []


def test_entries_stay_in_their_order_whatever_happens_to_them() -> None:
    ids = entries.put_in_force(ORIGIN, [picture(number) for number in range(3)], now=NOW)
    entries.suspend(ids[0], now=NOW)

    lines = entries_of(ORIGIN)

    assert [line.entry for line in lines] == ids
    assert [line.state for line in lines] == ["suspended", "active", "active"]


def test_partners_with_a_live_key_are_listed_by_name() -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    for name in ("wavelet", "Pictogram"):
        add_partner(name, now=NOW)

    assert progress_of(ORIGIN) == [
        PartnerProgress("Pictogram", None, None),
        PartnerProgress("wavelet", None, None),
    ]


def test_a_partner_that_left_without_having_the_pictures_is_not_listed() -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    add_partner("Pictogram", now=NOW)
    revoke_all()

    assert progress_of(ORIGIN) == []


def test_a_partner_that_left_but_had_answered_stays_listed() -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    entries.put_in_force(OTHER_ORIGIN, [picture(2)], now=NOW)
    partner, _ = add_partner("Pictogram", now=NOW)
    take_feedback(partner, entry, outcome="removed", now=NOW)
    take_feedback(partner, entry, outcome="removed", now=NOW)
    revoke_all()

    assert progress_of(ORIGIN) == [PartnerProgress("Pictogram", None, None)]
    assert progress_of(OTHER_ORIGIN) == []


def test_without_entries_only_live_partners_are_listed() -> None:
    add_partner("Pictogram", now=NOW)

    assert progress_of(ORIGIN) == [PartnerProgress("Pictogram", None, None)]
