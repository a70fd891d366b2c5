import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Takeback

KNOWN = """\
nation: ENG
asker: parent
age_in_image: 13_15
threatened: yes
in_danger: no
providers: [instagram]
"""
STEP_KEYS = {"step", "urgency", "because", "sources"}


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    file = tmp_path / "facts.yaml"
    file.write_text(KNOWN, encoding="utf-8")
    return file


def piped(content: bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "takeback.cli", "plan", "--facts", "-", *options]
    return subprocess.run(command, input=content, capture_output=True, check=False)


def test_a_plan_is_one_json_object_on_one_line(takeback: Takeback, facts: Path) -> None:
    ended = takeback("plan", "--facts", facts, "--json")

    assert (ended.code, len(ended.lines), ended.errors) == (0, 1, "")
    plan = json.loads(ended.lines[0])
    assert list(plan) == ["urgency", "steps", "never", "ask_next"]
    assert plan["urgency"] == "H"
    assert "pay" in plan["never"]
    assert "threatened" not in plan["ask_next"]


def test_each_step_has_its_reasons_and_names_providers_only_when_there_are_some(
    takeback: Takeback, facts: Path
) -> None:
    plan = json.loads(takeback("plan", "--facts", facts, "--json").lines[0])

    steps = {step["step"]: step for step in plan["steps"]}
    assert set(steps["police"]) == STEP_KEYS
    assert set(steps["report_to_provider"]) == STEP_KEYS | {"providers"}
    assert steps["report_to_provider"]["providers"] == ["instagram"]
    assert "threats_mean_police" in steps["police"]["because"]
    assert all(step["because"] and step["sources"] for step in plan["steps"])


def test_the_safe_order_of_blackmail_is_kept(takeback: Takeback, facts: Path) -> None:
    plan = json.loads(takeback("plan", "--facts", facts, "--json").lines[0])

    order = [step["step"] for step in plan["steps"]]
    safe = [
        "do_not_pay",
        "keep_identifiers",
        "report_to_provider",
        "stop_replying_and_block",
        "police",
        "ceop",
        "report_remove",
    ]
    assert [step for step in order if step in safe] == safe


def test_people_read_words_in_order(takeback: Takeback, facts: Path) -> None:
    ended = takeback("plan", "--facts", facts, "--today", "2026-12-24")

    text = "\n".join(ended.lines)
    assert (ended.code, ended.errors) == (0, "")
    assert "999" in ended.lines[0]
    headings = [line for line in ended.lines if line in {"NOW", "TODAY", "THIS WEEK"}]
    assert headings == ["NOW", "TODAY", "THIS WEEK"]
    assert "Instagram" in text
    assert "24 December 2026" in text
    assert "not_look" not in text


def test_facts_come_through_a_pipe() -> None:
    ended = piped(b'{"asker": "person_shown", "in_danger": true}', "--json")

    assert ended.returncode == 0
    assert json.loads(ended.stdout)["steps"][0]["step"] == "call_emergency"


def test_a_pipe_that_never_ends_is_refused() -> None:
    ended = piped(b"x" * 3_000_000)

    assert ended.returncode == 2
    assert b"standard input, line 1: longer than 65536 characters" in ended.stderr


def test_nothing_on_standard_input_is_refused_with_what_to_write() -> None:
    ended = piped(b"")

    assert (ended.returncode, ended.stdout) == (2, b"")
    assert b"write `{}` when nothing was said" in ended.stderr


def test_every_problem_of_a_file_is_named_with_line_and_nearest_word(
    takeback: Takeback, tmp_path: Path
) -> None:
    file = tmp_path / "facts.yaml"
    file.write_text("nation: England\nspred: yes\nproviders: [snapchatt]\n", encoding="utf-8")

    ended = takeback("plan", "--facts", file, "--json")

    assert (ended.code, ended.lines) == (2, [])
    assert f"{file}, line 1: nation is 'England'" in ended.errors
    assert "did you mean 'ENG'?" in ended.errors
    assert "line 2: 'spred' is no fact; did you mean 'spread'?" in ended.errors
    assert "line 3: providers has 'snapchatt'" in ended.errors
    assert "did you mean 'snapchat'?" in ended.errors


def test_without_facts_the_ways_to_give_them_are_said(takeback: Takeback) -> None:
    ended = takeback("plan")

    assert ended.code == 2
    assert "give --facts FILE, or --facts - to read standard input" in ended.errors


@pytest.mark.parametrize("name", ["not-there.yaml", "."])
def test_a_file_that_cannot_be_read_is_something_else(
    takeback: Takeback, tmp_path: Path, name: str
) -> None:
    ended = takeback("plan", "--facts", tmp_path / name)

    assert (ended.code, ended.lines) == (3, [])
    assert "cannot be read" in ended.errors


def test_a_day_that_is_none_is_wrong_use(takeback: Takeback, facts: Path) -> None:
    assert takeback("plan", "--facts", facts, "--today", "2026-02-30").code == 2


def test_a_law_that_had_not_begun_gives_no_step(takeback: Takeback, tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    file.write_text('{"nation": "US", "asker": "parent", "online": true}', encoding="utf-8")

    def steps(day: str) -> set[str]:
        ended = takeback("plan", "--facts", file, "--json", "--today", day)
        return {step["step"] for step in json.loads(ended.lines[0])["steps"]}

    assert "intimate_image_notice" not in steps("2026-05-18")
    assert "intimate_image_notice" in steps("2026-05-19")


def test_what_each_fact_takes_is_listed(takeback: Takeback) -> None:
    ended = takeback("plan", "--list-facts")

    assert ended.code == 0
    assert "nation: one of ENG, WAL, SCO, NI, US, IE, AU, OTHER" in ended.lines
    assert "threatened: true or false" in ended.lines
    assert "hours_since_provider_report: a number of hours, 0 or more" in ended.lines


def test_what_each_fact_takes_is_listed_for_programs(takeback: Takeback) -> None:
    listed = [json.loads(line) for line in takeback("plan", "--list-facts", "--json").lines]

    assert {"fact": "in_danger", "kind": "boolean", "words": []} in listed
    assert len(listed) == 33
