"""What the best helpline worker would give, person by person; the whole plan, in order."""

import re
from datetime import date

import pytest

from takeback.guidance.facts import FACT_NAMES, NATIONS, Facts
from takeback.guidance.plan import make_plan
from tests.guidance.personas import Persona, personas

TODAY = date(2026, 12, 1)
LABELS = re.compile(r"\b(victim|nudes?|sexting|revenge|shame|pervert|offender|silly|stupid)\b")
ALL = pytest.mark.parametrize("persona", personas(), ids=lambda persona: persona.name)


@ALL
def test_the_plan_is_what_the_best_helper_would_give(persona: Persona) -> None:
    plan = make_plan(persona.facts, today=TODAY)

    assert tuple(step.step for step in plan.steps) == persona.plan
    assert plan.urgency == persona.urgency


@ALL
def test_what_must_not_be_done_is_said(persona: Persona) -> None:
    plan = make_plan(persona.facts, today=TODAY)

    assert set(persona.never) <= set(plan.never)


@pytest.mark.parametrize(
    "persona",
    [persona for persona in personas() if persona.ask_next_first],
    ids=lambda persona: persona.name,
)
def test_the_most_telling_question_comes_first(persona: Persona) -> None:
    assert make_plan(persona.facts, today=TODAY).ask_next[0] == persona.ask_next_first


def test_there_are_enough_people_and_each_is_somebody_else() -> None:
    people = personas()

    assert len(people) >= 44
    assert len({persona.name for persona in people}) == len(people)
    assert len({persona.facts for persona in people}) == len(people)


def test_people_of_every_kind_are_among_them() -> None:
    said: dict[str, set[object]] = {name: set() for name in FACT_NAMES}
    for persona in personas():
        for name in FACT_NAMES:
            value = getattr(persona.facts, name)
            said[name].update(value if isinstance(value, tuple) else (value,))

    assert set(NATIONS) <= said["nation"]
    assert len(said["asker"]) == 8  # all seven, and not said
    assert len(said["age_in_image"]) == 5
    assert len(said["other_party"]) == 8
    assert len(said["channels"] - {None}) == 12


def test_some_people_say_nothing_and_some_say_nearly_everything() -> None:
    counts = [
        sum(getattr(persona.facts, name) is not None for name in FACT_NAMES)
        for persona in personas()
    ]

    assert min(counts) == 0
    assert max(counts) >= 30
    assert Facts() in {persona.facts for persona in personas()}


@ALL
def test_a_story_is_short_and_blames_nobody(persona: Persona) -> None:
    sentences = [part for part in re.split(r"(?<=[.?!])\s+", persona.story.strip()) if part]

    assert 1 <= len(sentences) <= 4
    assert not LABELS.search(persona.story.lower())
