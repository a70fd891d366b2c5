"""From copies to the share that each way of matching finds."""

from collections.abc import Callable, Sequence
from statistics import mean

from bench.reshare.copies import WAYS, Copy


def percent(copies: Sequence[Copy], way: str) -> float:
    """Return what part of the copies a way finds."""
    return round(100 * mean(copy.is_found(way) for copy in copies), 1)


def by(copies: Sequence[Copy], key: Callable[[Copy], object]) -> dict[str, list[Copy]]:
    """Return the copies in groups, in the order in which a group is first met."""
    groups: dict[str, list[Copy]] = {}
    for copy in copies:
        groups.setdefault(str(key(copy)), []).append(copy)
    return groups


def recall(groups: dict[str, list[Copy]]) -> dict[str, dict[str, float]]:
    """Return percent found by group and way; `average` counts each group alike."""
    rows = {name: {way: percent(some, way) for way in WAYS} for name, some in groups.items()}
    rows["average"] = {way: round(mean(row[way] for row in rows.values()), 1) for way in WAYS}
    return rows


def named(copies: Sequence[Copy], *starts: str) -> list[Copy]:
    """Return the copies by transforms whose names start in one of these ways."""
    return [copy for copy in copies if copy.transform.startswith(starts)]
