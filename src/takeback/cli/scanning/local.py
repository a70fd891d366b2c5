"""Looking in worker processes of this machine."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from takeback.cli.scanning.crew import Crew
from takeback.cli.scanning.engines import MOST_SECONDS, LookAt
from takeback.cli.scanning.looking import Looker, Looking
from takeback.cli.scanning.places import Line, Place


@contextmanager
def local_engine(
    looking: Looking, *, workers: int, seconds: int = MOST_SECONDS
) -> Iterator[LookAt]:
    """Give what yields each place's line, in the order of the places.

    One worker is this process itself; more are processes of their own, that may end or hang over a
    bad file: it gets `seconds`. They are forked at once: before places are found with the threads
    of a store's client. Raises `OutOfReach` when the list cannot be read.
    """
    with Looker(looking) as looker:
        if workers == 1:
            yield lambda places: map(looker.look, places)
            return
        looker.prepare()
        with Crew(looker.look, workers=workers, seconds=seconds) as crew:
            yield crew.look


def run_locally(
    places: Iterable[Place], looking: Looking, *, workers: int, seconds: int = MOST_SECONDS
) -> Iterator[Line]:
    """Yield each place's line as `local_engine` does."""
    with local_engine(looking, workers=workers, seconds=seconds) as look_at:
        yield from look_at(places)
