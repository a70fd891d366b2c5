"""Whole plans that were worked out by hand: the people of `tests/spec/guidance/personas/`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from takeback.guidance.facts import Facts
from takeback.guidance.facts_file import facts_from_node

FOLDER = Path(__file__).parents[1] / "spec" / "guidance" / "personas"
REQUIRED = frozenset({"name", "story", "facts", "urgency", "plan"})
OPTIONAL = frozenset({"never", "ask_next_first"})


@dataclass(frozen=True)
class Persona:
    """One invented person. `never` are warnings that must be there; `None`: none is asked for."""

    theme: str
    name: str
    story: str
    facts: Facts
    urgency: str
    plan: tuple[str, ...]
    never: tuple[str, ...]
    ask_next_first: str | None


@cache
def personas() -> tuple[Persona, ...]:
    """Return all of them, by file and then as they stand there."""
    return tuple(persona for file in sorted(FOLDER.glob("*.yaml")) for persona in read(file))


def read(file: Path) -> list[Persona]:
    """Return the people of one file. Raises `ValueError` for an entry that cannot be used."""
    document = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    if not isinstance(document, yaml.SequenceNode):
        raise ValueError(f"{file.name}: a list of people is expected")  # noqa: TRY004  its content
    return [_persona(entry, theme=file.stem) for entry in document.value]


def _persona(entry: yaml.MappingNode, *, theme: str) -> Persona:
    parts = {key.value: value for key, value in entry.value}
    place = f"{theme}, line {entry.start_mark.line + 1}"
    if not REQUIRED <= parts.keys() <= REQUIRED | OPTIONAL:
        raise ValueError(f"{place}: has {sorted(parts)}; expected {sorted(REQUIRED)}")
    return Persona(
        theme=theme,
        name=parts["name"].value,
        story=parts["story"].value,
        facts=facts_from_node(parts["facts"]),
        urgency=parts["urgency"].value,
        plan=_words(parts["plan"]),
        never=_words(parts["never"]) if "never" in parts else (),
        ask_next_first=parts["ask_next_first"].value if "ask_next_first" in parts else None,
    )


def _words(node: yaml.SequenceNode) -> tuple[str, ...]:
    return tuple(item.value for item in node.value)
