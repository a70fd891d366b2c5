"""A rule that cannot be used stops the start, with file, line and reason."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from takeback.guidance.facts import EVERYWHERE, Facts
from takeback.guidance.rulebook import Rule, check_rules, load_rules, rule
from takeback.guidance.steps import Step, Urgency
from takeback.sources.laws import load_laws
from takeback.sources.rows import UnusableRow
from takeback.sources.statements import load_statements

READ = date(2026, 11, 22)


@rule(sources=["stay_calm"], reviewed_on=READ, review_by=READ + timedelta(days=365))
def calm_is_kept(facts: Facts) -> Step:
    """Calm is kept.

    Always.
    """
    del facts
    return Step("stay_calm", Urgency.EMERGENCY)


def check(*rules: Rule) -> None:
    check_rules(rules, statements=["stay_calm", "do_not_pay"], laws=["uk_48_hours"])


def test_a_rule_is_named_like_its_function_and_knows_where_it_stands() -> None:
    assert calm_is_kept.name == "calm_is_kept"
    assert calm_is_kept.subject == "test_rulebook"
    assert calm_is_kept.place == "rules/test_rulebook.py, line 19 (calm_is_kept)"
    assert calm_is_kept.says == "Calm is kept.\n\nAlways."
    assert calm_is_kept.nations == EVERYWHERE
    assert calm_is_kept.law is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"says": ""}, "has no docstring; its first line says what it decides"),
        ({"sources": ()}, "cites no source"),
        (
            {"sources": ("do_not_pya",)},
            "cites 'do_not_pya', which is not among the statements; did you mean 'do_not_pay'?",
        ),
        ({"sources": ("zzz",)}, "cites 'zzz', which is not among the statements"),
        ({"nations": frozenset({"ENG", "FR"})}, "holds in ['ENG', 'FR']; nations are AU, ENG, IE"),
        ({"nations": frozenset()}, "holds in []; nations are"),
        ({"review_by": READ}, "review_by is not after reviewed_on"),
        (
            {"law": "uk_48_hour"},
            "rests on the law 'uk_48_hour', which is unknown; did you mean 'uk_48_hours'?",
        ),
        ({"law": "zzz"}, "rests on the law 'zzz', which is unknown"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_with_file_line_and_reason(
    changed: dict[str, Any], reason: str
) -> None:
    with pytest.raises(UnusableRow) as refused:
        check(replace(calm_is_kept, **changed))

    assert str(refused.value).startswith(f"{calm_is_kept.place}: {reason}")


def test_two_rules_of_one_name_are_refused() -> None:
    with pytest.raises(UnusableRow, match="this name stands above already; give each its own"):
        check(calm_is_kept, calm_is_kept)


def test_the_book_holds_every_rule_by_subject_and_then_as_they_stand() -> None:
    rules = load_rules()
    subjects = [one.subject for one in rules]

    assert subjects == sorted(subjects)
    assert rules[0].name == "us_providers_get_a_notice"
    assert [one.name for one in rules if one.subject == "always"] == [
        "calm_comes_first",
        "nobody_looks_or_copies",
    ]


def test_every_rule_of_the_book_cites_statements_and_laws_that_are_there() -> None:
    cited = {source for one in load_rules() for source in one.sources}
    laws = {one.law for one in load_rules() if one.law is not None}

    assert cited <= load_statements().keys()
    assert laws <= load_laws().keys()


def test_no_rule_waits_longer_than_a_year_to_be_read_again() -> None:
    for one in load_rules():
        assert one.review_by - one.reviewed_on <= timedelta(days=365), one.place
