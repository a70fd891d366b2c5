"""Nothing in the repository names a machine, a registry's host or a person's secret."""

import re

from tests.structure.files import ROOT, text_of, tracked_files

# Written in pieces so that this file does not find itself.
REGISTRY_HOSTS = re.compile(
    "|".join(["files.python" + "hosted", "registry.npm" + "js", "pypi." + "org/simple"])
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:home|root)/[a-z]+/")
KEYS = re.compile("BEGIN [A-Z ]*PRIVATE" + " KEY")
PICTURES = {".jpg", ".jpeg", ".heic", ".avif", ".webp", ".gif", ".mp4", ".mov"}


def _found(pattern: re.Pattern[str]) -> list[str]:
    return [
        str(path.relative_to(ROOT))
        for path in tracked_files()
        if (text := text_of(path)) is not None and pattern.search(text)
    ]


def test_no_file_names_a_registry_host() -> None:
    assert _found(REGISTRY_HOSTS) == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    assert _found(MACHINE_PATHS) == []


def test_no_file_holds_a_private_key() -> None:
    assert _found(KEYS) == []


def test_no_photograph_is_in_the_repository() -> None:
    assert [p.name for p in tracked_files() if p.suffix.lower() in PICTURES] == []


def test_the_only_pictures_are_of_our_own_pages_and_mark() -> None:
    pictures = {
        path.relative_to(ROOT).parts[:2]
        for path in tracked_files()
        if path.suffix.lower() in {".png", ".svg", ".ico"}
    }

    assert pictures <= {("docs", "pictures"), ("src", "takeback")}


def test_locks_carry_hashes_and_no_addresses() -> None:
    for lock in (ROOT / "locks").glob("*.txt"):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
