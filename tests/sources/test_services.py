from datetime import date
from pathlib import Path

import pytest

from takeback.guidance import facts
from takeback.sources import services
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
        cost=None,
        needs=None,
        cannot=None,
        nations=("ENG", "WAL"),
        readers=("under_13", "13_17", "adult", "parent", "professional"),
        source="Their own page says so.",
        read_on=date(2026, 11, 22),
        confidence="checked",
        review_by=date(2027, 5, 22),
    )


def test_a_service_may_say_whom_it_is_for_and_what_it_takes(tmp_path: Path) -> None:
    more = 'cost = "Free"\nneeds = "A name."\ncannot = "Act."\nreaders = ["parent"]\n'

    service = load(tmp_path, SERVICE + more)

    assert (service.cost, service.needs, service.cannot) == ("Free", "A name.", "Act.")
    assert service.readers == ("parent",)


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
    ("before", "after", "line", "reason"),
    [
        ("phone =", "fone =", 8, "unknown key fone; known are address"),
        ('publisher = "A charity"', "", 2, "publisher is missing"),
        ('"0800 1111"', '"0800 HELP"', 8, "phone is '0800 HELP'; it takes digits and spaces"),
        ('"0800 1111"', '"\u0668\u0668"', 8, "phone is '\u0668\u0668'; it takes digits and spaces"),
        ('"0800 1111"', "8001111", 8, "phone is 8001111; it takes words in quotes"),
        ('"Listens."', '"  "', 5, "does is '  '; it takes words in quotes"),
        (
            "https://example.org/help",
            "http://example.org",
            7,
            "address is 'http://example.org'; it",
        ),
        ("https://example.org/help", "https://", 7, "address is 'https://'; it takes an https"),
        ("https://example.org/help", "https://[", 7, "address is 'https://['; Invalid IPv6 URL"),
        ("https://example.org/help", "https://a b", 7, "address is 'https://a b'; it takes"),
        ('["ENG", "WAL"]', '["UK"]', 9, "nations is ['UK']; it takes a list of ENG, WAL, SCO, NI"),
        ('["ENG", "WAL"]', "[]", 9, "nations is []; it takes a list"),
        ('["ENG", "WAL"]', '["ENG", "ENG"]', 9, "nations is ['ENG', 'ENG']; it names something"),
        ('["ENG", "WAL"]', '"ENG"', 9, "nations is 'ENG'; it takes a list"),
        ("nations =", 'readers = ["all"]\nnations =', 9, "readers is ['all']; it takes a list of"),
        ('"checked"', '"sure"', 12, "confidence is 'sure'; it takes one of checked, memory"),
        ('"checked"', "[]", 12, "confidence is []; it takes one of checked, memory"),
        ("2026-11-22", '"2026-11-22"', 11, "read_on is '2026-11-22'; it takes a date"),
        ("2026-11-22", "2026-11-22T10:00:00", 11, "read_on is datetime.datetime("),
        ("2027-05-22", "2026-11-22", 13, "review_by is not after read_on"),
    ],
)
def test_a_bad_row_is_refused_by_file_line_entry_and_reason(
    tmp_path: Path, before: str, after: str, *, line: int, reason: str
) -> None:
    assert before in SERVICE
    path = write(tmp_path, "services.toml", text=SERVICE.replace(before, after))

    with pytest.raises(UnusableRow) as refusal:
        load_services(path)

    place = f"services.toml, line {line}, entry 1 (somebody): "
    assert str(refusal.value).startswith(place + reason)


def test_every_service_of_ours_can_be_read_and_reached() -> None:
    ours = load_services()

    assert all(service.id == name for name, service in ours.items())
    assert (ours["emergency"].dial, ours["police"].dial) == ("999", "101")


def test_every_nation_has_an_emergency_number_of_its_own() -> None:
    numbers = {
        nation: service.phone
        for name, service in load_services().items()
        if name.startswith("emergency")
        for nation in service.nations
    }

    assert numbers == {
        **dict.fromkeys(["ENG", "WAL", "SCO", "NI"], "999"),
        "US": "911",
        "IE": "112",
        "AU": "000",
        "OTHER": "112",
    }


def test_services_know_the_same_readers_and_nations_as_the_guidance() -> None:
    assert services.READERS == facts.READERS
    assert services.NATIONS == facts.NATIONS


def test_a_service_from_memory_does_not_claim_hours() -> None:
    claimed = [one for one in load_services().values() if one.hours]

    assert [one.id for one in claimed if one.confidence == "memory"] == []
