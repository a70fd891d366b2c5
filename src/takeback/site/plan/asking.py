"""Where to answer what was not said yet."""

from collections.abc import Iterable

from takeback.guidance.questions import Question


def question_about(fact: str, *, asked: Iterable[Question]) -> Question | None:
    """Return the question that settles a fact, among those asked; `None` when none does."""
    for question in asked:
        if any(fact in option.sets for option in question.options):
            return question
    return None
