"""What each rule makes of one situation, as it stands in `tests/spec/guidance/*.yaml`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from takeback.guidance.facts import Facts
from takeback.guidance.facts_file import facts_from_node
from takeback.guidance.rulebook import Decision
from takeback.guidance.steps import Never, Step, Urgency

FOLDER = Path(__file__).parents[1] / "spec" / "guidance"
SHARED = frozenset({"name", "rule", "facts"})
# What a situation can come to, and the words that each of them needs.
OUTCOMES = (
    frozenset({"gives", "urgency"}),
    frozenset({"gives", "urgency", "providers"}),
    frozenset({"warns_of"}),
    frozenset({"nothing"}),
)


@dataclass(frozen=True)
class Situation:
    """What was said, and what one rule makes of it. `line` is where it stands in the file."""

    subject: str
    line: int
    name: str
    rule: str
    facts: Facts
    outcome: Decision

    def __str__(self) -> str:
        """Return a name for messages: file, line, rule and the situation's own name."""
        return f"{self.subject}.yaml, line {self.line}: {self.rule}: {self.name}"


@cache
def situations() -> tuple[Situation, ...]:
    """Return all of them, by file and then as they stand there."""
    return tuple(one for file in sorted(FOLDER.glob("*.yaml")) for one in read(file))


def read(file: Path) -> list[Situation]:
    """Return the situations of one file. Raises `ValueError` for one that cannot be used."""
    document = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    if not isinstance(document, yaml.SequenceNode):
        raise ValueError(f"{file.name}: a list of situations is expected")  # noqa: TRY004  content
    return [_situation(entry, subject=file.stem) for entry in document.value]


def _situation(entry: yaml.MappingNode, *, subject: str) -> Situation:
    parts = {key.value: value for key, value in entry.value}
    line = entry.start_mark.line + 1
    if parts.keys() - SHARED not in OUTCOMES or not parts.keys() >= SHARED:
        raise ValueError(f"{subject}.yaml, line {line}: has {sorted(parts)}; see the others")
    return Situation(
        subject=subject,
        line=line,
        name=parts["name"].value,
        rule=parts["rule"].value,
        facts=facts_from_node(parts["facts"]),
        outcome=_outcome(parts),
    )


def _outcome(parts: dict[str, yaml.Node]) -> Decision:
    if "warns_of" in parts:
        return Never(parts["warns_of"].value)
    if "gives" not in parts:
        return None
    named = parts["providers"].value if "providers" in parts else []
    providers = tuple(one.value for one in named)
    return Step(parts["gives"].value, Urgency(parts["urgency"].value), providers)
