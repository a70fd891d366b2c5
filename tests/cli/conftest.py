"""The command, called in this process: what it printed and how it ended."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from takeback.cli.main import run
from takeback.fingerprint.picture import fingerprint_pixels
from takeback.matching.feed_pages import ListedFingerprint
from takeback.matching.list_file import apply_page, open_list
from tests.cli.drawings import draw
from tests.matching.copies import pixels
from tests.matching.pages import change, page


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, its lines on standard output, its standard error."""

    code: int
    lines: list[str]
    errors: str


Takeback = Callable[..., Ended]


@pytest.fixture
def takeback(capfd: pytest.CaptureFixture[str]) -> Takeback:
    """Run one command as its own process would, without starting one."""

    def call(*arguments: object) -> Ended:
        capfd.readouterr()
        with pytest.raises(SystemExit) as ending:
            run([str(argument) for argument in arguments])
        printed = capfd.readouterr()
        code = ending.value.code
        assert isinstance(code, int)
        return Ended(code, printed.out.splitlines(), printed.err)

    return call


@pytest.fixture
def list_file(tmp_path: Path) -> Path:
    """A list of drawing 1."""
    path = tmp_path / "list.sqlite3"
    made = fingerprint_pixels(pixels(draw(1)))
    listed = ListedFingerprint("pdq-1", "whole", bytes.fromhex(made.whole.hex))
    with open_list(path, create=True) as connection:
        apply_page(connection, page(change("drawing-1", listed)), url="https://x.example")
    return path
