import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def generated() -> str:
    file = ROOT / "tools" / "generate_commands.py"
    spec = importlib.util.spec_from_file_location("generate_commands", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return str(module.make_page())


def test_the_page_of_commands_is_up_to_date() -> None:
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")

    assert page == generated(), "run `make docs`"


def test_the_page_names_every_command_and_every_exit_code() -> None:
    page = generated()

    for command in ("serve", "check", "demo", "partner add", "partner list", "partner revoke"):
        assert f"## takeback {command}\n" in page
    for command in ("fingerprint", "list pull", "match", "feedback", "partner add-key"):
        assert f"## takeback {command}\n" in page
    assert all(f"| {code} |" in page for code in (0, 1, 2, 3))
