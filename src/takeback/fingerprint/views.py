"""The table of views: which part of a picture each name stands for."""

from dataclasses import dataclass

from takeback import _kernel


@dataclass(frozen=True)
class Box:
    """A part of a picture, in shares of its width and height: from 0, left or top, to 1."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class View:
    """One row of the table.

    `kind` is flip (of the whole), box, aspect (as much as fits a shape), frame (the picture on a
    canvas), trimmed (borders cut off) or cell (kept for verifying, never searched for).
    `is_mirrored`: left and right are exchanged. `box` is `None` where the part depends on the
    picture, and for turns.
    """

    name: str
    recipe: str
    kind: str
    is_mirrored: bool
    box: Box | None


def _read_table() -> tuple[View, ...]:
    return tuple(
        View(name, recipe, kind, is_mirrored, None if sides is None else Box(*sides))
        for name, recipe, kind, is_mirrored, sides in _kernel.view_table()
    )


# In the kernel's order, which is the order that views are made and listed in.
VIEW_TABLE = _read_table()
