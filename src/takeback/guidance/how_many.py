"""How many questions there still are: half way between the fewest and the most."""

from collections.abc import Mapping, Sequence

from takeback.guidance.facts import Facts
from takeback.guidance.questions import UNSAID, Door, Question
from takeback.guidance.saying import facts_after

# Of each question that others hang on, the answer after which the fewest or the most follow.
# Where the first is not offered any more, the question is taken as not answered.
FEWEST: Mapping[str, str] = {
    "safety": "hurting",
    "who": "me",
    "part": "shown",
    "age": "18",
    "age_then": "18",
    "their_age": "18",
    "pressure": "threats",
    "where": "own_device",
}
MOST: Mapping[str, str] = {
    "safety": "none",
    "who": "me",
    "part": "shown",
    "age": "13_15",
    "age_then": "13_15",
    "their_age": "13_15",
    "pressure": "money",
    "where": "social_public",
}


def about_how_many(door: Door, facts: Facts, ahead: Sequence[Question]) -> int:
    """Return about how many of the questions ahead will be asked; at least one.

    The first of them is asked for certain.
    """
    fewest = _count(door, facts, ahead, answers=FEWEST)
    most = _count(door, facts, ahead, answers=MOST)
    return (fewest + most + 1) // 2


def _count(
    door: Door, facts: Facts, ahead: Sequence[Question], *, answers: Mapping[str, str]
) -> int:
    count = 0
    for question in ahead:
        if not question.asked_when(facts):
            continue
        count += 1
        fitting = question.offered(door, facts)
        answer = answers.get(question.id, UNSAID)
        if answer in fitting.answers:
            facts = facts_after(fitting, [answer], facts=facts)
    return count
