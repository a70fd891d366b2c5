from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

def fingerprint(
    pixels: NDArray[np.uint8], height: int | None = None, *, path: str | None = None
) -> tuple[int, tuple[bytes, ...]]:
    """Return the quality, 0 to 100, and eight views of 32 bytes, most significant byte first.

    `pixels` has the shape (rows, width, 1, 3 or 4), the pixels of a row side by side: gray, or
    red, green and blue; a fourth channel is ignored. `height` is the whole picture's when `pixels`
    holds only the 512 rows that `sampled_row` names; `None` when it holds all. The views are, in
    order: whole, mirror, flip, turn-90, turn-180, turn-270, transpose, transverse. `path` is one
    of `paths()`; all give the same, and `None` takes the fastest.

    Raises `TypeError` for another type of numbers and `ValueError` for another shape.
    """

def paths() -> tuple[str, ...]:
    """Return the ways this machine has of computing a fingerprint, from plain to the fastest."""

def sampled_row(length: int, index: int) -> int:
    """Return the row of a picture `length` pixels high that row `index` of 512 comes from."""

class Plane:
    """A picture reduced for rendering parts of it, at most 512 pixels a side; never changes.

    `pixels` has the shape (height, width) or (height, width, 1, 3 or 4), the pixels of a row side
    by side. Raises `TypeError` for another type of numbers and `ValueError` for another shape.
    """

    def __init__(self, pixels: NDArray[np.uint8]) -> None: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    def luma(self) -> NDArray[np.float32]:
        """Return a copy of its brightness, 0 black to 255 white: (height, width)."""

    def trim(self) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom, 0 to 1, of what is inside borders of one colour."""

    def fingerprint_boxes(
        self, boxes: NDArray[np.float32], orientations: Sequence[int] = (0,)
    ) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
        """Return the bits by pdq-mean-1, (n, orientations, 32), and the qualities, (n,).

        A row of `boxes` is left, top, right, bottom in 0 to 1. Orientations go from 0 (whole) to 7
        (transverse), in the order of `fingerprint`.
        """

def fingerprint_renderings(
    plane: Plane, specs: NDArray[np.float32], orientations: Sequence[int] = (0,)
) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Return bits and qualities, as `fingerprint_boxes`, of parts laid on a canvas.

    A row of `specs` is nine numbers: the part's left, top, right, bottom in shares of the picture;
    where it lies, left, top, right, bottom in shares of the canvas; and the canvas's luma, 0 to
    255, or -1 for the picture itself, scaled to cover it and blurred.
    """

def make_views(pixels: NDArray[np.uint8]) -> list[tuple[str, str, bytes, int]]:
    """Return name, recipe, 32 bytes and quality of each view of a picture that is worth listing."""

def view_boxes() -> dict[str, tuple[str, str, float, float, float, float, bool]]:
    """Return the views that show the same part of every picture.

    By name: recipe, kind, left, top, right, bottom in 0 to 1, and whether it is mirrored.
    """

def view_table() -> list[tuple[str, str, str, bool, tuple[float, float, float, float] | None]]:
    """Return name, recipe and kind of each view, whether it is mirrored, and the part it shows.

    The part is `None` where it is not the same of every picture, and for turns.
    """

def scan(
    words: NDArray[np.uint64], queries: NDArray[np.uint8], limit: int, *, path: str | None = None
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.uint16]]:
    """Return every pair within `limit` bits: query, place in the list and distance.

    `words` has the shape (4, listed): row w holds the w-th eight bytes of each listed fingerprint,
    as this machine reads them. `queries` has the shape (n, 32). Both lie packed in memory, rows
    first. Pairs come by query, then by place in the list. `path` is one of `paths()`; all give the
    same.

    Raises `TypeError` for other arrays, `ValueError` for a limit that is not 0 to 256.
    """

def fingerprint_quads(
    plane: Plane, quads: NDArray[np.float32], *, path: str | None = None
) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Return the bits, (n, 32), and qualities, (n,), of tilted parts of a picture.

    `quads` has the shape (n, 4, 2): where the rendering's upper left, upper right, lower right and
    lower left corners lie, x then y, in shares of the picture; beyond it the nearest pixel is
    seen. Corners that are not finite, not within -1 to 2 or not those of a convex part give bits
    and a quality of 0. A box gets the bits of `fingerprint_boxes` but for 2 in the median.
    """

def refine(
    plane: Plane,
    quads: NDArray[np.float32],
    targets: NDArray[np.uint8],
    *,
    path: str | None = None,
) -> tuple[NDArray[np.float32], NDArray[np.uint16]]:
    """Return each quad moved towards its target, and the distance that is left.

    `targets` has the shape (n, 32): fingerprints of pdq-mean-1, or of pdq-1 renderings. The
    distance is that of `fingerprint_quads`; 256 where a quad is none. A quad for which nothing
    nearer is found comes back as it was. Work is bounded: about a millisecond a quad at most.

    Raises `ValueError` when there are not as many targets as quads.
    """

class SnapshotRefused(ValueError):
    """A snapshot that cannot be used: not one, truncated, damaged or of a later version."""

class Index:
    """Fingerprints of 256 bits, searched while they change; any number of threads may use one.

    Arrays lie packed in memory, rows first. Raises `TypeError` for other types and shapes.
    """

    def __init__(self, is_compact: bool) -> None: ...
    @staticmethod
    def open(path: bytes, is_resident: bool) -> Index:
        """Map a snapshot, or copy it into memory. Raises `SnapshotRefused` and `OSError`."""

    def add(
        self,
        bits: NDArray[np.uint8],
        ids: NDArray[np.int64] | None,
        tags: NDArray[np.uint16] | None,
    ) -> NDArray[np.int64]:
        """Add fingerprints, (n, 32), and return their ids; without ids they are numbered on."""

    def withdraw(self, ids: NDArray[np.int64]) -> int:
        """Return how many fingerprints that were in force have one of these ids; now they go."""

    def search(
        self,
        bits: NDArray[np.uint8],
        limit: int,
        threads: int,
        by_scan: bool,
    ) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.uint16], NDArray[np.uint16]]:
        """Return query, id, tag and distance of what is within `limit`, 0 to 31 bits."""

    def build(self, threads: int) -> None:
        """Index everything in force, in one piece."""

    def save(self, path: bytes, note: bytes) -> None:
        """Replace a snapshot at once, or not at all. Raises `SnapshotRefused` and `OSError`."""

    def verify(self) -> None:
        """Read all of an opened snapshot. Raises `SnapshotRefused`."""

    def __len__(self) -> int: ...
    @property
    def memory_bytes(self) -> int: ...
    @property
    def segments(self) -> int: ...
    @property
    def note(self) -> bytes: ...
