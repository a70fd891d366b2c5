"""Partners and their keys: add, list, revoke, recognise."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch

from takeback.registry.keys import Key, is_secret_right, make_key, read_key
from takeback.registry.models import Partner, PartnerKey
from takeback.registry.refused import Refused

SHORTEST_NAME = 2
LONGEST_NAME = 60


class PartnerNameNotUsable(ValueError):
    """A name that cannot be shown to visitors."""


@dataclass(frozen=True)
class KeyLine:
    """A key as it may be listed. `revoked_on` is `None` while it is live."""

    key_id: str
    made_on: date
    revoked_on: date | None


@dataclass(frozen=True)
class PartnerLine:
    """A partner and its keys, oldest first."""

    name: str
    added_on: date
    keys: tuple[KeyLine, ...]


@transaction.atomic
def add_partner(name: str, *, now: datetime) -> tuple[Partner, str]:
    """Add a partner; return it with its first key, which cannot be shown again.

    Raises `PartnerNameNotUsable`, or `Refused` (`partner_exists`) when the name is taken, in
    whatever capitals.
    """
    clean = _clean_name(name)
    partner, is_new = Partner.objects.get_or_create(
        folded_name=_fold(clean), defaults={"name": clean, "added_on": now.date()}
    )
    if not is_new:
        raise Refused("partner_exists", f"{partner.name} is a partner already; add a key to it")
    return partner, add_key(partner, now=now)


def partner_named(name: str) -> Partner:
    """Return the partner of this name, in whatever capitals.

    Raises `Refused` (`partner_unknown`) when there is none.
    """
    partner = Partner.objects.filter(folded_name=_fold(_clean_name(name))).first()
    if partner is None:
        raise Refused("partner_unknown", "no partner has this name; list the partners to see names")
    return partner


def add_key(partner: Partner, *, now: datetime) -> str:
    """Make one more key for a partner; return it. It cannot be shown again."""
    key = make_key()
    PartnerKey.objects.create(
        partner=partner,
        key_id=key.key_id,
        secret_sha256=key.secret_sha256,
        made_on=now.date(),
    )
    return key.text


def revoke_key(key_id: str, *, now: datetime) -> None:
    """Make a key useless from now on. Raises `Refused` (`key_unknown`) unless it is live."""
    live = PartnerKey.objects.filter(key_id=key_id, revoked_on=None)
    if live.update(revoked_on=now.date()) == 0:
        raise Refused("key_unknown", "no live key has this id; list the partners to see key ids")


def list_partners() -> list[PartnerLine]:
    """Return all partners by name."""
    keys = Prefetch("keys", PartnerKey.objects.order_by("pk"))
    return [
        PartnerLine(
            partner.name,
            partner.added_on,
            tuple(KeyLine(key.key_id, key.made_on, key.revoked_on) for key in partner.keys.all()),
        )
        for partner in Partner.objects.order_by("folded_name").prefetch_related(keys)
    ]


def authenticate(text: str) -> Partner | None:
    """Return the partner whose live key this is.

    `None` for a key that is unknown, revoked, wrong or no key at all: nobody learns which.
    """
    key = read_key(text)
    if key is None:
        return None
    row = PartnerKey.objects.select_related("partner").filter(key_id=key.key_id).first()
    is_right = is_secret_right(key, bytes(row.secret_sha256) if row else _NOBODY.secret_sha256)
    if row is None or not is_right or row.revoked_on is not None:
        return None
    return row.partner


def hold_partner(partner: Partner) -> None:
    """Let the partner's other writing requests wait until the caller's transaction ends."""
    Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)


# Compared with when no key has the id, so that this takes as long as any other wrong key.
_NOBODY: Key = make_key()


def _clean_name(name: str) -> str:
    clean = " ".join(unicodedata.normalize("NFC", name).split())
    if not SHORTEST_NAME <= len(clean) <= LONGEST_NAME:
        raise PartnerNameNotUsable(
            f"a name of {len(clean)} characters; it needs {SHORTEST_NAME} to {LONGEST_NAME}"
        )
    if not clean.isprintable():
        raise PartnerNameNotUsable("a name with characters that cannot be printed; leave them out")
    return clean


def _fold(name: str) -> str:
    return unicodedata.normalize("NFKC", name.casefold()).casefold()
