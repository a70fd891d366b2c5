import subprocess
import sys

import pytest

from takeback.cli import fingerprint
from takeback.cli.examples import EXAMPLES
from takeback.cli.main import app
from tests.cli.conftest import Takeback

COMMANDS = [
    "scan",
    "serve",
    "check",
    "demo",
    "entry",
    "restored",
    "partner",
    "plan",
    "fingerprint",
    "list",
    "match",
    "feedback",
]


def test_help_names_every_command_and_the_exit_codes(takeback: Takeback) -> None:
    ended = takeback("--help")

    assert ended.code == 0
    text = "\n".join(ended.lines)
    assert all(f" {command} " in text for command in COMMANDS)
    assert 'the answer is "no"' in text


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(takeback: Takeback, command: str) -> None:
    assert takeback(command, "--help").code == 0


@pytest.mark.parametrize("command", list(EXAMPLES))
def test_the_help_of_every_command_gives_its_examples(takeback: Takeback, command: str) -> None:
    said = " ".join("\n".join(takeback(*command.split(), "--help").lines).split())

    assert all(example in said for example in EXAMPLES[command])


def test_a_command_that_does_not_exist_is_wrong_use_with_a_suggestion(takeback: Takeback) -> None:
    ended = takeback("fingerprnt")

    assert ended.code == 2
    assert "'fingerprint'" in ended.errors


def test_the_version_is_shown(takeback: Takeback) -> None:
    ended = takeback("--version")

    assert ended.code == 0
    assert len(ended.lines) == 1


def test_a_fault_of_ours_is_heard_without_its_text(
    takeback: Takeback, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("somebody's secret")

    monkeypatch.setattr("takeback.cli.videos.files.FileReader", broken)

    ended = takeback("fingerprint", "x.png")

    assert ended.code == 70
    assert "a fault in takeback itself (ZeroDivisionError)" in ended.errors
    assert fingerprint.__file__ in ended.errors
    assert "secret" not in ended.errors


def test_ctrl_c_ends_without_a_traceback(
    takeback: Takeback, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("takeback.cli.videos.files.FileReader", stopped)

    ended = takeback("fingerprint", "x.png")

    assert (ended.code, ended.lines, ended.errors) == (130, [], "")


def test_a_partners_commands_start_without_django() -> None:
    script = "import sys, takeback.cli.main; print([m for m in sys.modules if 'django' in m])"

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"


def test_every_command_is_in_the_application() -> None:
    named = [command.name for command in app.registered_commands]
    groups = [group.name for group in app.registered_groups]

    assert sorted(str(name) for name in named + groups) == sorted(COMMANDS)
