"""Write kernel/src/view_table.c: the views that the re-share bench chose, and the fixed ones.

Run as `python -m tools.write_view_table FILE [--plain N] [--house N]`; FILE is what
`python -m bench.reshare.choose` wrote. N fingerprints by pdq-1 are taken, and for our own matcher
the first N parts of each of its two choices, for looking up and for refining. Parts chosen for both
are listed once, by pdq-1, whose renderings have the same bits. Afterwards build the kernel, the
page's kernel and the docs again.
"""

import argparse
import json
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from bench.reshare.candidates import BORDERS, CANVASES, SHAPES, relative_boxes
from takeback.fingerprint.picture import VIEWS

TARGET = Path(__file__).parents[1] / "kernel/src/view_table.c"
UNIT = 200  # TB_TABLE_UNIT of kernel/src/renderings.h
MIRROR = "-mirror"
PLACES = {"start": 0, "": 100, "end": 200}
FILLS = {"black": "BLACK", "white": "WHITE", "own": "BLUR"}
THIRDS = (0, 33, 67, 100)
# A third wide and high, by sixths: what lies between the thirds, but for two in the middle.
STRIPS = ((0, 33), (17, 50), (33, 67), (50, 83), (67, 100))
BETWEEN = tuple(
    (x, y)
    for y in range(5)
    for x in range(5)
    if (x % 2 or y % 2) and (x, y) not in {(1, 2), (3, 2)}
)
CELLS = (
    *((THIRDS[x], THIRDS[y], THIRDS[x + 1], THIRDS[y + 1]) for y in range(3) for x in range(3)),
    *((20, 20, 80, 80), (10, 0, 90, 50), (10, 50, 90, 100)),
    *((STRIPS[x][0], STRIPS[y][0], STRIPS[x][1], STRIPS[y][1]) for x, y in BETWEEN),
)

HEADING = """/* The table of views: tools/write_view_table.py writes what the re-share bench chose.
 *
 * A name once listed keeps its meaning for ever: a view that shows something else gets another
 * name. Order matters: of two renderings that come out alike the earlier one is listed. A mirrored
 * row stands right after its twin, with the same values. */
#include "renderings.h"

const tb_view_recipe tb_view_table[] = {
"""
ENDING = """};

size_t tb_view_count(void)
{
    return sizeof tb_view_table / sizeof tb_view_table[0];
}
"""


def row(name: str, recipe: str, kind: str, values: Iterable[object], *, mirror: int = 0) -> str:
    """Return one line of the table."""
    numbers = ", ".join(map(str, values))
    return f'    {{"{name}", TB_RECIPE_{recipe}, TB_KIND_{kind}, {mirror}, {{{numbers}}}}},'


def kind_and_values(name: str) -> tuple[str, list[object]]:
    """Return what the table says of a candidate of `bench.reshare.candidates`, without mirror."""
    boxes = relative_boxes()
    if name in boxes:
        return "BOX", [round(UNIT * side) for side in boxes[name]]
    if name.startswith("aspect-"):
        width, height, place = [*name.split("-")[1:], ""][:3]
        if (int(width), int(height)) not in SHAPES:
            raise ValueError(f"{name}: no shape of the candidates")
        return "ASPECT", [width, height, PLACES[place]]
    canvas, fill = name.rsplit("-", 1)
    if canvas in CANVASES:
        shape, size, middle, _ = CANVASES[canvas]
        ratio = Fraction(shape).limit_denominator(50)
        sides = [ratio.numerator, ratio.denominator, round(UNIT * size), round(UNIT * middle)]
        return "FRAME", [*sides, FILLS[fill]]
    sides_share, ends_share = BORDERS[canvas]
    ratio = Fraction((1 + sides_share) / (1 + ends_share)).limit_denominator(50)
    size = round(UNIT / (1 + sides_share))
    return "FRAME", [
        ratio.numerator,
        ratio.denominator,
        size,
        UNIT // 2,
        f"{FILLS[fill]} + OWN_SHAPE",
    ]


def rendered_rows(names: list[str], recipe: str) -> list[str]:
    """Return the rows of chosen candidates, each mirrored one right after its twin."""
    rows = []
    for name in names:
        if name.endswith(MIRROR):
            continue
        kind, values = kind_and_values(name)
        rows.append(row(name, recipe, kind, values))
        if name + MIRROR in names:
            rows.append(row(name + MIRROR, recipe, kind, values, mirror=1))
    return rows


def chosen(written: dict[str, list[list[object]]], budget: int) -> list[str]:
    """Return the names within a budget, a mirror only with its twin."""
    names = [str(name) for name, _ in written["chosen"]]
    taken = [name for name in names if name not in VIEWS][:budget]
    return [name for name in taken if name.removesuffix(MIRROR) in taken]


def make_table(plain: list[str], besides: list[str]) -> str:
    """Return the whole file; `besides` are the parts for our own matcher alone."""
    whole = (0, 0, UNIT, UNIT)
    flips = [row(name, "PDQ", "FLIP", whole, mirror=int(name == "mirror")) for name in VIEWS]
    rows = [
        *flips,
        row("mean-whole", "MEAN", "BOX", whole),
        *rendered_rows(plain, "PDQ"),
        row("trimmed", "PDQ", "TRIMMED", (0,)),
        row(f"trimmed{MIRROR}", "PDQ", "TRIMMED", (0,), mirror=1),
        *rendered_rows(besides, "MEAN"),
        *(
            row(f"cell-{number}", "MEAN", "CELL", [UNIT * side // 100 for side in box])
            for number, box in enumerate(CELLS, 1)
        ),
    ]
    return HEADING + "\n".join(rows) + "\n" + ENDING


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--plain", type=int, default=48, help="fingerprints by pdq-1")
    parser.add_argument("--house", type=int, default=20, help="parts, of each choice for ours")
    options = parser.parse_args()
    written = json.loads(options.file.read_text(encoding="utf-8"))
    plain = chosen(written["plain"], options.plain - len(VIEWS))
    house = [
        name
        for use in ("looked up", "refined")
        for name in chosen(written["house"][use], options.house)
    ]
    besides = [name for name in dict.fromkeys(house) if name not in plain]
    TARGET.write_text(make_table(plain, besides), encoding="utf-8")
    print(f"{TARGET}: {len(plain)} renderings by pdq-1, {len(besides)} parts besides")


if __name__ == "__main__":
    main()
