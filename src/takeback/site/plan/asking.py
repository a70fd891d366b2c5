"""Where to answer what was not said yet."""

from collections.abc import Iterable

from takeback.guidance.questions import Question


def question_about(fact: str, *, asked: Iterable[Question]) -> Question | None:
    """Return the question that settles a fact, among those asked; `None` when none does."""
    return next((question for question in asked if fact in question.settles), None)
