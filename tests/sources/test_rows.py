import random
from pathlib import Path

import pytest

from takeback.sources.rows import UnusableRow, read_rows, some_of, texts
from tests.sources.files import STATEMENT, write

KEYS = frozenset({"id"})
STATEMENT_KEYS = frozenset(
    ["id", "says", "publisher", "address", "read_on", "confidence", "review_by"]
)


def refusal_of(path: Path) -> str | None:
    """Read a file; return why it was refused, `None` when it was not."""
    try:
        read_rows(path, "row", required=KEYS)
    except UnusableRow as refusal:
        return str(refusal)
    return None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "rows.toml: no [[row]] entries"),
        ("row = 3", "rows.toml: no [[row]] entries"),
        ("row = [1]", "rows.toml: no [[row]] entries"),
        ("row = [{id = 'a'}]", "rows.toml: 1 entries under 0 lines with [[row]]; begin each"),
        (
            "[[row]]\nid = '''\n[[row]]\n'''",
            "rows.toml: 1 entries under 2 lines with [[row]]; begin each",
        ),
        ("[[row]]\nid = 'a'\n[other]", "rows.toml, line 3: other is unknown; only [[row]] is read"),
        ("\nother = 1\n[[row]]", "rows.toml, line 2: other is unknown; only [[row]] is read"),
        ("[[row", "rows.toml: not readable as TOML: "),
        ("[[row]]\nid = a", "(at line 2, column 6)"),
        ("\n[[row]]\n", "rows.toml, line 2, entry 1 (no id): id is missing"),
        ("[[row]]\nid = 3", "rows.toml, line 2, entry 1 (3): id is 3; it takes words in quotes"),
        ("[[row]]\nid = []", "line 2, entry 1 ([]): id is []; it takes words in quotes"),
        (
            "[[row]]\nid = 'a'\n\n[[row]] # again\nid = 'a'",
            "rows.toml, line 4, entry 2 (a): this id stands already in rows.toml, line 1",
        ),
        (
            "[[row]]\nid = 'a'\n'odd one' = 2",
            "rows.toml, line 3, entry 1 (a): unknown key odd one; known are id",
        ),
        (
            "[[row]]\nid = 'a'\n[row.more]\nb = 1",
            "rows.toml, line 1, entry 1 (a): unknown key more; known are id",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_line_and_reason(
    tmp_path: Path, text: str, reason: str
) -> None:
    path = write(tmp_path, "rows.toml", text=text)

    with pytest.raises(UnusableRow) as refusal:
        read_rows(path, "row", required=KEYS)

    assert reason in str(refusal.value)


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "rows.toml"
    path.write_bytes(b"[[row]]\nid = '\xff'")

    with pytest.raises(UnusableRow, match=r"rows\.toml, line 2: not readable as TOML"):
        read_rows(path, "row", required=KEYS)


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnusableRow, match=r"rows\.toml: cannot be read: No such file"):
        read_rows(tmp_path / "rows.toml", "row", required=KEYS)


def test_a_folder_without_data_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "notes.txt", text="[[row]]")

    with pytest.raises(UnusableRow, match=r"no files ending in \.toml"):
        read_rows(tmp_path, "row", required=KEYS)


def test_random_bytes_are_read_or_refused_and_never_anything_else(tmp_path: Path) -> None:
    numbers = random.Random(8)
    pieces = [b"[[row]]\n", b"id = 'a'\n", b"id = ", b"'''", b"\xff", b"\r\n", b"[", b"=", b"x\n"]
    path = tmp_path / "rows.toml"
    refusals = []

    for _ in range(500):
        path.write_bytes(b"".join(numbers.choices(pieces, k=numbers.randrange(12))))
        refusals.append(refusal_of(path))

    refused = [refusal for refusal in refusals if refusal is not None]
    assert 400 < len(refused) < 500
    assert all(refusal.startswith("rows.toml") for refusal in refused)


def test_lines_ending_as_on_windows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.toml"
    path.write_bytes(b"[[row]]\r\nid = 'a'\r\n")

    assert [row.at("id") for row in read_rows(path, "row", required=KEYS)] == [
        "rows.toml, line 2, entry 1 (a)"
    ]


def test_rows_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = STATEMENT + STATEMENT.replace("stay_calm", "breathe")
    path = write(tmp_path, "statements.toml", text=text)

    rows = read_rows(path, "statement", required=STATEMENT_KEYS)

    assert [row.values["id"] for row in rows] == ["stay_calm", "breathe"]


def test_a_folder_is_read_file_by_file_in_the_order_of_their_names(tmp_path: Path) -> None:
    write(tmp_path, "b.toml", text=STATEMENT)
    write(tmp_path, "a.toml", text=STATEMENT.replace("stay_calm", "breathe"))

    rows = read_rows(tmp_path, "statement", required=STATEMENT_KEYS)

    assert [row.place for row in rows] == [
        "a.toml, line 2, entry 1 (breathe)",
        "b.toml, line 2, entry 1 (stay_calm)",
    ]


def test_an_id_stands_once_in_all_files_of_a_folder(tmp_path: Path) -> None:
    write(tmp_path, "a.toml", text=STATEMENT)
    write(tmp_path, "b.toml", text=STATEMENT)

    with pytest.raises(UnusableRow) as refusal:
        read_rows(tmp_path, "statement", required=STATEMENT_KEYS)

    assert str(refusal.value) == (
        "b.toml, line 2, entry 1 (stay_calm): this id stands already in a.toml, line 2; "
        "give each its own"
    )


@pytest.mark.parametrize("value", ["'a'", "[1]", "['']", "['a', [ ]]", "3"])
def test_a_list_of_words_takes_nothing_else(tmp_path: Path, value: str) -> None:
    path = write(tmp_path, "rows.toml", text=f"[[row]]\nid = 'a'\nlist = {value}")
    row = read_rows(path, "row", required=KEYS, optional=frozenset({"list"}))[0]

    with pytest.raises(UnusableRow, match=r"line 3, entry 1 \(a\): list is .* takes a list"):
        texts(row, "list")


def test_a_list_of_words_names_nothing_twice(tmp_path: Path) -> None:
    path = write(tmp_path, "rows.toml", text="[[row]]\nid = 'a'\nlist = ['x', 'x']")
    row = read_rows(path, "row", required=KEYS, optional=frozenset({"list"}))[0]

    with pytest.raises(UnusableRow, match=r"line 3.*it names something twice"):
        some_of(row, "list", allowed=("x", "y"))
