"""Write `docs/reference/views.md` from the kernel's table of views.

python tools/generate_views.py
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from takeback.fingerprint.views import VIEW_TABLE, View  # noqa: E402

TARGET = ROOT / "docs" / "reference" / "views.md"
KINDS = {
    "flip": "the whole picture by pdq-1, or a flip or turn of it",
    "box": "a part that is the same share of every picture",
    "aspect": "as much of the picture as has the shape its name gives, at the start, the middle or "
    "the end of the longer side",
    "frame": "the whole picture on a canvas: black, white, or its own picture blurred behind it",
    "trimmed": "what is left when borders of one colour are cut off; only when there are any",
    "cell": "a part for verifying a match; stored, never searched for",
}


def make_page() -> str:
    """Return the whole page."""
    return "\n".join(
        [
            "# The views of a picture",
            "",
            "Generated from `kernel/src/view_table.c` by `tools/generate_views.py`.",
            "",
            "What may be listed of one picture. A view of too low a quality is left out, and so is "
            "a rendering that looks like an earlier one: "
            "[the rules](pdq-mean-1.md#what-is-listed). Sides are shares of the picture's width "
            "and height, in hundredths.",
            "",
            *_meanings(),
            "",
            *_views(),
            "",
        ]
    )


def _meanings() -> list[str]:
    rows = [f"| {kind} | {meaning} | {_count(kind)} |" for kind, meaning in KINDS.items()]
    return ["| kind | shows | views |", "|---|---|---|", *rows]


def _count(kind: str) -> int:
    return sum(view.kind == kind for view in VIEW_TABLE)


def _views() -> list[str]:
    rows = [
        f"| `{view.name}` | {view.recipe} | {view.kind} | {_sides(view)} | "
        f"{'yes' if view.is_mirrored else ''} |"
        for view in VIEW_TABLE
    ]
    heading = "| view | recipe | kind | left, top, right, bottom | mirrored |"
    return [heading, "|---|---|---|---|---|", *rows]


def _sides(view: View) -> str:
    if view.box is None:
        return ""
    sides = (view.box.left, view.box.top, view.box.right, view.box.bottom)
    return ", ".join(f"{100 * side:.3g}" for side in sides)


if __name__ == "__main__":
    TARGET.write_text(make_page(), encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")
