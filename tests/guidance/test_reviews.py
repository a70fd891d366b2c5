from dataclasses import replace
from datetime import date, timedelta

from takeback.guidance.reviews import overdue
from takeback.guidance.rulebook import load_rules
from takeback.sources.statements import load_statements

FIRST = load_rules()[0]


def test_a_rule_is_overdue_from_the_day_after() -> None:
    rule = replace(FIRST, review_by=date(2026, 12, 1))

    on_the_day = overdue(date(2026, 12, 1), rules=[rule])
    (found,) = (one for one in overdue(date(2026, 12, 2), rules=[rule]) if one.kind == "rule")

    assert "rule" not in {one.kind for one in on_the_day}
    assert (found.id, found.review_by) == (rule.name, date(2026, 12, 1))
    assert found.place == rule.place


def test_the_longest_overdue_comes_first_rules_and_sources_together() -> None:
    last = max(
        [
            *(rule.review_by for rule in load_rules()),
            *(row.review_by for row in load_statements().values()),
        ]
    )

    found = overdue(last + timedelta(days=1))

    assert {"rule", "statement"} <= {one.kind for one in found}
    assert [one.review_by for one in found] == sorted(one.review_by for one in found)
    assert {one.id for one in found if one.kind == "rule"} == {rule.name for rule in load_rules()}


def test_nothing_was_overdue_on_the_day_everything_was_read() -> None:
    assert overdue(date(2026, 11, 22)) == ()
