"""The words of a plan, by language: read from files, and refused when they cannot be used."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, cast

from takeback.guidance.facts import FACT_NAMES, READERS, Nation, Reader
from takeback.guidance.rulebook import load_rules
from takeback.guidance.steps import NEVER, STEPS
from takeback.guidance.word_files import Table, check_keys, read_tables, sentence, sentences
from takeback.sources.rows import UnusableRow

WORDS_FOLDER = Path(__file__).with_name("words")
# What may stand in braces in the words of a step; filled in for the nation when they are shown.
PLACEHOLDERS = frozenset({"emergency", "police"})
# The headings of a plan and what is said of a law; the date goes in when they are shown.
LABELS: tuple[str, ...] = (
    *("now", "today", "week", "never", "ask_next"),
    *("who", "time", "expect", "because", "check_first"),
    *("sources", "source_read", "source_from_memory", "made_on"),
    *("law_since", "law_in_force", "law_start_unknown"),
    *("evidence", "danger"),
)
# What stands in braces in a label.
BRACES = {
    "danger": {"emergency"},
    "source_read": {"date"},
    "made_on": {"date"},
    "law_since": {"date"},
}


@dataclass(frozen=True)
class StepWords:
    """One step as one reader is told it; `how` is what to do, in order."""

    title: str
    who: str
    how: tuple[str, ...]
    time: str
    expect: str


FIELDS = frozenset(field.name for field in fields(StepWords))


@dataclass(frozen=True)
class TwoVoices:
    """One sentence, as a young person and as a grown-up is told it."""

    young: str
    adult: str


@dataclass(frozen=True)
class Words:
    """Every word of a plan in one language.

    `steps` is what each reader is told; `nations` what is said instead where the way differs, by
    step and by nation and reader, already complete.
    """

    steps: Mapping[str, Mapping[Reader, StepWords]]
    nations: Mapping[str, Mapping[tuple[Nation, Reader], StepWords]]
    because: Mapping[str, TwoVoices]
    never: Mapping[str, TwoVoices]
    facts: Mapping[str, str]
    labels: Mapping[str, str]

    def of(self, step: str, reader: Reader, *, nation: Nation | None) -> StepWords:
        """Return what this reader is told; `nation` `None`: nobody said where they are."""
        words = self.steps[step][reader]
        return words if nation is None else self.nations[step].get((nation, reader), words)


@cache
def load_words(language: str = "en", *, folder: Path = WORDS_FOLDER) -> Words:
    """Return every word of a plan in `language`.

    Raises `UnusableRow`, with file, line and reason, for words that are missing or cannot be
    used. Only the reason why a rule gave a step may be missing, since the step still helps;
    `check_language` lists it.
    """
    words = _read(folder / language)
    for lack in _lacks(words):
        raise UnusableRow(f"words/{language}/{lack}")
    return words


def check_language(language: str, *, folder: Path = WORDS_FOLDER) -> tuple[str, ...]:
    """Return what a language lacks, a line each, and reasons for rules that there are no more.

    Raises `UnusableRow` for words that cannot be used.
    """
    words = _read(folder / language)
    # What not to do stands in never.toml in full, so those rules need no reason in words.
    rules = [one.name for one in load_rules() if one.subject != "warnings"]
    return (
        *_lacks(words),
        *(f"because.toml: [{name}] is missing" for name in rules if name not in words.because),
        *(f"because.toml: [{name}] is no rule" for name in words.because if name not in rules),
    )


def _read(folder: Path) -> Words:
    for path in (folder / "steps").glob("*.toml"):
        if path.stem not in STEPS:
            raise UnusableRow(f"{path.name}: there is no step {path.stem!r}")
    files = {step: read_tables(folder / "steps" / f"{step}.toml") for step in STEPS}
    steps = {step: _readers(step, tables) for step, tables in files.items()}
    return Words(
        steps=steps,
        nations={step: _nations(step, files[step], steps[step]) for step in STEPS},
        because=_voices(folder / "because.toml", names=None),
        never=_voices(folder / "never.toml", names=NEVER),
        facts=_asked(folder / "facts.toml"),
        labels=_labels(folder / "labels.toml"),
    )


def _lacks(words: Words) -> Iterator[str]:
    for step, kind in STEPS.items():
        for reader in READERS:
            if reader in kind.readers and reader not in words.steps[step]:
                yield f"steps/{step}.toml: [{reader}] is missing"
    yield from (f"never.toml: [{name}] is missing" for name in NEVER if name not in words.never)
    yield from (
        f"facts.toml: [{name}] is missing" for name in FACT_NAMES if name not in words.facts
    )
    yield from (f"labels.toml: {name} is missing" for name in LABELS if name not in words.labels)


def _readers(step: str, tables: Mapping[tuple[str, ...], Table]) -> dict[Reader, StepWords]:
    readers: dict[Reader, StepWords] = {}
    for heading, table in tables.items():
        if heading[0] == "nation":
            continue
        if len(heading) != 1 or heading[0] not in STEPS[step].readers:
            raise UnusableRow(f"{table.place}: {step} is for {_named(STEPS[step].readers)}")
        check_keys(table, FIELDS)
        readers[heading[0]] = StepWords(**_fields(table, FIELDS))
    return readers


def _nations(
    step: str, tables: Mapping[tuple[str, ...], Table], readers: Mapping[Reader, StepWords]
) -> dict[tuple[Nation, Reader], StepWords]:
    nations: dict[tuple[Nation, Reader], StepWords] = {}
    for heading, table in tables.items():
        if heading[0] != "nation":
            continue
        if len(heading) != 3 or heading[1] not in STEPS[step].nations:
            known = _named(STEPS[step].nations)
            raise UnusableRow(
                f"{table.place}: takes [nation.<nation>.<reader>]; nations are {known}"
            )
        if heading[2] not in readers:
            raise UnusableRow(f"{table.place}: changes the words for {heading[2]}, which has none")
        check_keys(table, FIELDS)
        nation, reader = cast("tuple[Nation, Reader]", heading[1:])
        changed = _fields(table, FIELDS & table.values.keys())
        nations[nation, reader] = replace(readers[reader], **changed)
    return nations


def _fields(table: Table, names: Collection[str]) -> dict[str, Any]:
    return {
        name: (sentences if name == "how" else sentence)(table, name, braces=PLACEHOLDERS)
        for name in sorted(names)
    }


def _voices(path: Path, *, names: Collection[str] | None) -> dict[str, TwoVoices]:
    voices = {}
    for name, table in _known(path, names=names):
        check_keys(table, {"young", "adult"})
        voices[name] = TwoVoices(young=sentence(table, "young"), adult=sentence(table, "adult"))
    return voices


def _asked(path: Path) -> dict[str, str]:
    asked = {}
    for name, table in _known(path, names=FACT_NAMES):
        check_keys(table, {"ask"})
        asked[name] = sentence(table, "ask")
    return asked


def _labels(path: Path) -> dict[str, str]:
    labels = {}
    for _, table in _known(path, names=["labels"]):
        check_keys(table, LABELS)
        for name in table.values:
            labels[name] = sentence(table, name, braces=BRACES.get(name, set()))
    return labels


def _known(path: Path, *, names: Collection[str] | None) -> Iterator[tuple[str, Table]]:
    for heading, table in read_tables(path).items():
        name = ".".join(heading)
        if names is not None and name not in names:
            raise UnusableRow(f"{table.place}: unknown; known are {', '.join(names)}")
        yield name, table


def _named(words: Collection[str]) -> str:
    return ", ".join(sorted(words))
