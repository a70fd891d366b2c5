from pathlib import Path

import pytest

from takeback.cli.options import read_key
from takeback.cli.problems import OutOfReach, WrongUse
from tests.cli.conftest import Takeback

KEY = "tbk_0123456789ab_" + "x" * 43


def test_a_key_in_a_file_goes_before_one_in_the_command(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n")

    assert read_key("another", file) == KEY


def test_without_a_key_the_ways_to_give_one_are_said() -> None:
    with pytest.raises(WrongUse, match="--key-file FILE, or set TAKEBACK_KEY, or give --key KEY"):
        read_key(None, None)


@pytest.mark.parametrize("key", ["", "  ", "two words", "line\nbreak", "schlüssel", "a\x00b"])
def test_what_cannot_be_a_key_is_not_sent_and_not_repeated(key: str) -> None:
    with pytest.raises(WrongUse) as problem:
        read_key(key, None)

    assert key.strip() == "" or key not in str(problem.value)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xfa"])
def test_a_key_file_that_cannot_be_read_is_said(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(OutOfReach, match="cannot be read"):
        read_key(None, file)


def test_the_key_may_come_from_the_environment(
    takeback: Takeback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAKEBACK_KEY", "not a key")

    ended = takeback("list", "pull", "--url", "https://x.example", "--to", tmp_path / "list")

    assert ended.code == 2
    assert "the key is not one that a registry gave out" in ended.errors
