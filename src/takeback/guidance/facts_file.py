"""A file of facts -> `Facts`: YAML or JSON, read strictly, and every problem named at once."""

import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import yaml

from takeback.guidance.fact_kinds import FactKind, fact_kinds
from takeback.guidance.facts import Facts
from takeback.guidance.near_words import nearest
from takeback.sources.providers import load_providers

LONGEST = 65_536  # characters or bytes; every fact with all its words fills under 3,000
DEEPEST = 2  # a list of words in a table of facts
MOST_LINES = 20  # of a message; whoever has more wrong than that has another file in hand
SHOWN = 40  # characters of what was given, repeated in a message
SAID_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
YES_AND_NO = {"true": True, "yes": True, "false": False, "no": False}
NUMBER = re.compile(r"\+?\d+(\.\d*)?([eE][+-]?\d+)?")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. `line` counts from 1; `key` is empty when it is about no fact."""

    line: int
    key: str
    message: str


class UnreadableFacts(ValueError):
    """A file of facts says something that cannot be meant; `problems` has all of it, by line."""

    def __init__(self, problems: Collection[Problem], *, name: str) -> None:
        """`name` is the file's, for the message."""
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        lines = [f"{name}, line {each.line}: {each.message}" for each in self.problems]
        if len(lines) > MOST_LINES:
            lines[MOST_LINES:] = [f"{name}: and {len(lines) - MOST_LINES} more"]
        super().__init__("\n".join(lines))


def parse_facts(
    text: str | bytes, *, name: str = "-", providers: Collection[str] | None = None
) -> Facts:
    """Return what a YAML or JSON text says; a missing key or `null` means not said.

    `providers` are the ids there are; those of the directory when `None`. Raises `UnreadableFacts`
    with every unknown key and value, and for a text that is no plain table of facts.
    """
    try:
        return facts_from_node(_compose(_decoded(text)), providers=providers)
    except UnreadableFacts as error:
        raise UnreadableFacts(error.problems, name=name) from None


def facts_from_node(node: yaml.Node, *, providers: Collection[str] | None = None) -> Facts:
    """Return the facts of a table that stands in a larger YAML document.

    The words are taken as they were written: YAML itself would read `13_15` as a number and `no`
    as a boolean. Raises `UnreadableFacts` as `parse_facts` does.
    """
    known = load_providers().keys() if providers is None else providers
    if not isinstance(node, yaml.MappingNode):
        message = "this is no table of facts; expected lines such as `nation: ENG`"
        raise UnreadableFacts([Problem(_line(node), "", message)], name="-")
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
        try:
            if not isinstance(key_node, yaml.ScalarNode):
                message = "a list or a table stands where the name of a fact belongs"
                raise _refused(_line(key_node), "", message)
            kind = _kind_of(key, seen, line=_line(key_node))
            seen.add(key)
            values[key] = _value(value_node, kind, providers=known)
        except UnreadableFacts as error:
            problems += error.problems
    if problems:
        raise UnreadableFacts(problems, name="-")
    return Facts(**values)


def _decoded(given: str | bytes) -> str:
    if len(given) > LONGEST:
        raise _refused(1, "", f"longer than {LONGEST} characters, which no file of facts is")
    text = given if isinstance(given, str) else _from_utf8(given)
    # JSON may be indented with tabs, YAML may not; no fact has a tab in its words.
    return text.replace("\t", " ") if text.lstrip().startswith("{") else text


def _from_utf8(given: bytes) -> str:
    try:
        return given.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = given[: error.start].count(b"\n") + 1
        raise _refused(line, "", "not UTF-8; save the file as UTF-8 text") from None


