"""Write `docs/reference/questions.md` from `takeback.guidance.questions`.

python tools/generate_questions.py
"""

import inspect
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from takeback.guidance import asked_when  # noqa: E402
from takeback.guidance.answers import ASKERS  # noqa: E402
from takeback.guidance.question_words import (  # noqa: E402
    READERS_AT,
    QuestionWords,
    load_question_words,
)
from takeback.guidance.questions import (  # noqa: E402
    DOORS,
    NONE,
    QUESTIONS,
    UNSURE,
    Condition,
    Door,
    Option,
    Question,
)

TARGET = ROOT / "docs" / "reference" / "questions.md"
TITLES: Mapping[Door, str] = {
    "you": "The young person's door",
    "family": "The family's door",
    "work": "The professional's door",
}
INTRODUCTION = """\
# The questions

Generated from `src/takeback/guidance/questions.py` by `tools/generate_questions.py`.

Each question can also be answered with "I don't know" and "I'd rather not say". Both leave its
facts not said, unless the table says otherwise. Where several answers may be ticked there is
"None of these", which says no; what is not ticked beside something that is stays not said. A yes
is never taken back by a later no. The answers to a question that is not asked any more do not
count. A number stands in the address of the page and does not change when questions are added.
"""


def make_page() -> str:
    """Return the whole page."""
    return "\n".join([INTRODUCTION, *_doors(), *_facts()])


def _doors() -> Iterator[str]:
    for door in DOORS:
        yield from (f"## {TITLES[door]}", "")
        asker = ASKERS[door]
        if asker is not None:
            yield from (f"Known from the door: `asker` is `{asker}`.", "")
        yield from ("```mermaid", "flowchart TD", *_graph(door), "```", "")


def _graph(door: Door) -> Iterator[str]:
    """Yield the way through a door: a question with a condition stands behind it."""
    questions = [question for question in QUESTIONS if door in question.doors]
    words = load_question_words()
    yield from ("    start([start])", "    plan([plan])")
    for question in questions:
        yield f'    q{question.number}["{words[question.id][READERS_AT[door][-1]].ask}"]'
        if question.asked_when is not asked_when.always:
            yield f'    c{question.number}{{"{_says(question.asked_when)}"}}'
            yield f"    c{question.number} -->|yes| q{question.number}"
    arrived = ["start"]
    for question in questions:
        is_always = question.asked_when is asked_when.always
        to = f"q{question.number}" if is_always else f"c{question.number}"
        yield from (f"    {place} {to}" for place in map(_arrow, arrived))
        arrived = [f"q{question.number}"] + ([] if is_always else [f"c{question.number}:no"])
    yield from (f"    {place} plan" for place in map(_arrow, arrived))


def _arrow(place: str) -> str:
    node, _, label = place.partition(":")
    return f"{node} -->|{label}|" if label else f"{node} -->"


def _says(condition: Condition) -> str:
    return inspect.cleandoc(condition.__doc__ or "").splitlines()[0].rstrip(".")


def _facts() -> Iterator[str]:
    yield from ("## What each answer says", "")
    yield from ("| number | question | asked | answers and what they say | why we ask |",)
    yield "|---|---|---|---|---|"
    yield from (_row(question) for question in QUESTIONS)
    yield ""


def _row(question: Question) -> str:
    by_reader = load_question_words()[question.id]
    words = by_reader.get("parent") or next(iter(by_reader.values()))
    doors = "every door" if len(question.doors) == len(DOORS) else ", ".join(sorted(question.doors))
    asked = f"{doors}; {_says(question.asked_when)[:1].lower()}{_says(question.asked_when)[1:]}"
    several = "several" if question.kind == "many" else "one"
    answers = "<br>".join([f"{several} of:", *_answers(question, words)])
    return (
        f"| {question.number} | `{question.id}` {words.ask} | {asked} | {answers} | {words.why} |"
    )


def _answers(question: Question, words: QuestionWords) -> Iterator[str]:
    providers = [option for option in question.options if "providers" in option.sets]
    if providers:
        yield f"{len(providers)} apps and sites of the provider directory: `providers`"
    for option in question.options:
        if option not in providers:
            label = words.options.get(option.id) or _elsewhere(question)[option.id]
            yield f"{label}: {_sets(option.sets)}{_offered(option)}"
    if question.none_sets:
        yield f"{words.options[NONE]}: {_sets(question.none_sets)}"
    if question.unsure_sets:
        yield f"{words.options[UNSURE]}: {_sets(question.unsure_sets)}"


def _elsewhere(question: Question) -> Mapping[str, str]:
    return load_question_words()[question.id]["professional"].options


def _offered(option: Option) -> str:
    if option.offered_when is not asked_when.always:
        return f" (offered when: {_says(option.offered_when)})"
    if len(option.doors) < len(DOORS):
        return f" (offered at: {', '.join(sorted(option.doors))})"
    return ""


def _sets(sets: Mapping[str, object]) -> str:
    return ", ".join(f"`{name}` {_value(value)}" for name, value in sets.items())


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join(f"`{one}`" for one in value) or "none"
    return f"`{value}`"


if __name__ == "__main__":
    TARGET.write_text(make_page(), encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")
