"""What the tests about the code itself look at."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "takeback"


def tracked_files() -> list[Path]:
    """Every file git tracks or would track, relative to nothing: full paths."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def text_of(path: Path) -> str | None:
    """Return a file's text, or `None` for one that is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def python_files(under: Path = PACKAGE) -> list[Path]:
    """Every module below a folder, migrations left out."""
    return [path for path in sorted(under.rglob("*.py")) if "migrations" not in path.parts]
