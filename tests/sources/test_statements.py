import re
from datetime import date
from pathlib import Path

import pytest

from takeback.sources.rows import UnusableRow
from takeback.sources.statements import Statement, load_statements
from tests.sources.files import STATEMENT, write


def test_a_statement_is_read_whole(tmp_path: Path) -> None:
    path = write(tmp_path, "statements.toml", text=STATEMENT)

    assert load_statements(path)["stay_calm"] == Statement(
        id="stay_calm",
        says="Stay calm.",
        publisher="A charity",
        address="https://example.org/calm",
        read_on=date(2026, 11, 22),
        confidence="memory",
        review_by=date(2027, 11, 22),
    )


def test_a_review_before_the_reading_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "statements.toml", text=STATEMENT.replace("2027", "2025"))

    with pytest.raises(UnusableRow, match="review_by is not after read_on"):
        load_statements(path)


def test_every_statement_of_ours_is_one_short_sentence() -> None:
    for statement in load_statements().values():
        assert statement.says.endswith("."), statement.id
        assert statement.says.count(". ") == 0, statement.id
        assert len(statement.says.split()) <= 30, statement.id


def test_no_statement_of_ours_gives_a_phone_number() -> None:
    """Numbers come from the services, where they are reviewed twice as often."""
    numbers = re.compile(r"\b(999|911|112|101|0\d{2,})\b")

    assert [one.id for one in load_statements().values() if numbers.search(one.says)] == []


def test_what_rests_on_an_unconfirmed_start_is_read_again_within_three_months() -> None:
    for name in ("uk_48_hour_notice", "mandatory_reporting_england", "device_blocking_unknown"):
        statement = load_statements()[name]
        assert "confirmed" in statement.says or "not known" in statement.says
        assert (statement.review_by - statement.read_on).days <= 92
