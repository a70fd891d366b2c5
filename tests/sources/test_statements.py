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


def test_every_statement_of_ours_is_one_sentence_with_a_publisher() -> None:
    for statement in load_statements().values():
        assert statement.says.endswith(".")
        assert statement.says.count(". ") == 0
        assert statement.publisher
