import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from takeback.cli import match_fingerprints
from takeback.matching.feed_pages import ListedFingerprint
from takeback.matching.list_file import apply_page, open_list
from takeback.matching.list_snapshot import snapshot_path, update_snapshot
from tests.cli.conftest import Ended, Takeback
from tests.matching.pages import bits, change, page, whole


@pytest.fixture
def list_file(tmp_path: Path) -> Path:
    """A list of pictures 0 to 9, of 5 mirrored too, and of 5 again as another entry."""
    path = tmp_path / "list.sqlite3"
    house = ListedFingerprint("pdq-mean-1", "mean-whole", bits(99))
    entries = [change(f"entry-{number}", whole(number)) for number in range(10)]
    entries[5] = change("entry-5", whole(5), ListedFingerprint("pdq-1", "mirror", near(5, 2)))
    with open_list(path, create=True) as connection:
        pages = page(*entries, change("copy", ListedFingerprint("pdq-1", "whole", near(5, 1))))
        apply_page(connection, pages, url="https://x.example")
        update_snapshot(connection, snapshot_path(path), tell=lambda *_: None)
        apply_page(connection, page(change("late", whole(50), house)), url="https://x.example")
    return path


def near(number: int, distance: int) -> bytes:
    """Return the fingerprint of a picture with so many of its first bits turned round."""
    first, *others = bits(number)
    return bytes([first ^ ((1 << distance) - 1), *others])


def look_up(
    takeback: Takeback, list_file: Path, lines: list[str], *options: object
) -> tuple[Ended, list[dict[str, Any]]]:
    path = list_file.with_name("fingerprints.txt")
    path.write_text("\n".join(lines), encoding="utf-8")
    ended = takeback("match", "--fingerprints", path, "--list", list_file, "--json", *options)
    return ended, [json.loads(line) for line in ended.lines]


def test_each_line_is_answered_with_entries_nearest_first_and_each_once(
    takeback: Takeback, list_file: Path
) -> None:
    lines = [bits(5).hex(), bits(70).hex().upper(), bits(50).hex()]

    ended, told = look_up(takeback, list_file, lines)

    assert ended.code == 0
    assert told == [
        {
            "line": 1,
            "matches": [
                {"entry": "entry-5", "distance": 0, "view": "whole"},
                {"entry": "copy", "distance": 1, "view": "whole"},
            ],
        },
        {"line": 2, "matches": []},
        {"line": 3, "matches": [{"entry": "late", "distance": 0, "view": "whole"}]},
    ]


def test_what_is_listed_for_our_own_matcher_only_is_not_compared(
    takeback: Takeback, list_file: Path
) -> None:
    ended, told = look_up(takeback, list_file, [bits(99).hex()])

    assert (ended.code, told) == (1, [{"line": 1, "matches": []}])
    assert ended.errors == "takeback: no match\n"


def test_a_narrower_limit_finds_less(takeback: Takeback, list_file: Path) -> None:
    _, told = look_up(takeback, list_file, [bits(5).hex()], "--limit", 0)

    assert [each["entry"] for each in told[0]["matches"]] == ["entry-5"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "0 characters; "),
        ("ab" * 31, "62 characters; "),
        ("ab" * 5_000, "more than 250 characters; "),
        ("zz" * 32, "not hex digits; "),
        ("ab " * 21 + "a", "not hex digits; "),
        ("é" * 32, "not hex digits; "),
    ],
)
def test_a_line_that_is_no_fingerprint_is_told_and_the_others_are_looked_up(
    takeback: Takeback, list_file: Path, line: str, reason: str
) -> None:
    ended, told = look_up(takeback, list_file, [bits(1).hex(), line, bits(2).hex() + "\r"])

    assert ended.code == 3
    assert [bool(each.get("matches")) for each in told] == [True, False, True]
    assert told[1] == {"line": 2, "unreadable": f"{reason}a pdq-1 fingerprint has 64 hex digits"}
    assert ended.errors == "takeback: 1 of 3 lines are no fingerprints\n"


def test_many_lines_are_looked_up_by_the_batch_and_keep_their_numbers(
    takeback: Takeback, list_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(match_fingerprints, "BATCH", 4)

    _, told = look_up(takeback, list_file, [bits(number % 10).hex() for number in range(11)])

    assert [each["line"] for each in told] == list(range(1, 12))
    assert [each["matches"][0]["entry"] for each in told] == [
        f"entry-{number % 10}" for number in range(11)
    ]


def test_lines_come_from_standard_input_too_and_a_person_reads_words(
    takeback: Takeback, list_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = f"{bits(5).hex()}\n{bits(70).hex()}\nnone\n".encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))

    ended = takeback("match", "--fingerprints", "-", "--list", list_file)

    assert ended.lines == [
        "line 1: entry entry-5, 0 bits away, view whole",
        "line 1: entry copy, 1 bits away, view whole",
        "line 2: no match",
    ]
    assert ended.errors.startswith("line 3: 4 characters; ")
    assert bits(70).hex() not in ended.errors


def test_files_or_fingerprints_are_needed_and_not_both(takeback: Takeback, list_file: Path) -> None:
    neither = takeback("match", "--list", list_file)
    both = takeback("match", "a.jpg", "--fingerprints", "b.txt", "--list", list_file)

    assert (neither.code, both.code) == (2, 2)
    assert "give picture and video files, or --fingerprints FILE" in neither.errors


def test_a_file_of_fingerprints_that_cannot_be_read_is_said(
    takeback: Takeback, list_file: Path
) -> None:
    ended = takeback("match", "--fingerprints", "/nowhere/at/all", "--list", list_file)

    assert ended.code == 3
    assert ended.errors == "takeback: /nowhere/at/all cannot be read (No such file or directory)\n"
