"""Write `docs/reference/facts.md` from `takeback.guidance.facts` and the provider directory.

python tools/generate_facts.py
"""

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from takeback.guidance.fact_kinds import fact_kinds  # noqa: E402
from takeback.guidance.facts_file import LONGEST, what_it_takes  # noqa: E402
from takeback.guidance.steps import NEVER, STEPS  # noqa: E402
from takeback.guidance.triggers import ENOUGH  # noqa: E402
from takeback.guidance.wording import load_words  # noqa: E402
from takeback.sources.providers import load_providers  # noqa: E402

TARGET = ROOT / "docs" / "reference" / "facts.md"
INTRODUCTION = f"""\
# Facts

Generated from `src/takeback/guidance/` by `tools/generate_facts.py`.

`takeback plan --facts FILE` reads one file in YAML or JSON: a table with a line a fact.

    nation: ENG
    asker: parent
    age_now: 13_15
    channels: [group_chat, social_public]
    providers: [snapchat]
    threatened: yes
    in_danger: no

- A fact that is missing, or `null`, was **not said**. That is not the same as no: rules treat
  what was not said with care, and a plan names what would be most worth asking.
- Words are taken as they are written; `13_15` and `no` need no quotes. Yes or no is `true`,
  `false`, `yes` or `no`, in any case.
- An empty list means that somebody said that there is none.
- Unknown facts and words are refused, all of them at once, each with its line and the nearest
  word. So are a fact that is said twice, anchors, tags, lists in lists, more than {LONGEST}
  characters, anything but UTF-8, and a file with nothing in it: write `{{}}` when nothing was
  said.

Nothing in the file needs to name or describe anybody. Do not put names in it.
"""
PLAN = """\
## The plan

With `--json` the answer is one JSON object on one line:

| key | what it is |
|---|---|
| `urgency` | `E` emergency, `H` today, `D` in a day or two, `P` when things are calmer |
| `steps` | the steps in the order to do them |
| `steps[].step` | one of the names below |
| `steps[].urgency` | as above, for this step |
| `steps[].providers` | ids of the provider directory; only where there are some |
| `steps[].because` | the [rules](rules.md) that gave it |
| `steps[].sources` | the statements that these rules rest on |
| `never` | what not to do, by the names below |
| `ask_next` | up to five facts that were not said, the one that could change most first |

The urgency of a plan is that of its most urgent step, apart from the few that everybody gets.
"""


def make_page() -> str:
    """Return the whole page."""
    asked = load_words().facts
    lines = [INTRODUCTION, "| fact | what it takes | how somebody is asked for it |"]
    lines += ["|---|---|---|"]
    lines += [f"| `{name}` | {_takes(name)} | {asked[name]} |" for name in fact_kinds()]
    lines += ["", "Each of these alone, when it is true, is for the police:", ""]
    lines += [
        ", ".join(f"`{name}`" for name in ENOUGH) + ".",
        "",
        "## Providers",
        "",
        *_providers(),
    ]
    lines += ["", PLAN, "Steps, in the order to do them among those of one urgency:", ""]
    lines += [", ".join(f"`{step}`" for step in STEPS) + ".", "", "Warnings:", ""]
    lines += [", ".join(f"`{never}`" for never in NEVER) + "."]
    return "\n".join(lines) + "\n"


def _takes(name: str) -> str:
    kind = fact_kinds()[name]
    if not kind.words:
        return what_it_takes(kind)
    return f"{'any of' if kind.kind == 'many' else 'one of'} " + ", ".join(
        f"`{word}`" for word in kind.words
    )


def _providers() -> Iterator[str]:
    yield "| kind | ids |"
    yield "|---|---|"
    providers = sorted(load_providers().values(), key=lambda provider: provider.kind)
    for kind, some in groupby(providers, key=lambda provider: provider.kind):
        yield f"| {kind} | {', '.join(f'`{provider.id}` ({provider.name})' for provider in some)} |"


if __name__ == "__main__":
    TARGET.write_text(make_page(), encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")
