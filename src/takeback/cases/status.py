"""The states of a case, and every move there is."""

from enum import StrEnum


class Status(StrEnum):
    """Where a case stands. An erased case has no state: nothing of it is left."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class Actor(StrEnum):
    """Who acts: the holder of the code, or the passing of time."""

    VISITOR = "visitor"
    TIME = "time"


MEANINGS = {
    Status.ACTIVE: "partners are asked to look for the pictures",
    Status.WITHDRAWN: "partners are told to stop looking; the fingerprints are gone",
    Status.ENDED: (
        "nobody came back for 90 days: what was said about the visitor is blanked, partners go on "
        "looking until the entries lapse, and the code can still withdraw or erase"
    ),
}

MOVES: dict[tuple[Status, Status], Actor] = {
    (Status.ACTIVE, Status.WITHDRAWN): Actor.VISITOR,
    (Status.ENDED, Status.WITHDRAWN): Actor.VISITOR,
    (Status.ACTIVE, Status.ENDED): Actor.TIME,
    (Status.WITHDRAWN, Status.ENDED): Actor.TIME,
}

# The ways a case ceases to be, from any of these states.
REMOVALS: dict[Actor, tuple[Status, ...]] = {
    Actor.VISITOR: (Status.ACTIVE, Status.WITHDRAWN, Status.ENDED),
    Actor.TIME: (Status.ENDED,),
}
