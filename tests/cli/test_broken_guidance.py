"""A rule, a source or a word that cannot be used stops the start, by file, line and reason."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import takeback.cli.main
from takeback import _kernel

PACKAGE = Path(takeback.cli.main.__file__).parents[1]
# Without the finder of an editable install, which would lead back to the sound files.
RUN = """
import sys
sys.meta_path[:] = [found for found in sys.meta_path if "Redirecting" not in type(found).__name__]
sys.path.insert(0, sys.argv.pop(1))
from takeback.cli.main import run
run(sys.argv[1:])
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package, without what browsers load, ready to be spoilt."""
    wanted = shutil.ignore_patterns("static", "__pycache__", "*.so")
    shutil.copytree(PACKAGE, tmp_path / "takeback", ignore=wanted)
    shutil.copy(_kernel.__file__, tmp_path / "takeback")
    return tmp_path


def serve(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", RUN, str(copy), *arguments, "--data", str(copy / "data")]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        (
            "guidance/rules/always.py",
            'sources=["stay_calm"]',
            'sources=["stay_clam"]',
            "rules/always.py, line ",
        ),
        (
            "guidance/words/en/steps/police.toml",
            "[parent]",
            "[parrot]",
            "police.toml, line ",
        ),
        (
            "sources/services/united_kingdom.toml",
            'confidence = "checked"',
            'confidence = "certain"',
            "united_kingdom.toml, line ",
        ),
    ],
)
def test_what_cannot_be_used_stops_the_start(
    copy: Path, file: str, old: str, new: str, reason: str
) -> None:
    path = copy / "takeback" / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    ended = serve(copy, "serve", "--port", "0")

    assert ended.returncode == 3
    assert "the guidance cannot be used: " in ended.stderr
    assert reason in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (copy / "data").exists()


def test_a_check_names_guidance_that_cannot_be_used(copy: Path) -> None:
    laws = copy / "takeback" / "sources" / "laws.toml"
    laws.write_text(laws.read_text(encoding="utf-8") + "\nnonsense", encoding="utf-8")

    ended = serve(copy, "check")

    assert ended.returncode == 1
    assert "takeback.E000" in ended.stdout
    assert "laws.toml" in ended.stdout
