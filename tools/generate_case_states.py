"""Write `docs/reference/case-states.md` from `takeback.cases.status`.

python tools/generate_case_states.py
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from takeback.cases.status import MEANINGS, MOVES, REMOVALS, Actor, Status  # noqa: E402

TARGET = ROOT / "docs" / "reference" / "case-states.md"
CAUSES = {Actor.VISITOR: "the holder of the code", Actor.TIME: "90 days without a visit"}
GONE = {Actor.VISITOR: "the holder of the code", Actor.TIME: "no entry in force is left"}


def make_page() -> str:
    """Return the whole page."""
    return "\n".join(
        [
            "# The states of a case",
            "",
            "Generated from `src/takeback/cases/status.py` by `tools/generate_case_states.py`.",
            "",
            *_diagram(),
            "",
            *_meanings(),
            "",
            *_moves(),
            "",
        ]
    )


def _diagram() -> list[str]:
    moves = [f"    {before} --> {after}: {CAUSES[by]}" for (before, after), by in MOVES.items()]
    ends = [f"    {status} --> [*]: {GONE[by]}" for by in REMOVALS for status in REMOVALS[by]]
    first = f"    [*] --> {Status.ACTIVE}: a case is opened"
    return ["```mermaid", "stateDiagram-v2", first, *moves, *ends, "```"]


def _meanings() -> list[str]:
    rows = [f"| `{status}` | {MEANINGS[status]} |" for status in Status]
    return ["| state | means |", "|---|---|", *rows]


def _moves() -> list[str]:
    rows = [f"| `{before}` | `{after}` | {CAUSES[by]} |" for (before, after), by in MOVES.items()]
    rows += [f"| `{status}` | erased | {GONE[by]} |" for by in REMOVALS for status in REMOVALS[by]]
    return ["| from | to | by |", "|---|---|---|", *rows]


if __name__ == "__main__":
    TARGET.write_text(make_page(), encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")
