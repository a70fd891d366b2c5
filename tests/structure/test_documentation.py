import re

from tests.structure.files import PACKAGE, ROOT, python_files, text_of, tracked_files

VARIABLE = re.compile(r"TAKEBACK_[A-Z_]+[A-Z]")
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)")


def test_every_setting_is_documented() -> None:
    used = set(VARIABLE.findall((PACKAGE / "project" / "settings.py").read_text()))
    documented = set(VARIABLE.findall((ROOT / "docs" / "reference" / "settings.md").read_text()))

    assert used - {"TAKEBACK_X"} <= documented


def test_environment_variables_are_read_in_the_project_only() -> None:
    readers = {
        str(path.relative_to(PACKAGE))
        for path in python_files()
        if re.search(r"os\.environ\b|getenv\(", path.read_text())
    }

    # The command line sets variables for the processes it starts, and takes a partner's key.
    allowed = {"project/environment.py"}
    assert {name for name in readers if not name.startswith("cli/")} <= allowed


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        f"{path.relative_to(ROOT)} -> {target}"
        for path in tracked_files()
        if path.suffix == ".md" and (text := text_of(path))
        for target in LINK.findall(text)
        if not (path.parent / target).exists()
    ]

    assert broken == []


def test_every_decision_has_its_parts() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))

    assert decisions
    for number, path in enumerate(decisions, start=1):
        assert path.name.startswith(f"{number:04d}-")
        text = path.read_text()
        for part in ("Status", "Context", "Options", "Decision", "Consequences"):
            assert f"## {part}" in text, f"{path.name} has no {part}"


def test_every_word_of_the_glossary_is_said_once() -> None:
    rows = re.findall(r"^\| \*\*(.+?)\*\* \|", (ROOT / "docs" / "glossary.md").read_text(), re.M)

    assert len(rows) > 15
    assert len(rows) == len(set(rows))
