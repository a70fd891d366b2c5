import json
from pathlib import Path

import pytest

from tests.cli.conftest import Takeback
from tests.cli.drawings import draw, encode


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three drawings, one of them in a subfolder, and a link that leads out."""
    made = tmp_path / "uploads"
    (made / "older").mkdir(parents=True)
    (made / "b.png").write_bytes(encode(draw(1), "PNG"))
    (made / "a.jpg").write_bytes(encode(draw(2), "JPEG"))
    (made / "older" / "c.png").write_bytes(encode(draw(3), "PNG"))
    (made / "link.png").symlink_to(made / "b.png")
    return made


def test_every_file_gets_a_line_in_the_order_of_names(
    takeback: Takeback, folder: Path, list_file: Path
) -> None:
    ended = takeback("scan", folder, "--list", list_file)

    lines = [json.loads(line) for line in ended.lines]
    assert ended.code == 0
    assert [line["file"] for line in lines] == [
        str(folder / name) for name in ("a.jpg", "b.png", "older/c.png")
    ]
    assert [len(line["matches"]) for line in lines] == [0, 1, 0]
    assert lines[1]["matches"][0]["entry"] == "drawing-1"


def test_nothing_found_is_the_answer_no(takeback: Takeback, folder: Path, list_file: Path) -> None:
    ended = takeback("scan", folder / "older", "--list", list_file)

    assert (ended.code, len(ended.lines)) == (1, 1)


def test_what_cannot_be_read_is_listed_and_the_others_are_done(
    takeback: Takeback, folder: Path, list_file: Path
) -> None:
    (folder / "notes.txt").write_text("no picture")

    ended = takeback("scan", folder, "--list", list_file)

    lines = [json.loads(line) for line in ended.lines]
    assert ended.code == 3
    assert "it is no picture" in lines[2]["unreadable"]
    assert len(lines) == 4
    assert "1 of 4 files could not be read" in ended.errors


def test_a_scan_goes_on_where_it_was_stopped(
    takeback: Takeback, folder: Path, list_file: Path
) -> None:
    out = folder / "found.jsonl"  # in the very folder: it is not searched itself
    whole = takeback("scan", folder, "--list", list_file, "--out", out)
    first, second, third = out.read_text().splitlines(keepends=True)
    out.write_text(first + second + third[:20])
    (folder / "a.jpg").unlink()
    (folder / "b.png").unlink()

    again = takeback("scan", folder, "--list", list_file, "--out", out)

    assert (whole.code, whole.lines, again.lines) == (0, [], [])
    # The match stands in the file from before.
    assert again.code == 0
    assert out.read_text() == first + second + third


def test_how_many_were_done_before_is_said(
    takeback: Takeback, folder: Path, list_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "found.jsonl"
    takeback("scan", folder, "--list", list_file, "--out", out)
    (folder / "d.png").write_bytes(encode(draw(4), "PNG"))

    again = takeback("scan", folder, "--list", list_file, "--out", out)

    assert "3 files were done before; 1 are left" in again.errors
    assert len(out.read_text().splitlines()) == 4


@pytest.mark.parametrize(
    "content", ["my diary\n", "my diary", '{"file"\n', "[1]\n", '{"matches": []}\n', "\xe9\n"]
)
def test_a_file_with_something_else_in_it_is_left_alone(
    takeback: Takeback, folder: Path, list_file: Path, tmp_path: Path, content: str
) -> None:
    out = tmp_path / "diary.txt"
    out.write_text(content)

    ended = takeback("scan", folder, "--list", list_file, "--out", out)

    assert ended.code == 3
    assert "holds something else than the lines of a scan" in ended.errors
    assert out.read_text() == content


def test_a_folder_or_an_out_file_that_there_is_not_is_out_of_reach(
    takeback: Takeback, folder: Path, list_file: Path
) -> None:
    no_folder = takeback("scan", folder / "none", "--list", list_file)
    no_place = takeback("scan", folder, "--list", list_file, "--out", folder / "none" / "out")

    assert (no_folder.code, no_place.code) == (3, 3)
    assert "cannot be read" in no_folder.errors
    assert "cannot be written" in no_place.errors


def test_somebody_who_watches_sees_how_far_it_is(
    takeback: Takeback, folder: Path, list_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)

    ended = takeback("scan", folder, "--list", list_file)

    assert ended.code == 0
    assert len(ended.lines) == 3


def test_an_empty_folder_is_no_clean_one(
    takeback: Takeback, folder: Path, list_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "unmounted").mkdir()
    (tmp_path / "paths").touch()

    ended = takeback("scan", tmp_path / "unmounted", "--list", list_file)
    no_paths = takeback("scan", "--paths", tmp_path / "paths", "--list", list_file)

    assert (ended.code, no_paths.code) == (3, 1)
    assert "unmounted: no file is there" in ended.errors


def test_the_first_file_does_not_wait_until_all_are_found(
    takeback: Takeback,
    folder: Path,
    list_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = ("scan", folder, "--list", list_file, "--out", tmp_path / "found.jsonl")
    takeback(*asked)
    for number in (4, 5):
        (folder / f"{number}.png").write_bytes(encode(draw(number), "PNG"))
    monkeypatch.setattr("takeback.cli.scan.COUNTING_SECONDS", 0)

    again = takeback(*asked)

    assert "3 files were done before; at least 1 are left" in again.errors
    assert len((tmp_path / "found.jsonl").read_text().splitlines()) == 5


def test_looking_again_needs_the_file_that_says_at_what(
    takeback: Takeback, folder: Path, list_file: Path
) -> None:
    ended = takeback("scan", folder, "--list", list_file, "--retry-unreadable")

    assert ended.code == 2
    assert "--retry-unreadable needs --out FILE" in ended.errors
