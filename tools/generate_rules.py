"""Write `docs/reference/rules.md` from the rules, their situations and the sources.

python tools/generate_rules.py
"""

import importlib
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from takeback.guidance.facts import EVERYWHERE, FACT_NAMES, NATIONS, Facts  # noqa: E402
from takeback.guidance.rulebook import Decision, Rule, load_rules  # noqa: E402
from takeback.guidance.steps import Never, Step, Urgency  # noqa: E402
from takeback.sources.laws import load_laws  # noqa: E402
from takeback.sources.statements import load_statements  # noqa: E402
from tests.guidance.situations import Situation, situations  # noqa: E402

TARGET = ROOT / "docs" / "reference" / "rules.md"
INTRODUCTION = """\
# The rules

Generated from `src/takeback/guidance/rules/`, `tests/spec/guidance/` and `src/takeback/sources/`
by `tools/generate_rules.py`. How to change one:
[Correct the guidance](../how-to/correct-the-guidance.md).

A rule looks at facts and gives one step, one warning, or nothing. A plan is what all rules give,
each step once, at the most urgent of its urgencies, the more urgent steps first. A step is left
out where its service does not exist, and for readers whom it is not for. The situations below
each rule are run as tests: this rule alone, on those facts alone. What a situation does not
mention was not said. What each fact can be stands in [Facts](facts.md).

"checked" means that somebody here saw a source that says so, on the day named; "from memory" means
that nobody has yet, and the pages say so too."""
WHEN = {
    Urgency.EMERGENCY: "now",
    Urgency.HOURS: "today",
    Urgency.DAYS: "in a day or two",
    Urgency.PLANNED: "when things are calmer",
}


def make_page() -> str:
    """Return the whole page."""
    rules = load_rules()
    lines = [INTRODUCTION, "", *_contents(rules)]
    for subject, some in groupby(rules, key=lambda rule: rule.subject):
        lines += ["", f"## {subject.capitalize()}", "", _about(subject)]
        for rule in some:
            lines += ["", *_section(rule)]
    return "\n".join(lines) + "\n"


def _contents(rules: tuple[Rule, ...]) -> Iterator[str]:
    yield "| subject | rules |"
    yield "|---|---|"
    for subject, some in groupby(rules, key=lambda rule: rule.subject):
        yield f"| [{subject}](#{subject}) | {len(list(some))} |"


def _about(subject: str) -> str:
    module = importlib.import_module(f"takeback.guidance.rules.{subject}")
    return (module.__doc__ or "").splitlines()[0]


def _section(rule: Rule) -> Iterator[str]:
    yield from (f"### `{rule.name}`", "", *rule.says.splitlines(), "")
    of_this = [situation for situation in situations() if situation.rule == rule.name]
    yield f"- Gives: {'; '.join(_outcomes(of_this))}."
    yield f"- Holds: {_where(rule)}."
    if rule.law is not None:
        yield f"- Law: {_law(rule.law)}"
    for source in rule.sources:
        yield f"- Source: {_source(source)}"
    yield f"- Reviewed {rule.reviewed_on}, to be reviewed again by {rule.review_by}."
    yield from ("", "| situation | what was said | what comes of it |", "|---|---|---|")
    yield from (_row(situation) for situation in of_this)


def _outcomes(of_this: list[Situation]) -> list[str]:
    found = [_outcome(situation.outcome) for situation in of_this if situation.outcome is not None]
    return list(dict.fromkeys(found))


def _where(rule: Rule) -> str:
    if rule.nations == EVERYWHERE:
        return "everywhere"
    return ", ".join(nation for nation in NATIONS if nation in rule.nations)


def _law(law_id: str) -> str:
    law = load_laws()[law_id]
    since = f"since {law.since}" if law.since else "no day known"
    words = {
        "yes": f"in force {since}",
        "no": "not in force",
        "unknown": "passed; its start is not confirmed",
    }
    return f"[{law.name}]({law.address}), {words[law.in_force]}."


def _source(source: str) -> str:
    statement = load_statements()[source]
    sure = f"read {statement.read_on}" if statement.confidence == "checked" else "from memory"
    return f"{statement.says} ([{statement.publisher}]({statement.address}), {sure}; `{source}`)"


def _row(situation: Situation) -> str:
    return f"| {situation.name} | {_facts(situation.facts)} | {_outcome(situation.outcome)} |"


def _facts(facts: Facts) -> str:
    said = ((name, getattr(facts, name)) for name in FACT_NAMES)
    parts = [f"{name}: {_value(value)}" for name, value in said if value is not None]
    return "; ".join(parts) or "nothing"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _outcome(decision: Decision) -> str:
    if isinstance(decision, Never):
        return f"a warning: `{decision.never}`"
    if isinstance(decision, Step):
        return f"`{decision.step}`, {WHEN[decision.urgency]}"
    return "nothing"


if __name__ == "__main__":
    TARGET.write_text(make_page(), encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")
