"""What looks at places: worker processes of this machine, or a Ray cluster."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from takeback.cli.scanning.places import Line, Place

if TYPE_CHECKING:
    from takeback.cli.scanning.looking import Looking

MOST_SECONDS = 600  # for one file; no ordinary upload takes longer, or it hangs the decoder

LookAt = Callable[[Iterable[Place]], Iterator[Line]]


class Where(StrEnum):
    """Where the files are looked at."""

    LOCAL = "local"
    RAY = "ray"


@dataclass(frozen=True)
class Engine:
    """Where, by how many processes (`None`: all that there are processors for), how long a file."""

    where: Where
    workers: int | None
    seconds: int
    address: str | None


@contextmanager
def started(engine: Engine, looking: "Looking") -> Iterator[LookAt]:
    """Give what yields each place's line once. Raises `OutOfReach` when the list cannot be read."""
    if engine.where is Where.RAY:
        # Here and not above: an extra.
        from takeback.cli.scanning.on_ray import ray_engine  # noqa: PLC0415

        with ray_engine(
            looking, workers=engine.workers or 0, address=engine.address, seconds=engine.seconds
        ) as look_at:
            yield look_at
        return
    # Here and not above: other subcommands start without numpy, Pillow and FFmpeg.
    from takeback.cli.scanning.local import local_engine  # noqa: PLC0415

    workers = engine.workers or usable_processors()
    with local_engine(looking, workers=workers, seconds=engine.seconds) as look_at:
        yield look_at


def usable_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
