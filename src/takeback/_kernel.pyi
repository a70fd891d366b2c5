import numpy as np
from numpy.typing import NDArray

def fingerprint(
    pixels: NDArray[np.uint8], height: int | None = None
) -> tuple[int, tuple[bytes, ...]]:
    """Return the quality, 0 to 100, and eight views of 32 bytes, most significant byte first.

    `pixels` has the shape (rows, width, 3 or 4), the pixels of a row side by side; a fourth
    channel is ignored. `height` is the whole picture's when `pixels` holds only the 512 rows that
    `sampled_row` names; `None` when it holds all. The views are, in order: whole, mirror, flip,
    turn-90, turn-180, turn-270, transpose, transverse.

    Raises `TypeError` for another type of numbers and `ValueError` for another shape.
    """

def sampled_row(length: int, index: int) -> int:
    """Return the row of a picture `length` pixels high that row `index` of 512 comes from."""
