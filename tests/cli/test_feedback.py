from datetime import date

import pytest

from takeback.cli.feedback import NoteCode, Outcome, name_of_answer
from takeback.registry import models
from tests.cli.conftest import Takeback

TODAY = date(2026, 11, 22)
HERE = ("--url", "http://127.0.0.1:9", "--key", "k", "--entry", "a" * 26)


def test_an_entry_that_cannot_be_one_is_wrong_use_before_anything_is_sent(
    takeback: Takeback,
) -> None:
    ended = takeback("feedback", *HERE, "--entry", "nosuch", "--outcome", "removed")

    assert ended.code == 2
    assert "26 letters and digits" in ended.errors


def test_the_outcomes_are_the_registrys() -> None:
    assert [outcome.value for outcome in Outcome] == models.Outcome.values
    assert [code.value for code in NoteCode] == models.NoteCode.values


def test_the_same_answer_on_the_same_day_has_the_same_name() -> None:
    answer: dict[str, str | int] = {"entry": "a", "outcome": "removed", "count": 3}
    again = dict(reversed(answer.items()))

    assert name_of_answer(answer, today=TODAY) == name_of_answer(again, today=TODAY)


@pytest.mark.parametrize(
    ("answer", "today"),
    [
        ({"entry": "b", "outcome": "removed", "count": 3}, TODAY),
        ({"entry": "a", "outcome": "seen", "count": 3}, TODAY),
        ({"entry": "a", "outcome": "removed", "count": 4}, TODAY),
        ({"entry": "a", "outcome": "removed"}, TODAY),
        ({"entry": "a", "outcome": "removed", "count": 3, "note_code": "other"}, TODAY),
        ({"entry": "a", "outcome": "removed", "count": 3}, date(2026, 11, 23)),
    ],
)
def test_another_answer_or_another_day_has_another_name(
    answer: dict[str, str | int], today: date
) -> None:
    first: dict[str, str | int] = {"entry": "a", "outcome": "removed", "count": 3}

    assert name_of_answer(answer, today=today) != name_of_answer(first, today=TODAY)


@pytest.mark.parametrize(
    "wrong",
    [
        ("--outcome", "deleted"),
        ("--outcome", "removed", "--count", 0),
        ("--outcome", "removed", "--count", 1_000_001),
        ("--outcome", "removed", "--note-code", "it was Tim"),
        ("--outcome", "removed", "--idempotency-key", "has spaces"),
        ("--outcome", "removed", "--idempotency-key", "x" * 65),
        (),
    ],
)
def test_what_cannot_be_meant_is_wrong_use(takeback: Takeback, wrong: tuple[object, ...]) -> None:
    assert takeback("feedback", *HERE, *wrong).code == 2
