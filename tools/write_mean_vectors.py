"""Write kernel/vectors/pdq-mean-1.txt with what the plain twin makes of each picture.

Run as `python -m tools.write_mean_vectors`. The kernel is not used here: the twin
(`tests/kernel/plain_plane.py`) is written from docs/reference/pdq-mean-1.md with numpy.
kernel/vectors/README.md describes the format and the pictures.
"""

from tests.kernel.mean_vectors import MEAN_FILE
from tests.kernel.plain_plane import digits_of, grid_of, plane_of, quality_of
from tests.kernel.vectors import Drawing, draw

THIRDS = [(0, 33), (33, 67), (67, 100)]
# Names once listed keep their meaning, so these views never change.
PARTS = {
    "mean-whole": (0, 0, 100, 100),
    **{
        f"cell-{3 * row + column + 1}": (left, top, right, bottom)
        for row, (top, bottom) in enumerate(THIRDS)
        for column, (left, right) in enumerate(THIRDS)
    },
    "cell-10": (20, 20, 80, 80),
    "cell-11": (10, 0, 90, 50),
    "cell-12": (10, 50, 90, 100),
}

DRAWINGS = [
    *[Drawing("flat", 100, 80, 255), Drawing("gradient", 200, 300, 90)],
    *[Drawing("noise", 5, 5, 4), Drawing("noise", 64, 64, 8), Drawing("noise", 513, 30, 15)],
    *[Drawing("noise", 17, 1100, 20), Drawing("checkers", 300, 300, 50)],
    *[
        Drawing("stripes", 900, 500, 31),
        Drawing("waves", 33, 47, 2),
        Drawing("waves", 512, 512, 11),
    ],
    *[Drawing("waves", 640, 480, 13), Drawing("waves", 1920, 1080, 14)],
]


def expected_lines(drawing: Drawing) -> list[str]:
    """Return one block of the file."""
    plane = plane_of(draw(drawing))
    lines = [f"picture {drawing.kind} {drawing.width} {drawing.height} {drawing.seed}"]
    for view, percent in PARTS.items():
        left, top, right, bottom = (side / 100 for side in percent)
        grid = grid_of(plane, (left, top, right, bottom))
        sides = " ".join(map(str, percent))
        lines.append(f"{view} {sides} {quality_of(grid)} {digits_of(grid)}")
    return lines


def main() -> None:
    """Write the file."""
    blocks = ["\n".join(expected_lines(drawing)) for drawing in DRAWINGS]
    heading = "# Made by tools/write_mean_vectors.py; README.md explains each line."
    MEAN_FILE.write_text("\n\n".join([heading, *blocks]) + "\n")
    print(f"{MEAN_FILE}: {len(DRAWINGS)} pictures")


if __name__ == "__main__":
    main()
