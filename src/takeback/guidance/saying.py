"""What one answer adds to the facts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from takeback.guidance.facts import Facts
from takeback.guidance.questions import NONE, UNSURE, Question, Sets


def facts_after(question: Question, answer: Sequence[str], *, facts: Facts) -> Facts:
    """Return the facts with those that the answer sets.

    A yes stays a yes whatever is said after it, since a no may only mean that this question is
    about something else. Places and apps add up.
    """
    for sets in _said(question, answer):
        for name, value in sets.items():
            joined: Any = _joined(getattr(facts, name), value)
            facts = replace(facts, **{name: joined})
    return facts


def _said(question: Question, answer: Sequence[str]) -> Iterator[Sets]:
    if NONE in answer:
        yield question.none_sets
    if UNSURE in answer:
        yield question.unsure_sets
    yield from (option.sets for option in question.options if option.id in answer)


def _joined(before: object, value: object) -> object:
    if before is True:
        return True
    if isinstance(before, tuple) and isinstance(value, tuple):
        return (*before, *value)
    return value
