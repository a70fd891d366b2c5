import fcntl
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from takeback.cli.scanning.parquet import write_parquet
from tests.cli.conftest import Takeback

MATCH = {
    "entry": "drawing-1",
    "distance": 3,
    "view": "whole",
    "effort": 0,
    "verification": None,
    "orientation": "whole",
}


@pytest.fixture
def folder(tmp_path: Path, drawings: list[bytes]) -> Path:
    """A listed drawing, another one, and something else."""
    made = tmp_path / "uploads"
    made.mkdir()
    (made / "a.png").write_bytes(drawings[1])
    (made / "b.png").write_bytes(drawings[2])
    (made / "c.png").write_bytes(b"no picture")
    return made


def test_parquet_has_a_row_a_match_and_one_for_a_file_without(
    takeback: Takeback, folder: Path, list_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "found.parquet"

    ended = takeback("scan", folder, "--list", list_file, "--effort", 0, "--out", out)

    rows = pq.read_table(out).to_pylist()
    nothing = dict.fromkeys(pq.read_schema(out).names)
    assert (ended.code, ended.lines) == (3, [])
    assert rows[0] == nothing | MATCH | {"file": str(folder / "a.png"), "distance": 0}
    assert rows[1] == nothing | {"file": str(folder / "b.png")}
    assert rows[2]["unreadable"].startswith("it is no picture")
    asked = json.loads(pq.read_schema(out).metadata[b"takeback"])
    assert (asked["effort"], asked["limit"]) == (0, 31)


def test_parquet_is_made_anew_when_a_scan_goes_on(
    takeback: Takeback, folder: Path, list_file: Path, tmp_path: Path, drawings: list[bytes]
) -> None:
    out = tmp_path / "found.parquet"
    takeback("scan", folder, "--list", list_file, "--out", out)
    (folder / "d.png").write_bytes(drawings[1])

    again = takeback("scan", folder, "--list", list_file, "--out", out)

    assert "3 files were done before; 1 are left" in again.errors
    assert pq.read_table(out).num_rows == 4
    assert sorted(path.name for path in tmp_path.iterdir() if "found" in path.name) == [
        "found.parquet", "found.parquet.jsonl", "found.parquet.jsonl.asked",
    ]  # fmt: skip


def test_every_part_of_a_match_and_odd_names_have_their_column(tmp_path: Path) -> None:
    match = MATCH | {"verification": 12.5, "clip_share": 0.5, "query_share": 0.25}
    lines: list[dict[str, object]] = [
        {"file": "two.mp4", "matches": [match, MATCH]},
        {"file": os.fsdecode(b"\xff.png"), "unreadable": "why"},
    ]

    write_parquet(lines, tmp_path / "x.parquet", {})

    rows = pq.read_table(tmp_path / "x.parquet").to_pylist()
    assert rows[0] == match | {"file": "two.mp4", "unreadable": None}
    assert [rows[1]["clip_share"], rows[2]["file"]] == [None, "\\udcff.png"]


def test_parquet_needs_a_file_and_its_journal(
    takeback: Takeback, folder: Path, list_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "found.parquet"
    out.write_bytes(b"somebody's")

    no_file = takeback("scan", folder, "--list", list_file, "--format", "parquet")
    no_journal = takeback("scan", folder, "--list", list_file, "--out", out)

    assert (no_file.code, no_journal.code) == (2, 2)
    assert "needs --out" in no_file.errors
    assert out.read_bytes() == b"somebody's"


def test_without_pyarrow_what_to_install_is_said_before_anything_is_searched(
    takeback: Takeback, folder: Path, list_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)

    ended = takeback("scan", folder, "--list", list_file, "--out", folder / "found.parquet")

    assert ended.code == 3
    assert "install takeback[parquet]" in ended.errors


@pytest.mark.parametrize(
    ("option", "value", "said"), [("--effort", 1, "effort 0"), ("--limit", 5, "limit 31")]
)
def test_a_scan_does_not_go_on_with_other_options(
    takeback: Takeback,
    folder: Path,
    list_file: Path,
    tmp_path: Path,
    option: str,
    value: int,
    said: str,
) -> None:
    asked = ("scan", folder, "--list", list_file, "--out", tmp_path / "found.jsonl")
    takeback(*asked, "--effort", 0)
    before = (tmp_path / "found.jsonl").read_bytes()

    ended = takeback(*asked, *([] if option == "--effort" else ["--effort", 0]), option, value)

    assert ended.code == 2
    assert f"was begun with {said}, and this is" in ended.errors
    assert (tmp_path / "found.jsonl").read_bytes() == before


def test_lines_from_before_options_were_written_down_are_gone_on_with(
    takeback: Takeback, folder: Path, list_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "found.jsonl"
    out.write_text(json.dumps({"file": str(folder / "a.png"), "matches": []}) + '\n{"fi')

    ended = takeback("scan", folder, "--list", list_file, "--out", out)

    assert "nothing says how its lines were searched for" in ended.errors
    assert len(out.read_text().splitlines()) == 3
    assert json.loads((tmp_path / "found.jsonl.asked").read_text())["effort"] == 3


def test_what_could_not_be_read_is_looked_at_again_if_asked(
    takeback: Takeback, folder: Path, list_file: Path, tmp_path: Path, drawings: list[bytes]
) -> None:
    asked = ("scan", folder, "--list", list_file, "--out", tmp_path / "found.jsonl")
    takeback(*asked)
    (folder / "c.png").write_bytes(drawings[1])

    same = takeback(*asked)
    ended = takeback(*asked, "--retry-unreadable")

    assert (same.code, ended.code) == (3, 0)
    assert "2 files were done before; 1 are left" in ended.errors
    lines = [json.loads(line) for line in (tmp_path / "found.jsonl").read_text().splitlines()]
    assert [len(line["matches"]) for line in lines] == [1, 0, 1]


def test_two_scans_do_not_write_to_one_file(
    takeback: Takeback, folder: Path, list_file: Path, tmp_path: Path
) -> None:
    with (tmp_path / "found.jsonl").open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)

        ended = takeback("scan", folder, "--list", list_file, "--out", tmp_path / "found.jsonl")

    assert ended.code == 3
    assert "another scan is writing" in ended.errors


def test_a_disk_that_is_full_is_said_and_what_is_written_is_gone_on_with(
    takeback: Takeback, folder: Path, list_file: Path, tmp_path: Path
) -> None:
    for number in range(20):
        (folder / f"d{number}.png").write_bytes(b"no picture")
    out = tmp_path / "found.jsonl"

    ended = subprocess.run(
        [sys.executable, "-m", "takeback.cli", "scan", folder, "--list", list_file, "--out", out],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
        stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip

    assert ended.returncode == 3
    assert f"{out} cannot be written" in ended.stderr
    assert out.stat().st_size == 1000  # a part of a line is in it
    takeback("scan", folder, "--list", list_file, "--out", out)
    assert len({json.loads(line)["file"] for line in out.read_text().splitlines()}) == 23


def test_a_device_is_not_written_to(takeback: Takeback, folder: Path, list_file: Path) -> None:
    ended = takeback("scan", folder, "--list", list_file, "--out", "/dev/null")

    assert ended.code == 3
    assert "not an ordinary file" in ended.errors


def test_a_paths_file_can_be_standard_input_and_something_must_be_given(
    takeback: Takeback, folder: Path, list_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "paths").write_text(f"{folder / 'a.png'}\n")
    with (tmp_path / "paths").open() as file:
        kept = os.dup(0)
        os.dup2(file.fileno(), 0)
        try:
            ended = takeback("scan", "--paths", "-", "--list", list_file)
        finally:
            os.dup2(kept, 0)
            os.close(kept)

    assert (ended.code, len(ended.lines)) == (0, 1)
    assert takeback("scan", "--list", list_file).code == 2
