from pathlib import Path

import pytest

from takeback.sources.rows import UnusableRow, read_rows
from tests.sources.files import STATEMENT, write

KEYS = frozenset({"id"})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "rows.toml: no [[row]] entries"),
        ("row = 3", "rows.toml: no [[row]] entries"),
        ("row = [1]", "rows.toml: no [[row]] entries"),
        ("[[row]]\nid = 'a'\n[other]", "rows.toml: other is unknown; only [[row]] is read"),
        ("[[row", "rows.toml: not readable as TOML"),
        ("[[row]]\n", "rows.toml, entry 1 (no id): id is missing"),
        ("[[row]]\nid = 'a'\n[[row]]\nid = 'a'", "entry 2 (a): this id stands above already"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(
    tmp_path: Path, text: str, reason: str
) -> None:
    path = write(tmp_path, "rows.toml", text=text)

    with pytest.raises(UnusableRow) as refusal:
        read_rows(path, "row", required=KEYS)

    assert reason in str(refusal.value)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.toml"
    path.write_bytes(b"[[row]]\nid = '\xff'")

    with pytest.raises(UnusableRow, match="not readable as TOML"):
        read_rows(path, "row", required=KEYS)


def test_rows_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = STATEMENT + STATEMENT.replace("stay_calm", "breathe")
    path = write(tmp_path, "statements.toml", text=text)
    keys = frozenset(["id", "says", "publisher", "address", "read_on", "confidence", "review_by"])

    rows = read_rows(path, "statement", required=keys)

    assert [row.values["id"] for row in rows] == ["stay_calm", "breathe"]
