from datetime import date
from pathlib import Path

import pytest

from takeback.sources.laws import Law, load_laws, may_be_in_force
from takeback.sources.rows import UnusableRow
from tests.sources.files import LAW, write

SINCE = "since = 2026-12-01\n"


def load(folder: Path, text: str) -> Law:
    return load_laws(write(folder, "laws.toml", text=text))["two_days"]


def test_a_law_is_read_whole(tmp_path: Path) -> None:
    assert load(tmp_path, LAW) == Law(
        id="two_days",
        name="An Act",
        says="Sites have two days.",
        nations=("ENG", "WAL"),
        in_force="yes",
        since=date(2026, 12, 1),
        publisher="A parliament",
        address="https://example.org/act",
        read_on=date(2026, 11, 22),
        confidence="checked",
        review_by=date(2027, 5, 22),
    )


@pytest.mark.parametrize(
    ("in_force", "since", "today", "expected"),
    [
        ("yes", SINCE, date(2026, 11, 30), False),
        ("yes", SINCE, date(2026, 12, 1), True),
        ("yes", "", date(2026, 11, 30), True),
        ("unknown", "", date(2026, 11, 30), True),
        ("no", "", date(2026, 12, 2), False),
    ],
)
def test_a_law_is_acted_on_from_its_day_or_when_its_start_is_unknown(
    tmp_path: Path, in_force: str, since: str, *, today: date, expected: bool
) -> None:
    text = LAW.replace('"yes"', f'"{in_force}"').replace(SINCE, since)

    assert may_be_in_force(load(tmp_path, text), today=today) is expected


@pytest.mark.parametrize(
    ("before", "after", "line", "reason"),
    [
        ('"yes"', '"perhaps"', 7, "in_force is 'perhaps'; it takes one of yes, no, unknown"),
        ('"yes"', "true", 7, "in_force is True; it takes one of yes, no, unknown"),
        ("2026-12-01", '"soon"', 8, "since is 'soon'; it takes a date such as 2026-11-22"),
        ('["ENG", "WAL"]', '["EU"]', 6, "nations is ['EU']; it takes a list of ENG"),
        ("says =", "said =", 5, "unknown key said; known are address"),
        ("2027-05-22", "2026-11-22", 13, "review_by is not after read_on"),
    ],
)
def test_a_bad_law_is_refused_by_file_line_entry_and_reason(
    tmp_path: Path, before: str, after: str, *, line: int, reason: str
) -> None:
    assert before in LAW

    with pytest.raises(UnusableRow) as refusal:
        load(tmp_path, LAW.replace(before, after))

    assert str(refusal.value).startswith(f"laws.toml, line {line}, entry 1 (two_days): {reason}")


def test_no_law_of_ours_is_in_force_before_it_began() -> None:
    for law in load_laws().values():
        assert law.since is None or law.since <= law.read_on, law.id


def test_a_law_whose_start_is_not_confirmed_is_looked_up_again_within_three_months() -> None:
    for law in load_laws().values():
        if law.in_force == "unknown":
            assert law.since is None, law.id
            assert (law.review_by - law.read_on).days <= 92, law.id
