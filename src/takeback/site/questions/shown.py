"""What a question page shows: the words of one reader, and the options with what was chosen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from takeback.guidance.answers import ALONE, Walk, reader_at
from takeback.guidance.facts import Reader
from takeback.guidance.question_words import QuestionWords, load_question_words
from takeback.guidance.questions import Question
from takeback.site.language import language_here


@dataclass(frozen=True)
class ShownOption:
    """One answer to choose."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class ShownQuestion:
    """One question in the words of one reader; `place` counts from 1 on the path.

    An answer that stands alone rules out every other one.
    """

    number: int
    words: QuestionWords
    takes_several: bool
    options: tuple[ShownOption, ...]
    alone: tuple[ShownOption, ...]
    place: int
    about: int


@dataclass(frozen=True)
class AnswerRow:
    """One line of the answers to check."""

    number: int
    asked: str
    answers: tuple[str, ...]


def shown_question(question: Question, way: Walk, *, chosen: Collection[str]) -> ShownQuestion:
    """Return a question on the path, with these options chosen."""
    place = [other.id for other in way.path].index(question.id) + 1
    words = words_for(question, reader_at(way.door, way.facts))
    options = [
        ShownOption(value, words.options[value], is_chosen=value in chosen)
        for value in question.answers
    ]
    return ShownQuestion(
        number=question.number,
        words=words,
        takes_several=question.kind == "many",
        options=tuple(option for option in options if option.value not in ALONE),
        alone=tuple(option for option in options if option.value in ALONE),
        place=place,
        about=max(way.about, place),
    )


def answer_rows(way: Walk, given: dict[str, list[str]]) -> tuple[AnswerRow, ...]:
    """Return what was answered on the path, in its order; abandoned branches are left out."""
    reader = reader_at(way.door, way.facts)
    return tuple(
        AnswerRow(
            number=question.number,
            asked=words_for(question, reader).summary,
            answers=_labels(question, reader, chosen=given[question.id]),
        )
        for question in way.answered
    )


def words_for(question: Question, reader: Reader) -> QuestionWords:
    """Return the words of a question in the language of this request."""
    return load_question_words(language_here())[question.id][reader]


def _labels(question: Question, reader: Reader, *, chosen: Sequence[str]) -> tuple[str, ...]:
    labels = words_for(question, reader).options
    return tuple(labels[value] for value in question.answers if value in chosen)
