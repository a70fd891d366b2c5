"""The command, called in this process: what it printed and how it ended."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from takeback.cli.main import run


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
