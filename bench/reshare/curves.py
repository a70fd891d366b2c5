"""The page's pictures, drawn from what was measured; the same figures give the same file."""

from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

mpl.use("Agg")
mpl.rcParams.update(
    {"svg.hashsalt": "takeback", "svg.fonttype": "none", "font.family": "sans-serif"}
)

# Told apart by lightness too, for those who do not see the colours.
LOOKS: dict[str, dict[str, Any]] = {
    "plain": {"color": "#9a9a9a", "label": "one plain fingerprint", "marker": "o"},
    "eight": {"color": "#c9b458", "label": "eight flips and turns", "marker": "s"},
    "views": {"color": "#d1782a", "label": "plain matcher on our views", "marker": "^"},
    "effort 1": {"color": "#7fb0d8", "label": "our matcher, effort 1", "marker": "v"},
    "effort 2": {"color": "#2f78b5", "label": "our matcher, effort 2", "marker": "D"},
    "effort 3": {"color": "#12365c", "label": "our matcher, effort 3", "marker": "*"},
}


def _save(figure: Figure, path: Path) -> None:
    figure.savefig(path, format="svg", bbox_inches="tight", metadata={"Date": None})


def _axes(width: float, height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(width, height))
    axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="both", color="#e4e4e4", linewidth=0.8)
    axes.set_axisbelow(True)
    return figure, axes


def by_budget(choice: dict[str, Any], path: Path) -> None:
    """Draw how recall grows with the number of views that are registered."""
    figure, axes = _axes(7, 4)
    lines = {
        "views": choice["plain"]["chosen"],
        "effort 2": choice["house"]["looked up"]["chosen"],
        "effort 3": choice["house"]["refined"]["chosen"],
    }
    for way, steps in lines.items():
        found = [100 * share for _, share in steps]
        look = LOOKS[way] | {"marker": ""}
        axes.plot(range(1, len(found) + 1), found, linewidth=2, **look)
    axes.set(xlabel="views registered of a picture", ylabel="copies found, %", ylim=(0, 100))
    axes.set_xticks([1, 8, 16, 32, 48, 64])
    axes.legend(frameon=False, loc="lower right")
    _save(figure, path)


def by_severity(rows: dict[str, dict[str, float]], path: Path) -> None:
    """Draw how recall falls from light to heavy changes."""
    figure, axes = _axes(7, 4)
    groups = [name for name in rows if name != "average"]
    for way, look in LOOKS.items():
        axes.plot(groups, [rows[name][way] for name in groups], linewidth=2, **look)
    axes.set(xlabel="severity, 1 light to 5 heavy", ylabel="copies found, %", ylim=(0, 102))
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    _save(figure, path)


def by_family(rows: dict[str, dict[str, float]], path: Path) -> None:
    """Draw recall of each family as bars."""
    figure, axes = _axes(7, 9)
    names = list(rows)
    places = np.arange(len(names))
    for number, way in enumerate(("plain", "views", "effort 2", "effort 3")):
        look = {key: LOOKS[way][key] for key in ("color", "label")}
        found = [rows[name][way] for name in names]
        axes.barh(places + 0.2 * (number - 1.5), found, height=0.2, **look)
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    axes.set(xlabel="copies found, %", xlim=(0, 100))
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(0, 1.08), ncols=2)
    _save(figure, path)
