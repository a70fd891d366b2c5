"""Rules: how one is written, and the book of all of them."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from takeback.guidance import rules
from takeback.guidance.facts import EVERYWHERE, Facts, Nation
from takeback.guidance.steps import NEVER, STEPS, Never, Step
from takeback.sources.laws import load_laws
from takeback.sources.rows import UnusableRow
from takeback.sources.statements import load_statements

Decision = Step | Never | None
Decide = Callable[[Facts], Decision]


@dataclass(frozen=True)
class Rule:
    """One decision: from facts to a step, something not to do, or `None`.

    `nations` is where it holds, `law` the law it rests on (`None`: on none). `subject` is the
    module it stands in, `place` file and line for messages, `says` its docstring.
    """

    name: str
    subject: str
    place: str
    says: str
    decide: Decide
    sources: tuple[str, ...]
    nations: frozenset[Nation]
    reviewed_on: date
    review_by: date
    law: str | None


def rule(
    *,
    sources: Sequence[str],
    reviewed_on: date,
    review_by: date,
    nations: Collection[Nation] = EVERYWHERE,
    law: str | None = None,
) -> Callable[[Decide], Rule]:
    """Make a function from facts to a decision into a rule named like the function."""

    def make(decide: Decide) -> Rule:
        path = Path(inspect.getsourcefile(decide) or "")
        line = decide.__code__.co_firstlineno
        return Rule(
            name=decide.__name__,
            subject=path.stem,
            place=f"rules/{path.name}, line {line} ({decide.__name__})",
            says=inspect.cleandoc(decide.__doc__ or ""),
            decide=decide,
            sources=tuple(sources),
            nations=frozenset(nations),
            reviewed_on=reviewed_on,
            review_by=review_by,
            law=law,
        )

    return make


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return every rule of `guidance/rules/`, by subject and then as they stand in the file.

    Raises `UnusableRow`, naming file, line and reason, for a rule that cannot be used.
    """
    found: list[Rule] = []
    for module in sorted(pkgutil.iter_modules(rules.__path__), key=lambda module: module.name):
        members = vars(importlib.import_module(f"{rules.__name__}.{module.name}"))
        found += [value for value in members.values() if isinstance(value, Rule)]
    check_rules(found, statements=load_statements().keys(), laws=load_laws().keys())
    return tuple(found)


def check_rules(
    found: Sequence[Rule], *, statements: Collection[str], laws: Collection[str]
) -> None:
    """Raise `UnusableRow` for the first rule that is incomplete, or cites what is not there."""
    names: set[str] = set()
    for one in found:
        for reason in _faults(one, statements=statements, laws=laws):
            raise UnusableRow(f"{one.place}: {reason}")
        if one.name in names:
            raise UnusableRow(f"{one.place}: this name stands above already; give each its own")
        names.add(one.name)


def _faults(one: Rule, *, statements: Collection[str], laws: Collection[str]) -> Iterator[str]:
    if not one.says:
        yield "has no docstring; its first line says what it decides"
    if not one.sources:
        yield "cites no source"
    for source in one.sources:
        if source not in statements:
            near = _nearest(source, statements)
            yield f"cites {source!r}, which is not among the statements{near}"
    if not one.nations <= EVERYWHERE or not one.nations:
        yield f"holds in {sorted(one.nations)}; nations are {', '.join(sorted(EVERYWHERE))}"
    if one.review_by <= one.reviewed_on:
        yield "review_by is not after reviewed_on"
    if one.law is not None and one.law not in laws:
        yield f"rests on the law {one.law!r}, which is unknown{_nearest(one.law, laws)}"


def _nearest(word: str, known: Collection[str]) -> str:
    near = get_close_matches(word, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def check_decision(one: Rule, decision: Decision) -> None:
    """Raise `UnusableRow` when a rule gave a step or a warning that there is no word for."""
    if isinstance(decision, Step) and decision.step not in STEPS:
        raise UnusableRow(f"{one.place}: gives the step {decision.step!r}, which is unknown")
    if isinstance(decision, Never) and decision.never not in NEVER:
        raise UnusableRow(f"{one.place}: warns of {decision.never!r}, which is unknown")
