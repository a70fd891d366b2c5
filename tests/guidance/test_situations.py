"""Every rule does what the situations written for it say, and each rule has some."""

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from takeback.guidance.deciding import outcome
from takeback.guidance.rulebook import Rule, load_rules
from tests.guidance.situations import FOLDER, Situation, read, situations
from tests.guidance.watching import looked_at


@cache
def rules() -> dict[str, Rule]:
    return {rule.name: rule for rule in load_rules()}


@cache
def of_each_rule() -> dict[str, tuple[Situation, ...]]:
    found: dict[str, list[Situation]] = defaultdict(list)
    for situation in situations():
        found[situation.rule].append(situation)
    return {name: tuple(some) for name, some in found.items()}


@pytest.mark.parametrize("situation", situations(), ids=str)
def test_the_rule_makes_of_it_what_the_situation_says(situation: Situation) -> None:
    assert outcome(rules()[situation.rule], situation.facts) == situation.outcome


def test_every_situation_stands_in_the_file_of_its_rule_and_none_is_for_a_rule_that_is_gone() -> (
    None
):
    strays = [
        str(situation)
        for situation in situations()
        if situation.rule not in rules() or rules()[situation.rule].subject != situation.subject
    ]

    assert strays == []


def test_every_rule_has_a_situation_in_which_it_decides_something() -> None:
    decided = {situation.rule for situation in situations() if situation.outcome is not None}

    assert rules().keys() - decided == set()


def test_every_rule_that_looks_at_a_fact_has_a_situation_in_which_it_decides_nothing() -> None:
    quiet = {situation.rule for situation in situations() if situation.outcome is None}
    asks = {situation.rule for situation in situations() if _looks_at_something(situation)}

    assert asks - quiet == set()


def test_every_rule_that_looks_at_a_fact_has_a_situation_in_which_it_was_not_said() -> None:
    for name, some in of_each_rule().items():
        if any(_looks_at_something(one) for one in some):
            assert any(_was_left_open(one) for one in some), name


def test_no_rule_has_two_situations_of_one_name() -> None:
    for name, some in of_each_rule().items():
        assert len({one.name for one in some}) == len(some), name


@pytest.mark.parametrize(
    "text",
    [
        "name: no list",
        "- {name: a, rule: b}",
        "- {name: a, rule: b, facts: {}, gives: police}",
        "- {name: a, rule: b, facts: {}, nothing: true, more: 1}",
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_name(text: str, tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(ValueError, match=r"broken\.yaml"):
        read(file)


def test_the_files_are_those_of_the_subjects() -> None:
    assert {file.stem for file in FOLDER.glob("*.yaml")} == {
        rule.subject for rule in rules().values()
    }


def _looks_at_something(situation: Situation) -> bool:
    return bool(looked_at(rules()[situation.rule], situation.facts))


def _was_left_open(situation: Situation) -> bool:
    seen = looked_at(rules()[situation.rule], situation.facts)
    return any(getattr(situation.facts, name) is None for name in seen)
