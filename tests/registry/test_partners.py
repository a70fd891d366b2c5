import hashlib
import re
from datetime import timedelta

import pytest

from takeback.registry.models import Partner, PartnerKey
from takeback.registry.partners import (
    PartnerNameNotUsable,
    add_key,
    add_partner,
    authenticate,
    list_partners,
    partner_named,
    revoke_key,
)
from takeback.registry.refused import Refused
from tests.registry.pictures import NOW

pytestmark = pytest.mark.django_db


def test_a_new_partner_is_recognised_by_its_key() -> None:
    partner, key = add_partner("Pictogram", now=NOW)

    assert re.fullmatch(r"tbk_[0-9a-f]{12}_[A-Za-z0-9_-]{43}", key)
    assert authenticate(key) == partner
    assert str(partner) == "Pictogram"


def test_only_the_digest_of_the_secret_is_kept() -> None:
    _, key = add_partner("Pictogram", now=NOW)
    secret = key.split("_", 2)[2]

    row = PartnerKey.objects.get()

    assert bytes(row.secret_sha256) == hashlib.sha256(secret.encode()).digest()
    assert secret not in repr(vars(row))


def test_a_partner_may_have_several_keys() -> None:
    partner, first = add_partner("Pictogram", now=NOW)

    second = add_key(partner, now=NOW)

    assert first != second
    assert authenticate(first) == authenticate(second) == partner


def test_a_revoked_key_is_not_recognised_and_the_others_still_are() -> None:
    partner, first = add_partner("Pictogram", now=NOW)
    second = add_key(partner, now=NOW)

    revoke_key(first.split("_")[1], now=NOW)

    assert authenticate(first) is None
    assert authenticate(second) == partner


def test_a_key_cannot_be_revoked_twice() -> None:
    _, key = add_partner("Pictogram", now=NOW)
    revoke_key(key.split("_")[1], now=NOW)

    with pytest.raises(Refused, match="no live key has this id") as refusal:
        revoke_key(key.split("_")[1], now=NOW + timedelta(days=1))

    assert refusal.value.code == "key_unknown"


def wrong_keys(key: str) -> list[str]:
    """Return what is nearly this key, and what is none at all."""
    end = "A" if key[-1] != "A" else "B"
    return [
        key[:-1] + end,
        key[:-1],
        key + "A",
        key.upper(),
        f" {key}",
        f"{key}\n",
        f"tbk_{'0' * 12}_{key.split('_', 2)[2]}",
        "",
        "tbk_",
        "tbk_ümlaut",
        "\x00" * 60,
        "tbk_" * 100_000,
    ]


def test_nothing_but_the_very_key_is_recognised() -> None:
    _, key = add_partner("Pictogram", now=NOW)

    assert [authenticate(text) for text in wrong_keys(key)] == [None] * 12


def test_a_key_of_one_partner_does_not_open_another() -> None:
    first, first_key = add_partner("Pictogram", now=NOW)
    _, second_key = add_partner("Wavelet", now=NOW)
    mixed = f"tbk_{first_key.split('_')[1]}_{second_key.split('_', 2)[2]}"

    assert authenticate(mixed) is None
    assert authenticate(first_key) == first


@pytest.mark.parametrize("again", ["Pictogram", "PICTOGRAM", "  pictogram ", "\uff30ictogram"])
def test_a_name_is_taken_in_any_capitals_and_widths(again: str) -> None:
    add_partner("Pictogram", now=NOW)

    with pytest.raises(Refused, match="Pictogram is a partner already") as refusal:
        add_partner(again, now=NOW)

    assert refusal.value.code == "partner_exists"
    assert Partner.objects.count() == PartnerKey.objects.count() == 1


def test_a_name_keeps_its_capitals_and_loses_stray_spaces() -> None:
    partner, _ = add_partner("  Bürger   Net ", now=NOW)

    assert partner.name == "Bürger Net"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "0 characters; it needs 2 to 60"),
        ("   ", "0 characters"),
        ("a", "1 characters"),
        ("a" * 61, "61 characters"),
        ("Picto\x00gram", "cannot be printed"),
        ("Picto\u202egram", "cannot be printed"),
        ("Picto\ud800gram", "cannot be printed"),
    ],
)
def test_a_name_that_cannot_be_shown_is_not_usable(name: str, reason: str) -> None:
    with pytest.raises(PartnerNameNotUsable, match=reason):
        add_partner(name, now=NOW)


@pytest.mark.parametrize("name", ["ab", "a" * 60, "\ufb03" * 60])
def test_the_shortest_and_the_longest_names_are_taken(name: str) -> None:
    assert add_partner(name, now=NOW)[0].name == name


def test_a_partner_is_found_by_name_in_any_capitals() -> None:
    partner, _ = add_partner("Pictogram", now=NOW)

    assert partner_named("pictoGRAM") == partner


def test_an_unknown_partner_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        partner_named("Nobody")

    assert refusal.value.code == "partner_unknown"


def test_partners_are_listed_with_their_keys_and_never_a_secret() -> None:
    partner, first = add_partner("Wavelet", now=NOW)
    second = add_key(partner, now=NOW)
    add_partner("Pictogram", now=NOW)
    revoke_key(first.split("_")[1], now=NOW)

    listed = list_partners()

    assert [line.name for line in listed] == ["Pictogram", "Wavelet"]
    assert [key.key_id for key in listed[1].keys] == [first.split("_")[1], second.split("_")[1]]
    assert [key.revoked_on for key in listed[1].keys] == [NOW.date(), None]
    assert first.split("_", 2)[2] not in repr(listed)
