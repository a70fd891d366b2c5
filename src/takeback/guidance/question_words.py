"""The words of the questions, by language: read from a file and checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from takeback.guidance.facts import READERS, Reader
from takeback.guidance.questions import DOORS, NONE, QUESTIONS, UNSAID, UNSURE, Door, Question
from takeback.guidance.word_files import Table, check_keys, read_tables, sentence
from takeback.guidance.wording import WORDS_FOLDER
from takeback.sources.providers import load_providers
from takeback.sources.rows import UnusableRow

FILE = "questions.toml"
EVERY, OPTIONS = "every", "options"
# The answers that can have words of ours, by question; those of every question stand under EVERY.
KNOWN: Mapping[str, tuple[str, ...]] = {
    EVERY: (NONE, UNSURE, UNSAID),
    **{
        question.id: tuple(id for id in question.answers if id not in load_providers())
        for question in QUESTIONS
    },
}
READERS_AT: Mapping[Door, tuple[Reader, ...]] = {
    "you": ("under_13", "13_17", "adult"),
    "family": ("parent",),
    "work": ("professional",),
}
# Who a table of the file is for; what stands under a later one is taken before an earlier one.
AUDIENCES: Mapping[str, tuple[Reader, ...]] = {
    "all": READERS,
    "you": READERS_AT["you"],
    "young": ("under_13", "13_17"),
    "about_a_child": ("parent", "professional"),
    **{reader: (reader,) for reader in READERS},
}


@dataclass(frozen=True)
class QuestionWords:
    """One question as one reader is asked it; `summary` names it on the list of answers.

    `options` has the words of every answer, those that say little too. `hint` is `None` when the
    question needs none.
    """

    ask: str
    hint: str | None
    why: str
    options: Mapping[str, str]
    summary: str


TEXTS = tuple(field.name for field in fields(QuestionWords) if field.name != OPTIONS)
# What one table says: texts by their name, options by theirs after this.
OPTION = "options."
Said = Mapping[str, str]
Layers = Mapping[tuple[str, str], Said]


@cache
def load_question_words(
    language: str = "en", *, folder: Path = WORDS_FOLDER
) -> Mapping[str, Mapping[Reader, QuestionWords]]:
    """Return the words of every question by its id, for each reader who can be asked it.

    Raises `UnusableRow`, with file and reason, for words that are missing or cannot be used; with
    the line, too, for words that are there.
    """
    layers = _layers(folder / language)
    for lack in _lacks(layers):
        raise UnusableRow(f"words/{language}/{lack}")
    return {
        question.id: {
            reader: _words(question, _said(question, reader, layers)) for reader in readers
        }
        for question, readers in _asked()
    }


def check_question_language(language: str, *, folder: Path = WORDS_FOLDER) -> tuple[str, ...]:
    """Return what the questions lack in a language, a line each.

    Raises `UnusableRow` for words that cannot be used.
    """
    return tuple(_lacks(_layers(folder / language)))


def _asked() -> Iterator[tuple[Question, tuple[Reader, ...]]]:
    for question in QUESTIONS:
        doors = (door for door in DOORS if door in question.doors)
        yield question, tuple(reader for door in doors for reader in READERS_AT[door])


def _lacks(layers: Layers) -> Iterator[str]:
    for question, readers in _asked():
        for reader in readers:
            said = _said(question, reader, layers)
            needed = (*TEXTS, *(f"{OPTION}{id}" for id in _answers(question, reader)))
            lacking = [name for name in needed if name not in said and name != "hint"]
            if lacking:
                yield f"{FILE}: [{question.id}.{reader}] {', '.join(lacking)} is missing"


def _words(question: Question, said: Said) -> QuestionWords:
    ours = {id: said.get(f"{OPTION}{id}") for id in question.answers}
    named = {id: provider.name for id, provider in load_providers().items()}
    options = {id: words or named.get(id) for id, words in ours.items()}
    return QuestionWords(
        ask=said["ask"],
        hint=said.get("hint"),
        why=said["why"],
        options={id: words for id, words in options.items() if words is not None},
        summary=said["summary"],
    )


def _said(question: Question, reader: Reader, layers: Layers) -> Said:
    said: dict[str, str] = {}
    for name in (EVERY, question.id):
        for audience, readers in AUDIENCES.items():
            if reader in readers:
                said |= layers.get((name, audience), {})
    return said


def _answers(question: Question, reader: Reader) -> Iterator[str]:
    """Yield the answers that need words of ours: apps and sites have their own names."""
    doors = {door for door in DOORS if reader in READERS_AT[door]}
    elsewhere = {option.id for option in question.options if not option.doors & doors}
    yield from (id for id in KNOWN[question.id] if id not in elsewhere)


def _layers(folder: Path) -> Layers:
    layers: dict[tuple[str, str], dict[str, str]] = {}
    for heading, table in read_tables(folder / FILE).items():
        name, audience = _check_heading(heading, table)
        layers.setdefault((name, audience), {}).update(_read(name, heading, table=table))
    return layers


def _check_heading(heading: tuple[str, ...], table: Table) -> tuple[str, str]:
    name, audience, options = (*heading, "", "", "")[:3]
    is_known = name in KNOWN and audience in AUDIENCES and options in {"", OPTIONS}
    if not is_known or len(heading) > 3:
        raise UnusableRow(
            f"{table.place}: no such table; it takes a question, then one of"
            f" {', '.join(AUDIENCES)}, then {OPTIONS} or nothing"
        )
    return name, audience


def _read(name: str, heading: tuple[str, ...], *, table: Table) -> Iterator[tuple[str, str]]:
    """Yield what a table says, its options under names of their own."""
    options: object = table.values.get(OPTIONS, {})
    texts = {key: value for key, value in table.values.items() if key != OPTIONS}
    if heading[-1] == OPTIONS:
        options, texts = texts, {}
    if not isinstance(options, dict):
        raise UnusableRow(f"{table.place}: {OPTIONS} is {options!r}; it takes a table of its own")
    check_keys(Table(table.place, texts), TEXTS)
    check_keys(Table(table.place, options), KNOWN[name])
    yield from ((key, sentence(table, key)) for key in texts)
    inner = Table(table.place, options)
    yield from ((f"{OPTION}{id}", sentence(inner, id)) for id in options)
