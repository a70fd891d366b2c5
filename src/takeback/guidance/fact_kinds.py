"""What each fact can be: yes or no, one of some words, several of them, or a number."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_type_hints

from takeback.guidance.facts import FACT_NAMES, Facts


@dataclass(frozen=True)
class FactKind:
    """One fact. `words` are what it takes; empty for yes or no, for numbers and provider ids."""

    name: str
    kind: Literal["boolean", "one", "many", "number"]
    words: tuple[str, ...]


@cache
def fact_kinds() -> dict[str, FactKind]:
    """Return the kind of every fact, in the order of `Facts`."""
    hints = get_type_hints(Facts)
    return {name: _kind(name, hints[name]) for name in FACT_NAMES}


def _kind(name: str, hint: Any) -> FactKind:  # noqa: ANN401  a type hint is not a class
    said = next(part for part in get_args(hint) if part is not type(None))
    if said is bool:
        return FactKind(name, "boolean", ())
    if said is float:
        return FactKind(name, "number", ())
    if get_args(said)[-1] is Ellipsis:
        return FactKind(name, "many", get_args(get_args(said)[0]))
    return FactKind(name, "one", get_args(said))
