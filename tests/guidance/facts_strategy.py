"""Any facts there can be, for Hypothesis; and the same facts in another order, or with one more."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from takeback.guidance.fact_kinds import FactKind, fact_kinds
from takeback.guidance.facts import Facts

PROVIDERS = ("instagram", "whatsapp", "snapchat", "pornhub-aylo", "mega")
# On both sides of every number that a source names: a day, two days, a week.
HOURS = (0.0, 23.0, 25.0, 47.5, 49.0, 167.0, 169.0, 1000.0)
DRAWN = 2000  # situations that every test of an invariant looks at, besides all pairs of facts
MOST_WORDS = 4  # of a list in one example; which of them meet is what matters


@cache
def values_of(kind: FactKind) -> st.SearchStrategy[Any]:
    """Draw something that can be said of one fact."""
    if kind.kind == "boolean":
        return st.booleans()
    if kind.kind == "number":
        return st.sampled_from(HOURS)
    if kind.kind == "one":
        return st.sampled_from(kind.words)
    words = st.sampled_from(kind.words or PROVIDERS)
    return st.lists(words, max_size=MOST_WORDS, unique=True).map(tuple)


@cache  # made once: making it takes longer than drawing from it
def any_facts() -> st.SearchStrategy[Facts]:
    """Draw a situation; about half of the facts are not said."""
    return st.builds(
        Facts, **{kind.name: st.none() | values_of(kind) for kind in fact_kinds().values()}
    )


@st.composite
def one_more_said(draw: st.DrawFn) -> tuple[str, Facts, Facts]:
    """Draw a fact, a situation in which it was not said, and the same where it was."""
    facts = draw(any_facts())
    kind = draw(st.sampled_from(list(fact_kinds().values())))
    less = replace(facts, **{kind.name: None})
    return kind.name, less, replace(facts, **{kind.name: draw(values_of(kind))})


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[Facts, Facts]:
    """Draw a situation twice, with its lists in different orders."""
    facts = draw(any_facts())
    lists: dict[str, Any] = {
        name: tuple(draw(st.permutations(getattr(facts, name))))
        for name in ("channels", "providers")
        if getattr(facts, name)
    }
    return facts, replace(facts, **lists)


@cache
def drawn_situations() -> tuple[Facts, ...]:
    """Return situations that Hypothesis drew, the same ones in every run."""
    drawn: list[Facts] = []

    @settings(max_examples=DRAWN, derandomize=True, database=None, deadline=None)
    @given(any_facts())
    def draw(facts: Facts) -> None:
        drawn.append(facts)

    draw()
    return tuple(drawn)


def said_in_every_way(count: int) -> Iterator[Facts]:
    """Yield every situation in which exactly `count` facts were said, each word of each."""
    for kinds in combinations(fact_kinds().values(), count):
        for values in product(*(_each_value(kind) for kind in kinds)):
            said: dict[str, Any] = dict(zip((kind.name for kind in kinds), values, strict=True))
            yield Facts(**said)


def _each_value(kind: FactKind) -> tuple[Any, ...]:
    if kind.kind == "boolean":
        return (True, False)
    if kind.kind == "number":
        return (1.0, 49.0, 200.0)
    if kind.kind == "one":
        return kind.words
    return ((), *((word,) for word in kind.words or PROVIDERS[:1]))
