from datetime import date
from pathlib import Path

import pytest

from takeback.sources.rows import UnusableRow
from takeback.sources.services import Service, load_services, needs_a_check
from tests.sources.files import SERVICE, write


def load(folder: Path, text: str) -> Service:
    return load_services(write(folder, "services.toml", text=text))["somebody"]


def test_a_service_is_read_whole(tmp_path: Path) -> None:
    assert load(tmp_path, SERVICE) == Service(
        id="somebody",
        name="Somebody",
        does="Listens.",
        publisher="A charity",
        address="https://example.org/help",
        phone="0800 1111",
        text=None,
        email=None,
        hours=None,
        nations=("ENG", "WAL"),
        source="Their own page says so.",
        read_on=date(2026, 11, 22),
        confidence="checked",
        review_by=date(2027, 5, 22),
    )


def test_a_telephone_is_given_digits_only(tmp_path: Path) -> None:
    assert load(tmp_path, SERVICE).dial == "08001111"


def test_a_service_without_a_phone_has_nothing_to_dial(tmp_path: Path) -> None:
    assert load(tmp_path, SERVICE.replace('phone = "0800 1111"', "")).dial == ""


@pytest.mark.parametrize(
    ("confidence", "today", "expected"),
    [
        ("checked", date(2027, 5, 22), False),
        ("checked", date(2027, 5, 23), True),
        ("memory", date(2026, 11, 22), True),
    ],
)
def test_what_is_from_memory_or_overdue_needs_a_check(
    tmp_path: Path, confidence: str, *, today: date, expected: bool
) -> None:
    service = load(tmp_path, SERVICE.replace('"checked"', f'"{confidence}"'))

    assert needs_a_check(service, today=today) is expected


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("phone =", "fone =", "unknown key fone; known are address"),
        ('publisher = "A charity"', "", "publisher is missing"),
        ('"0800 1111"', '"0800 HELP"', "phone is '0800 HELP'; it takes digits and spaces"),
        ('"0800 1111"', "8001111", "phone is 8001111; it takes words in quotes"),
        ('"Listens."', '"  "', "does is '  '; it takes words in quotes"),
        ("https://example.org/help", "http://example.org", "it takes an https address"),
        ("https://example.org/help", "https://", "it takes an https address"),
        ("https://example.org/help", "https://[", "Invalid IPv6 URL"),
        ("https://example.org/help", "https://a b", "it takes an https address"),
        ('["ENG", "WAL"]', '["UK"]', "nations is ['UK']; it takes a list of ENG, WAL, SCO, NI"),
        ('["ENG", "WAL"]', "[]", "nations is []"),
        ('["ENG", "WAL"]', '"ENG"', "nations is 'ENG'"),
        ('"checked"', '"sure"', "confidence is 'sure'; it takes one of checked, memory"),
        ("2026-11-22", '"2026-11-22"', "read_on is '2026-11-22'; it takes a date"),
        ("2026-11-22", "2026-11-22T10:00:00", "it takes a date such as 2026-11-22"),
        ("2027-05-22", "2026-11-22", "review_by is not after read_on"),
    ],
)
def test_a_bad_row_is_refused_by_file_entry_and_reason(
    tmp_path: Path, before: str, after: str, reason: str
) -> None:
    assert before in SERVICE
    path = write(tmp_path, "services.toml", text=SERVICE.replace(before, after))

    with pytest.raises(UnusableRow) as refusal:
        load_services(path)

    assert str(refusal.value).startswith("services.toml, entry 1 (somebody): ")
    assert reason in str(refusal.value)


def test_every_service_of_ours_can_be_read_and_reached() -> None:
    services = load_services()

    assert len(services) >= 16
    assert all(service.id == name for name, service in services.items())
    assert services["emergency"].dial == "999"
