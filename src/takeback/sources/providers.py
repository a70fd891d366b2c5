"""Sites, apps and networks: how each takes a report, and what we know of its part in removal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast

from takeback.sources.rows import (
    Confidence,
    Row,
    UnusableRow,
    confidence,
    day,
    one_of,
    read_rows,
    review_day,
    some_of,
    text,
    text_or_none,
    texts,
    web_address,
    web_address_or_none,
)

PROVIDERS = Path(__file__).with_name("providers")
KINDS = (
    "social",
    "messaging",
    "video",
    "image-host",
    "gaming",
    "adult",
    "search",
    "cloud",
    "ai",
    "host",
    "carrier",
)
Account = Literal["needed", "not needed", "unknown"]
ACCOUNTS = ("needed", "not needed", "unknown")
# Unknown is never shown as no.
TakesPart = Literal["yes", "no", "unknown"]
TAKES_PART = ("yes", "no", "unknown")
Encryption = Literal["none", "partial", "default", "unknown"]
ENCRYPTIONS = ("none", "partial", "default", "unknown")
REQUIRED = frozenset(
    [
        "id",
        "name",
        "kind",
        "account",
        "take_it_down",
        "stopncii",
        "iwf",
        "e2ee",
        "publisher",
        "address",
        "read_on",
        "confidence",
        "review_by",
    ]
)
# What an entry may leave out when nothing is known; each may be named in `unsure`.
KNOWN_OF_SOME = (
    "in_app",
    "web_form",
    "email",
    "phone",
    "minor_route",
    "notice_form",
    "response",
    "evidence",
    "privacy",
    "privacy_steps",
    "note",
)
OPTIONAL = frozenset([*KNOWN_OF_SOME, "unsure"])
MAY_BE_UNSURE = (*KNOWN_OF_SOME, "account", "take_it_down", "stopncii", "iwf", "e2ee")


@dataclass(frozen=True)
class Provider:
    """One site, app or network. `None` or an empty list: nothing is known.

    `in_app` and `privacy_steps` are what to do, in order. `web_form` works in a browser,
    `notice_form` is for a request under a law with a clock, `minor_route` says which option fits
    a picture of somebody under 18. `evidence` is what to write down, never the picture. `unsure`
    names the fields that are from memory; with `confidence` "memory" the whole entry is.
    """

    id: str
    name: str
    kind: str
    in_app: tuple[str, ...]
    web_form: str | None
    email: str | None
    phone: str | None
    account: Account
    minor_route: str | None
    notice_form: str | None
    take_it_down: TakesPart
    stopncii: TakesPart
    iwf: TakesPart
    response: str | None
    evidence: tuple[str, ...]
    privacy: str | None
    privacy_steps: tuple[str, ...]
    e2ee: Encryption
    note: str | None
    unsure: tuple[str, ...]
    publisher: str
    address: str
    read_on: date
    confidence: Confidence
    review_by: date


@cache
def load_providers(path: Path = PROVIDERS) -> Mapping[str, Provider]:
    """Return every provider by its id, in the order of `KINDS` and then in file order.

    Raises `UnusableRow`, naming file, line and reason, for what cannot be used.
    """
    rows = read_rows(path, "provider", required=REQUIRED, optional=OPTIONAL)
    providers = sorted(map(_provider, rows), key=lambda provider: KINDS.index(provider.kind))
    return MappingProxyType({provider.id: provider for provider in providers})


def is_all_unsure(provider: Provider, *, today: date) -> bool:
    """Say whether to check the whole entry first: from memory, or due for review."""
    return provider.confidence == "memory" or today > provider.review_by


def to_check_first(provider: Provider, field: str, *, today: date) -> bool:
    """Say whether to check a field first: from memory, or the entry is due for review."""
    return field in provider.unsure or is_all_unsure(provider, today=today)


def _provider(row: Row) -> Provider:
    return Provider(
        id=text(row, "id"),
        name=text(row, "name"),
        kind=one_of(row, "kind", allowed=KINDS),
        in_app=texts(row, "in_app"),
        web_form=web_address_or_none(row, "web_form"),
        email=text_or_none(row, "email"),
        phone=_phone(row),
        account=cast("Account", one_of(row, "account", allowed=ACCOUNTS)),
        minor_route=text_or_none(row, "minor_route"),
        notice_form=web_address_or_none(row, "notice_form"),
        take_it_down=_takes_part(row, "take_it_down"),
        stopncii=_takes_part(row, "stopncii"),
        iwf=_takes_part(row, "iwf"),
        response=text_or_none(row, "response"),
        evidence=texts(row, "evidence"),
        privacy=web_address_or_none(row, "privacy"),
        privacy_steps=texts(row, "privacy_steps"),
        e2ee=cast("Encryption", one_of(row, "e2ee", allowed=ENCRYPTIONS)),
        note=text_or_none(row, "note"),
        unsure=_unsure(row),
        publisher=text(row, "publisher"),
        address=web_address(row, "address"),
        read_on=day(row, "read_on"),
        confidence=confidence(row),
        review_by=review_day(row),
    )


def _takes_part(row: Row, key: str) -> TakesPart:
    return cast("TakesPart", one_of(row, key, allowed=TAKES_PART))


def _phone(row: Row) -> str | None:
    phone = text_or_none(row, "phone")
    if phone is not None and not (phone.isascii() and phone.replace(" ", "").isdecimal()):
        raise UnusableRow(f"{row.at('phone')}: phone is {phone!r}; it takes digits and spaces")
    return phone


def _unsure(row: Row) -> tuple[str, ...]:
    if "unsure" not in row.values:
        return ()
    unsure = some_of(row, "unsure", allowed=MAY_BE_UNSURE)
    for field in unsure:
        if field not in row.values:
            where = row.at("unsure")
            raise UnusableRow(f"{where}: unsure names {field}, which this entry leaves out")
    return unsure
