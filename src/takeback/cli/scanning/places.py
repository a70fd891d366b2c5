"""Where one file is, and what is told of it: what finders, engines and results hand on."""

import re
from dataclasses import dataclass

Line = dict[str, object]  # {"file","matches"}, or {"file","unreadable"} with the reason

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


@dataclass(frozen=True)
class Place:
    """Where one file is.

    `name` is what is told of it, and no other place has it. `url` is a path here, or an address in
    a store; with `member` it is that of an archive, and the file is the one of this number in it.
    `problem` is what to say when the file cannot be read; of a place without a `url`, always.
    """

    name: str
    url: str
    member: int | None = None
    problem: str = ""


def is_url(given: str) -> bool:
    """Whether this is an address in a store, and no path."""
    return SCHEME.match(given) is not None
