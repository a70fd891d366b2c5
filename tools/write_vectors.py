"""Write kernel/vectors/pdq-1.txt with what the public package `pdqhash` makes of each picture.

Run as `python -m tools.write_vectors`. The kernel is not used here: it is measured against somebody
else's work. kernel/vectors/README.md describes the format and the pictures.
"""

import numpy as np
import pdqhash
from numpy.typing import NDArray

from tests.kernel.vectors import FILE, Drawing, draw

SIDE = 512

SIZES = {
    "flat": [(1, 1, 7), (5, 5, 0), (100, 80, 255), (512, 512, 77), (700, 600, 130)],
    "noise": [
        *[(1, 400, 1), (400, 1, 2), (4, 90, 3), (5, 5, 4), (5, 512, 5), (16, 9, 6), (63, 65, 7)],
        *[(64, 64, 8), (65, 64, 9), (127, 128, 10), (129, 130, 11), (257, 385, 12)],
        *[(511, 512, 13), (512, 512, 14), (513, 512, 15), (512, 513, 16), (1000, 3, 17)],
        *[(1, 1025, 18), (900, 700, 19)],
    ],
    "gradient": [(31, 17, 0), (64, 64, 40), (200, 300, 90), (512, 512, 3), (2000, 1500, 200)],
    "checkers": [(64, 64, 4), (300, 300, 50), (512, 480, 37), (1024, 1024, 100)],
    "stripes": [(64, 64, 3), (333, 222, 20), (512, 512, 64), (900, 500, 31)],
    "waves": [
        *[(5, 7, 1), (33, 47, 2), (64, 64, 3), (64, 128, 4), (128, 64, 5), (200, 199, 6)],
        *[(320, 240, 7), (384, 512, 8), (500, 1, 9), (511, 511, 10), (512, 512, 11)],
        *[(513, 513, 12), (640, 480, 13), (1920, 1080, 14), (301, 2000, 15), (1512, 2016, 16)],
    ],
}

# The order of the file, as places in what `pdqhash.compute_dihedral` returns: the original, turns
# by 90, 180 and 270 against the clock, top with bottom, left with right, and the two diagonals.
PLACES = {
    "whole": 0,
    "mirror": 5,
    "flip": 4,
    "turn-90": 1,
    "turn-180": 2,
    "turn-270": 3,
    "transpose": 6,
    "transverse": 7,
}


def reduce_to_side(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a picture with a side above 512 as 512 times 512 of its pixels; others unchanged."""
    height, width, _ = pixels.shape
    if max(height, width) <= SIDE:
        return pixels
    index = np.arange(SIDE)
    rows: NDArray[np.uint8] = pixels[index * height // SIDE]
    return rows[:, index * width // SIDE]


def hexadecimal(bits: NDArray[np.bool_]) -> str:
    """Return the digits of 256 bits, the most significant first."""
    return np.packbits(bits).tobytes().hex()


def views_of_grid(pixels: NDArray[np.uint8]) -> dict[str, str]:
    """Return the views of a picture of 64 times 64.

    `compute_dihedral`, unlike `compute`, filters such a picture; `compute_float` gives the waves of
    the unfiltered one, and flips and turns of those are changes of sign and transpositions.
    """
    values, _ = pdqhash.compute_float(pixels)
    waves = values[::-1].reshape(16, 16)
    across = np.where(np.arange(16) % 2 == 0, -1, 1)
    down = across[:, np.newaxis]
    moved = {
        "whole": waves,
        "mirror": waves * across,
        "flip": waves * down,
        "turn-90": (waves * across).T,
        "turn-180": waves * across * down,
        "turn-270": (waves * down).T,
        "transpose": waves.T,
        "transverse": (waves * across * down).T,
    }
    return {
        name: hexadecimal((view > np.sort(view, axis=None)[127]).ravel()[::-1])
        for name, view in moved.items()
    }


def expected_views(pixels: NDArray[np.uint8]) -> tuple[dict[str, str], int]:
    """Return the views, in the order of the file, and the quality."""
    views, quality = pdqhash.compute_dihedral(pixels)
    if pixels.shape[:2] == (64, 64):
        _, quality = pdqhash.compute(pixels)
        return views_of_grid(pixels), quality
    return {name: hexadecimal(views[place]) for name, place in PLACES.items()}, quality


def expected_lines(drawing: Drawing) -> list[str]:
    """Return one block of the file."""
    pixels = np.ascontiguousarray(reduce_to_side(draw(drawing)))
    views, quality = expected_views(pixels)
    whole, _ = pdqhash.compute(pixels)
    if views["whole"] != hexadecimal(whole):
        raise AssertionError(f"{drawing}: pdqhash disagrees with itself")
    return [
        f"picture {drawing.kind} {drawing.width} {drawing.height} {drawing.seed}",
        f"quality {quality}",
        *(f"{name} {digits}" for name, digits in views.items()),
    ]


def main() -> None:
    """Write the file."""
    drawings = [Drawing(kind, *sizes) for kind, rows in SIZES.items() for sizes in rows]
    blocks = ["\n".join(expected_lines(drawing)) for drawing in drawings]
    heading = "# Made by tools/write_vectors.py with pdqhash; README.md explains each line."
    FILE.write_text("\n\n".join([heading, *blocks]) + "\n")
    print(f"{FILE}: {len(drawings)} pictures")


if __name__ == "__main__":
    main()
