"""The generated pages of rules and facts are up to date and complete."""

import importlib.util
import re
from pathlib import Path

import pytest

from takeback.guidance.facts import FACT_NAMES
from takeback.guidance.rulebook import load_rules
from takeback.guidance.steps import NEVER, STEPS
from takeback.sources.providers import load_providers
from takeback.sources.statements import load_statements

ROOT = Path(__file__).resolve().parents[2]


def generated(name: str) -> str:
    file = ROOT / "tools" / f"generate_{name}.py"
    spec = importlib.util.spec_from_file_location(f"generate_{name}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return str(module.make_page())


@pytest.mark.parametrize("name", ["rules", "facts"])
def test_the_page_is_up_to_date(name: str) -> None:
    page = (ROOT / "docs" / "reference" / f"{name}.md").read_text(encoding="utf-8")

    assert page == generated(name), "run `make docs`"


def test_every_rule_is_on_the_page_with_all_it_rests_on_and_its_situations() -> None:
    sections = dict(re.findall(r"### `(\w+)`\n(.*?)(?=\n### |\n## |\Z)", generated("rules"), re.S))

    assert set(sections) == {rule.name for rule in load_rules()}
    for rule in load_rules():
        section = sections[rule.name]
        assert rule.says.splitlines()[0] in section
        assert all(load_statements()[source].address in section for source in rule.sources)
        assert f"Reviewed {rule.reviewed_on}, to be reviewed again by {rule.review_by}" in section
        assert section.count("\n| ") >= 2  # a heading and a situation


def test_every_fact_step_warning_and_provider_is_on_the_page_of_facts() -> None:
    page = generated("facts")

    assert all(f"| `{name}` |" in page for name in FACT_NAMES)
    assert all(f"`{name}`" in page for name in (*STEPS, *NEVER, *load_providers()))
