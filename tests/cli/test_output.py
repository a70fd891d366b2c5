"""A command whose output goes nowhere, or has no room: in processes of their own."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.drawings import draw, encode


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    path = tmp_path / "drawing.png"
    path.write_bytes(encode(draw(), "PNG"))
    return path


def run_in_shell(arguments: str, drawing: Path) -> subprocess.CompletedProcess[str]:
    command = f'"$1" -m takeback.cli fingerprint --json "$2" "$2" "$2" {arguments}'
    shell = ["bash", "-o", "pipefail", "-c", command, "bash", sys.executable, str(drawing)]
    return subprocess.run(shell, capture_output=True, text=True, check=False)


def test_output_that_nobody_reads_any_more_ends_quietly_and_is_no_answer(drawing: Path) -> None:
    ended = run_in_shell("| true", drawing)

    assert (ended.returncode, ended.stderr) == (141, "")


def test_a_full_disk_is_said_and_is_not_a_fault_of_ours(drawing: Path) -> None:
    ended = run_in_shell("> /dev/full", drawing)

    assert ended.returncode == 3
    assert ended.stderr == "takeback: the output cannot be written (No space left on device)\n"


@pytest.mark.parametrize("closed", ["<&-", "2>&-", "<&- 2>&-"])
def test_closed_streams_change_nothing_of_what_is_said_elsewhere(
    drawing: Path, closed: str
) -> None:
    ended = run_in_shell(closed, drawing)

    assert ended.returncode == 0
    assert len(ended.stdout.splitlines()) == 3
    assert ended.stderr == ""


def test_standard_output_may_be_closed(drawing: Path) -> None:
    ended = run_in_shell(">&-", drawing)

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_problems_that_cannot_be_told_keep_their_exit_code(tmp_path: Path) -> None:
    ended = run_in_shell("2> /dev/full", tmp_path / "missing.png")

    assert ended.returncode == 3
