"""Write what was measured into docs/explanation/re-sharing.md, and draw its pictures.

Run as `python -m bench.reshare.page` after `bench.reshare` and `bench.reshare.choose`. What stands
between `<!-- name -->` and `<!-- end -->` on the page is written anew; the rest is for people.
"""

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.reshare import curves
from bench.reshare.copies import EFFORTS, WAYS

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "explanation" / "re-sharing.md"
PICTURES = ROOT / "docs" / "pictures"
CALLED = {
    "plain": "one plain",
    "eight": "eight flips",
    "views": "plain on our views",
    **{f"effort {effort}": f"effort {effort}" for effort in EFFORTS},
}

Figures = dict[str, Any]


def read(name: str) -> Figures:
    """Return what a bench wrote."""
    path = Path(os.environ.get("TAKEBACK_DATA", "var")) / "bench" / f"{name}.json"
    figures: Figures = json.loads(path.read_text(encoding="utf-8"))
    return figures


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a table in Markdown."""
    lines: list[Sequence[object]] = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def recall_table(label: str, rows: dict[str, dict[str, float]]) -> str:
    """Return percent found by group and way."""
    columns = [label, *(CALLED[way] for way in WAYS)]
    body: list[list[object]] = []
    for name, row in rows.items():
        cells = [f"{row[way]:.0f}" if name != "average" else f"**{row[way]:.1f}**" for way in WAYS]
        body.append([f"**{name}**" if name == "average" else name, *cells])
    return table(columns, body)


def targets_table(targets: list[dict[str, Any]]) -> str:
    """Return what must be reached, what is aimed at, and what was measured."""
    rows: list[list[object]] = [
        [
            line["figure"],
            f"{line['must']:g}{line['unit']}",
            f"{line['aim']:g}{line['unit']}",
            f"{line['measured']:g}{line['unit']}"
            + (" (missed)" if line["verdict"] == "MISSED" else ""),
        ]
        for line in targets
    ]
    return table(["figure", "must", "aim", "measured"], rows)


def efforts_table(figures: Figures) -> str:
    """Return what each effort finds, what it takes, and what it gets wrong."""
    times, false = figures["milliseconds"], figures["false_matches"]
    guises = list(false)
    rows: list[list[object]] = [
        [
            effort,
            f"{figures['recall_by_family']['average'][f'effort {effort}']:.1f} %",
            f"{times[f'effort {effort}']:g} ms",
            *(
                f"{false[guise][f'effort {effort}']} of {_millions(false[guise])}"
                for guise in guises
            ),
        ]
        for effort in EFFORTS
    ]
    wrong = [f"false matches, {guise}" for guise in guises]
    return table(["effort", "found", "a query", *wrong], rows)


def _millions(pairs: Figures) -> str:
    return f"{pairs['pairs'] / 1e6:.1f} M"


def budgets_table(choice: Figures) -> str:
    """Return recall by how many views are registered."""
    columns = {
        "a partner's plain matcher": choice["plain"]["recall_by_budget"],
        "ours, looked up": choice["house"]["looked up"]["recall_by_budget"],
        "ours, refined": choice["house"]["refined"]["recall_by_budget"],
    }
    budgets = next(iter(columns.values()))
    rows: list[list[object]] = [
        [budget, *(f"{100 * found[budget]:.0f} %" for found in columns.values())]
        for budget in budgets
    ]
    return table(["views", *columns], rows)


def measured_with(figures: Figures) -> str:
    """Return a sentence on what was measured with."""
    pairs = sum(false["pairs"] for false in figures["false_matches"].values())
    size = figures["sizes"]
    return (
        f"Measured {figures['measured_on']} on {figures['cores']} cores: {figures['photographs']} "
        f"photographs, {figures['copies']:,} copies, {pairs:,} unrelated pairs; "
        f"{size['pdq-1_a_picture']:g} + {size['pdq-mean-1_a_picture']:g} fingerprints and "
        f"{size['cells_a_picture']:g} cells a picture, {size['bytes_median']:g} bytes."
    )


def filled(page: str, blocks: dict[str, str]) -> str:
    """Return the page with each block's text between its marks.

    Raises `ValueError` when a block has no place on the page.
    """
    for name, text in blocks.items():
        place = re.compile(rf"(<!-- {re.escape(name)} -->\n).*?(<!-- end -->)", re.DOTALL)
        page, count = place.subn(lambda found, text=text: f"{found[1]}{text}\n{found[2]}", page)  # type: ignore[misc]
        if count != 1:
            raise ValueError(f"{count} places for {name} on the page; there must be one")
    return page


def main() -> None:
    """Fill the page and draw."""
    figures, choice = read("reshare"), read("reshare-choice")
    blocks = {
        "measured": measured_with(figures),
        "families": recall_table("family", figures["recall_by_family"]),
        "severities": recall_table("severity", figures["recall_by_severity"]),
        "efforts": efforts_table(figures),
        "targets": targets_table(figures["targets"]),
        "budgets": budgets_table(choice),
    }
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), blocks), encoding="utf-8")
    curves.by_budget(choice, PICTURES / "reshare-budgets.svg")
    curves.by_severity(figures["recall_by_severity"], PICTURES / "reshare-severities.svg")
    curves.by_family(figures["recall_by_family"], PICTURES / "reshare-families.svg")


if __name__ == "__main__":
    main()
