"""What a person sees who waits: on a terminal, and never among the lines of the result."""

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from takeback.cli import pull as pulling
from tests.cli.conftest import Takeback
from tests.cli.drawings import draw, encode
from tests.cli.registries import served
from tests.cli.serving import COMMAND, environment
from tests.matching.pages import change_json, page_json


def on_a_terminal(*arguments: object) -> tuple[int, list[str], str]:
    """Run a command whose standard error is a terminal and whose output goes elsewhere."""
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        env=environment(TERM="xterm"),
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(theirs)
    seen = b""
    try:
        while part := os.read(ours, 4096):
            seen += part
    except OSError:  # how a terminal says that nobody writes to it any more
        pass
    os.close(ours)
    return done.returncode, done.stdout.splitlines(), seen.decode()


def test_many_files_show_a_progress_bar_beside_the_lines(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.png" for number in range(6)]
    for path in paths:
        path.write_bytes(encode(draw(), "PNG"))

    code, lines, seen = on_a_terminal("fingerprint", *paths, "--json")

    assert code == 0
    assert [json.loads(line)["file"] for line in lines] == [str(path) for path in paths]
    assert "Reading" in seen


def test_a_few_files_show_none(tmp_path: Path) -> None:
    path = tmp_path / "drawing.png"
    path.write_bytes(encode(draw(), "PNG"))

    assert on_a_terminal("fingerprint", path, "--json")[2] == ""


def a_feed(cursor: str | None) -> object:
    return page_json(changes=[] if cursor else [change_json()], cursor="c-1")


@pytest.mark.parametrize("is_terminal", ["yes", "no"])
def test_a_pull_counts_up_on_a_terminal_only(
    takeback: Takeback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_terminal: str
) -> None:
    monkeypatch.setattr(pulling.sys.stderr, "isatty", lambda: is_terminal == "yes")  # type: ignore[attr-defined]
    monkeypatch.setattr("takeback.cli.registry_client.Registry", lambda *_: served(a_feed))
    list_file = tmp_path / "list.sqlite3"

    ended = takeback("list", "pull", "--url", "https://x.example", "--key", "k", "--to", list_file)

    assert ended.code == 0
    assert ended.lines == [f"{list_file} is up to date. Entries in force: 1; changes: 1"]
    seen = ("Changes: 1", "Building the snapshot")
    assert [text in ended.errors for text in seen] == [is_terminal == "yes"] * 2
    assert is_terminal == "yes" or not ended.errors