def _compose(text: str) -> yaml.Node:
    """Return the one document there is, after everything is refused that could be a trap."""
    try:
        _check_is_plain(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        reason = ", ".join(part for part in (error.context, error.problem) if part)
        raise _refused(line, "", f"not readable as YAML or JSON: {reason}") from None
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise _refused(line, "", "a character that no text has; is this a text file?") from None
    if node is None:
        raise _refused(1, "", "nothing is in it; write `{}` when nothing was said")
    return node


def _check_is_plain(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = _line(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _refused(line, "", "anchors and aliases (`&`, `*`) are not read; write it out")
        if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None):
            raise _refused(line, "", "tags (`!`) are not read; write the plain word")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise _refused(line, "", "lists or tables inside lists; facts take words or lists")


def _kind_of(key: str, seen: Collection[str], *, line: int) -> FactKind:
    kinds = fact_kinds()
    if key not in kinds:
        raise _refused(line, key, f"{_shown(key)} is no fact{nearest(key, kinds)}")
    if key in seen:
        raise _refused(line, key, f"{key} stands above already; say each fact once")
    return kinds[key]


def _value(node: yaml.Node, kind: FactKind, *, providers: Collection[str]) -> object:
    if isinstance(node, yaml.ScalarNode) and node.style is None and node.value in SAID_NOTHING:
        return None
    if kind.kind == "many":
        return _several(node, kind, providers=providers)
    if not isinstance(node, yaml.ScalarNode):
        given = "a list" if isinstance(node, yaml.SequenceNode) else "a table"
        raise _refused(
            _line(node), kind.name, f"{kind.name} is {given}; it takes {what_it_takes(kind)}"
        )
    if kind.kind == "one":
        return _word(node, kind, kind.words)
    value = YES_AND_NO.get(node.value.lower()) if kind.kind == "boolean" else _number(node.value)
    if value is None:
        message = f"{kind.name} is {_shown(node.value)}; it takes {what_it_takes(kind)}"
        raise _refused(_line(node), kind.name, message)
    return value


def _several(node: yaml.Node, kind: FactKind, *, providers: Collection[str]) -> tuple[str, ...]:
    if not isinstance(node, yaml.SequenceNode):
        given = _shown(node.value) if isinstance(node, yaml.ScalarNode) else "a table"
        message = f"{kind.name} is {given}; it takes a list such as [{_example(kind)}]"
        raise _refused(_line(node), kind.name, message)
    known = kind.words or tuple(providers)
    words: dict[str, None] = {}
    problems: list[Problem] = []
    for item in node.value:
        try:
            words[_word(item, kind, known)] = None
        except UnreadableFacts as error:
            problems += error.problems
    if problems:
        raise UnreadableFacts(problems, name="-")
    return tuple(words)


def _word(node: yaml.Node, kind: FactKind, known: Collection[str]) -> str:
    given = node.value if isinstance(node, yaml.ScalarNode) else ""
    if given in known:
        return str(given)
    verb = "has" if kind.kind == "many" else "is"
    message = (
        f"{kind.name} {verb} {_shown(given)}; it takes {what_it_takes(kind)}{nearest(given, known)}"
    )
    raise _refused(_line(node), kind.name, message)


def _number(given: str) -> float | None:
    number = float(given) if NUMBER.fullmatch(given) else math.inf
    return number if math.isfinite(number) else None


def what_it_takes(kind: FactKind) -> str:
    """Return what a fact takes, as a message and the help put it."""
    if kind.kind == "boolean":
        return "true or false"
    if kind.kind == "number":
        return "a number of hours, 0 or more"
    if not kind.words:
        return "ids of the provider directory"
    return f"{'any of' if kind.kind == 'many' else 'one of'} {', '.join(kind.words)}"


def _example(kind: FactKind) -> str:
    return ", ".join(kind.words[:2]) or "instagram, snapchat"


def _shown(given: str) -> str:
    """Return what was given, short and without anything that a terminal would obey."""
    return ascii(given if len(given) <= SHOWN else f"{given[:SHOWN]}…")


def _line(at: yaml.Node | yaml.Event) -> int:
    return at.start_mark.line + 1 if at.start_mark else 1


def _refused(line: int, key: str, message: str) -> UnreadableFacts:
    return UnreadableFacts([Problem(line, key, message)], name="-")
