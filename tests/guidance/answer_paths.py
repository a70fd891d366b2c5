"""Ways through the questions: drawn by Hypothesis, or answered as a test says."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from takeback.guidance.answers import Walk, walk
from takeback.guidance.questions import NONE, UNSAID, UNSURE, Door, Question

Given = dict[str, list[str]]


@st.composite
def any_answer(draw: st.DrawFn, question: Question) -> list[str]:
    """Draw something that can be answered to a question as it is offered."""
    options = [option.id for option in question.options]
    if question.kind == "one":
        return [draw(st.sampled_from([*options, UNSURE, UNSAID]))]
    ticked = draw(st.lists(st.sampled_from(options), max_size=3, unique=True))
    return ticked or [draw(st.sampled_from([NONE, UNSURE, UNSAID]))]


@st.composite
def whole_way(draw: st.DrawFn, door: Door) -> tuple[list[Walk], Given]:
    """Draw a way from the first question of a door to the last.

    Returns how it stood before the first answer and after each, and all the answers.
    """
    given: Given = {}
    ways = [walk(door, given)]
    while (question := ways[-1].next) is not None:
        given = given | {question.id: draw(any_answer(question))}
        ways.append(walk(door, given))
    return ways, given


def way_of(door: Door, answers: Mapping[str, Sequence[str]] | None = None) -> tuple[Walk, Given]:
    """Go through a door to the end; what `answers` does not have is "rather not say"."""
    given: Given = {}
    way = walk(door, given)
    while way.next is not None:
        given[way.next.id] = list((answers or {}).get(way.next.id, [UNSAID]))
        way = walk(door, given)
    return way, given
