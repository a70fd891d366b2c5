"""Who may do what, to a case in which state."""

from takeback.cases.status import MOVES, REMOVALS, Actor, Status
from takeback.registry.refused import Refused


def check_may_move(before: Status, after: Status, *, by: Actor) -> None:
    """Raise `Refused` (`already_so`, `may_not`) unless this actor may make this move."""
    if before == after:
        raise Refused("already_so", f"the case is already {after.value}")
    if MOVES.get((before, after)) != by:
        raise Refused("may_not", f"{by.value} may not turn {before.value} into {after.value}")


def may_move(before: Status, after: Status, *, by: Actor) -> bool:
    """Whether `check_may_move` lets it pass."""
    try:
        check_may_move(before, after, by=by)
    except Refused:
        return False
    return True


def check_may_erase(before: Status, *, by: Actor) -> None:
    """Raise `Refused` (`may_not`) unless this actor may remove a case in this state."""
    if before not in REMOVALS[by]:
        raise Refused("may_not", f"{by.value} may not erase a case that is {before.value}")
