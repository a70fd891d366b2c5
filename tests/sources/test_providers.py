import re
from datetime import date
from pathlib import Path

import pytest

from takeback.sources.providers import (
    KINDS,
    TAKES_PART,
    Provider,
    load_providers,
    to_check_first,
)
from takeback.sources.rows import UnusableRow
from tests.sources.files import PROVIDER, write

TODAY = date(2026, 11, 22)
ONLY_WHERE = ("The link of", "The address of")


def load(folder: Path, text: str) -> Provider:
    return load_providers(write(folder, "providers.toml", text=text))["chatter"]


def test_a_provider_is_read_whole(tmp_path: Path) -> None:
    assert load(tmp_path, PROVIDER) == Provider(
        id="chatter",
        name="Chatter",
        kind="messaging",
        in_app=("Hold the message.", "Choose Report."),
        web_form=None,
        email=None,
        phone=None,
        account="not needed",
        minor_route=None,
        notice_form=None,
        take_it_down="yes",
        stopncii="unknown",
        iwf="no",
        response=None,
        evidence=(),
        privacy=None,
        privacy_steps=(),
        e2ee="partial",
        note=None,
        unsure=("in_app", "iwf"),
        publisher="Chatter help",
        address="https://example.org/report",
        read_on=date(2026, 11, 22),
        confidence="checked",
        review_by=date(2027, 2, 20),
    )


def test_a_provider_needs_no_unsure_fields(tmp_path: Path) -> None:
    text = PROVIDER.replace('unsure = ["in_app", "iwf"]\n', 'phone = "150"\n')

    provider = load(tmp_path, text)

    assert (provider.unsure, provider.phone) == ((), "150")


@pytest.mark.parametrize(
    ("confidence", "field", "today", "expected"),
    [
        ("checked", "in_app", TODAY, True),
        ("checked", "account", TODAY, False),
        ("checked", "account", date(2027, 2, 20), False),
        ("checked", "account", date(2027, 2, 21), True),
        ("memory", "account", TODAY, True),
    ],
)
def test_a_field_from_memory_or_overdue_is_to_be_checked_first(
    tmp_path: Path, confidence: str, field: str, *, today: date, expected: bool
) -> None:
    provider = load(tmp_path, PROVIDER.replace('"checked"', f'"{confidence}"'))

    assert to_check_first(provider, field, today=today) is expected


@pytest.mark.parametrize(
    ("before", "after", "line", "reason"),
    [
        ('"messaging"', '"chat"', 5, "kind is 'chat'; it takes one of social, messaging"),
        ('"yes"', "true", 8, "take_it_down is True; it takes one of yes, no, unknown"),
        ('"partial"', '"some"', 11, "e2ee is 'some'; it takes one of none, partial, default"),
        ('"not needed"', '"no"', 7, "account is 'no'; it takes one of needed, not needed, unknown"),
        ('"Choose Report."]', "3]", 6, "in_app is ['Hold the message.', 3]; it takes a list of"),
        ('"iwf"]', '"name"]', 12, "unsure is ['in_app', 'name']; it takes a list of in_app"),
        ('"iwf"]', '"privacy"]', 12, "unsure names privacy, which this entry leaves out"),
        ("account =", 'phone = "1-2"\naccount =', 7, "phone is '1-2'; it takes digits and spaces"),
        ("account =", 'web_form = "x"\naccount =', 7, "web_form is 'x'; it takes an https address"),
        ("account =", "acount =", 7, "unknown key acount; known are account"),
        ('account = "not needed"\n', "", 2, "account is missing"),
        ("2027-02-20", "2026-11-22", 17, "review_by is not after read_on"),
    ],
)
def test_a_bad_provider_is_refused_by_file_line_entry_and_reason(
    tmp_path: Path, before: str, after: str, *, line: int, reason: str
) -> None:
    assert before in PROVIDER

    with pytest.raises(UnusableRow) as refusal:
        load(tmp_path, PROVIDER.replace(before, after))

    place = f"providers.toml, line {line}, entry 1 (chatter): "
    assert str(refusal.value).startswith(place + reason)


def test_providers_come_by_kind_whatever_their_files_are_called() -> None:
    kinds = [KINDS.index(provider.kind) for provider in load_providers().values()]

    assert kinds == sorted(kinds)
    assert next(iter(load_providers())) == "instagram"


def test_every_provider_of_ours_can_be_reported_to_or_says_why_not() -> None:
    for provider in load_providers().values():
        ways = [provider.in_app, provider.web_form, provider.email, provider.minor_route]
        assert any(ways) or provider.note, provider.id


def test_nothing_that_we_do_not_know_of_a_provider_is_shown_as_no() -> None:
    """The facts we hold name no provider that is known to stay out; so none may say no."""
    for provider in load_providers().values():
        parts = {provider.take_it_down, provider.stopncii, provider.iwf}
        assert parts <= set(TAKES_PART) - {"no"}, provider.id


def test_what_to_write_down_is_never_the_picture() -> None:
    words = re.compile(r"\b(screenshot|photo|save|copy of|(picture|video|image)s?)\b", re.I)

    kept = {
        line
        for provider in load_providers().values()
        for line in provider.evidence
        if words.search(line) and not line.startswith(ONLY_WHERE)
    }

    assert kept == set()


def test_a_provider_is_looked_up_again_within_90_days() -> None:
    for provider in load_providers().values():
        assert (provider.review_by - provider.read_on).days <= 90, provider.id
