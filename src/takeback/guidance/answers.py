"""Form answers -> facts: reads them, follows the questions, and does not judge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from takeback.guidance.facts import Asker, Facts, Reader, reader_of
from takeback.guidance.how_many import about_how_many
from takeback.guidance.questions import NONE, QUESTIONS, UNSAID, UNSURE, Door, Question
from takeback.guidance.saying import facts_after

ASKERS: Mapping[Door, Asker | None] = {"you": None, "family": "parent", "work": "school_staff"}
ALONE = frozenset({NONE, UNSURE, UNSAID})


class AnswerNotReadable(ValueError):
    """Nothing was chosen, something that is not offered, or two things that cannot both be so."""

    def __init__(self, reason: Literal["nothing", "unknown", "contradiction"]) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Walk:
    """How far somebody has come.

    `path` has every question that was answered and, last, the first that was not, each with the
    options that fit; `next` is that last one, `None` when all are answered. `facts` are those of
    the answers on the path, and `about` is how many questions there will be in all.
    """

    door: Door
    path: tuple[Question, ...]
    answered: tuple[Question, ...]
    next: Question | None
    facts: Facts
    about: int


def parse_answer(question: Question, chosen: Sequence[str]) -> tuple[str, ...]:
    """Return what was chosen, each once and in the order of the question.

    Raises `AnswerNotReadable` when nothing was chosen, something that is not offered, more than
    one where one can be, or "none", "don't know" or "rather not say" beside anything else.
    """
    ids = {id for id in chosen if id}
    if not ids:
        raise AnswerNotReadable("nothing")
    if not ids <= set(question.answers):
        raise AnswerNotReadable("unknown")
    if len(ids) > 1 and (question.kind == "one" or ids & ALONE):
        raise AnswerNotReadable("contradiction")
    return tuple(id for id in question.answers if id in ids)


def walk(door: Door, given: Mapping[str, Sequence[str]]) -> Walk:
    """Follow the questions of a door through what was answered, up to the first that was not.

    An answer counts only while its question is asked and offers it: what was said on a branch
    that was left is kept by the caller, and counts again when the branch is taken again.
    """
    facts = Facts(asker=ASKERS[door])
    path: list[Question] = []
    ahead = [question for question in QUESTIONS if door in question.doors]
    while ahead:
        question = ahead.pop(0)
        if not question.asked_when(facts):
            continue
        path.append(question.offered(door, facts))
        answer = _usable(path[-1], given.get(question.id, ()))
        if not answer:
            still = about_how_many(door, facts, [question, *ahead])
            answered = tuple(path[:-1])
            return Walk(
                door, tuple(path), answered, path[-1], _settled(facts), len(answered) + still
            )
        facts = facts_after(path[-1], answer, facts=facts)
    return Walk(door, tuple(path), tuple(path), None, _settled(facts), len(path))


def reader_at(door: Door, facts: Facts) -> Reader:
    """Return whose words to use at a door.

    Whoever comes as a young person and did not say who they are is spoken to as the person shown.
    """
    asker = facts.asker or ASKERS[door] or "person_shown"
    reader = reader_of(replace(facts, asker=asker))
    assert reader is not None  # noqa: S101  said to the type checker: somebody asks
    return reader


def _usable(question: Question, chosen: Sequence[str]) -> tuple[str, ...]:
    """Return what counts of an answer kept earlier; empty when none of it does any more."""
    try:
        return parse_answer(question, [id for id in chosen if id in question.answers])
    except AnswerNotReadable:
        return ()


def _settled(facts: Facts) -> Facts:
    """Name who is 18 or over now and was under 18 in the picture: other ways are open to them."""
    under_18_then = facts.age_in_image in {"under_13", "13_15", "16_17"}
    if facts.asker == "person_shown" and facts.age_now == "18_plus" and under_18_then:
        return replace(facts, asker="adult_shown_as_child")
    return facts
