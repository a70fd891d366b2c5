"""Looking on a Ray cluster: the same as on this machine, placed and repeated by Ray."""

import json
import os
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from itertools import islice
from types import ModuleType
from typing import TYPE_CHECKING, cast

from takeback.cli.output import complain
from takeback.cli.problems import OutOfReach
from takeback.cli.scanning.engines import MOST_SECONDS, LookAt
from takeback.cli.scanning.looking import Looking
from takeback.cli.scanning.places import Line, Place, is_url
from takeback.cli.scanning.ray_guard import guarded
from takeback.cli.scanning.ray_lists import how_far_pulled
from takeback.cli.scanning.ray_session import check_address, first_line, on_a_cluster

if TYPE_CHECKING:
    import pyarrow as pa
    from ray.actor import ActorHandle

    from takeback.cli.scanning.ray_worker import Tries

# What a lost worker did of a block is done again, and a block's lines come when all are there.
FILES_A_BLOCK = 16
BLOCKS_A_WORKER = 4  # or more of fewer files, so that none waits for long for the last one
BLOCKS_AHEAD = 2  # on their way to a worker, so that it has the next one when it has done one
# Known to this process and to Ray at a time. Between two waves the workers open the list again.
FILES_A_WAVE = 20_000
FILES_OF_A_WORKER_A_WAVE = 2_000
# Ray cuts its blocks at this size and holds back workers whose blocks might not fit into memory:
# with its own 128 MB, a small machine would have one worker wait for the other.
BLOCK_BYTES = 1 << 20


class FaultOnAWorker(RuntimeError):
    """Our own bug, on a worker; where it is has been said."""


@dataclass(frozen=True)
class _Pool:
    """The workers of a run."""

    size: int
    seconds: int
    given: dict[str, object]


def run_on_ray(
    places: Iterable[Place], looking: Looking, *, workers: int, address: str | None
) -> Iterator[Line]:
    """Yield each place's line, once and in the order of the places, as `ray_engine` does."""
    with ray_engine(looking, workers=workers, address=address) as look_at:
        yield from look_at(places)


@contextmanager
def ray_engine(
    looking: Looking, *, workers: int, address: str | None, seconds: int = MOST_SECONDS
) -> Iterator[LookAt]:
    """Give what yields each place's line, in the order of the places.

    `workers` is how many CPUs are taken, 0 for all there are. `address` is what Ray calls so
    (`auto`, `host:6379`); with `None` Ray is started on this machine for this run alone. A worker
    or node that is lost is replaced, and what it did not finish is done again; a file over which
    two ended, or that takes more than `seconds`, is unreadable. Raises `OutOfReach` when the
    cluster cannot be used, or a node has not this very list at the same path.
    """
    looking = replace(looking, list_file=looking.list_file.absolute())
    pulled_to = how_far_pulled(looking.list_file)
    check_address(address)
    with guarded(), on_a_cluster(address, workers=workers or os.cpu_count() or 1) as ray:
        cpus = int(ray.cluster_resources().get("CPU", 0))
        if not cpus:
            raise OutOfReach("the Ray cluster has no CPU for workers")
        given = {"looking": looking, "pulled_to": pulled_to, "seconds": seconds}
        pool = _Pool(workers or cpus, seconds, given)
        yield lambda places: _look(ray, pool, places)


def _look(ray: ModuleType, pool: _Pool, places: Iterable[Place]) -> Iterator[Line]:
    waiting, first = iter(places), 0
    most = max(FILES_A_WAVE, FILES_OF_A_WORKER_A_WAVE * pool.size)
    tries = _start_tries(ray)
    try:
        while wave := list(islice(waiting, most)):
            blocks = _in_blocks(wave, first=first, workers=pool.size)
            # Closed before the connection is: its threads work until then.
            with closing(_done(ray, pool, blocks, tries)) as done:
                yield from _each_once(done, first=first, count=len(wave))
            first += len(wave)
    except ray.exceptions.RayTaskError as error:
        # Raised by what we run on a worker, before it can tell: a fault, and not the cluster's.
        if not isinstance(error.cause, ray.exceptions.RayError):
            raise
        raise OutOfReach(f"the Ray cluster did not do it: {first_line(error.cause)}") from error
    except ray.exceptions.RayError as error:
        raise OutOfReach(f"the Ray cluster did not do it: {first_line(error)}") from error


def _start_tries(ray: ModuleType) -> "ActorHandle[Tries]":
    # Here and not above: it needs an extra.
    from takeback.cli.scanning.ray_worker import Tries  # noqa: PLC0415

    # Beside the process that asks: without that there is no run anyway.
    here = ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(
        ray.get_runtime_context().get_node_id(), soft=True
    )
    options = {"num_cpus": 0, "max_restarts": -1, "max_task_retries": -1}
    tries = ray.remote(**options)(Tries).options(scheduling_strategy=here).remote()
    return cast("ActorHandle[Tries]", tries)


def _done(
    ray: ModuleType, pool: _Pool, blocks: "list[pa.Table]", tries: object
) -> "Generator[pa.Table]":
    """Yield what workers make of the blocks, in the order of the blocks.

    That a lost worker is replaced, and its blocks are done again, is what Ray Data does unasked.
    """
    from takeback.cli.scanning.ray_worker import Worker  # noqa: PLC0415

    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    context.execution_options.preserve_order = True
    context.target_max_block_size = BLOCK_BYTES
    context.max_errored_blocks = 0
    # A block may be nothing but files that take all their time, twice.
    context.execution_no_progress_timeout_s = 3 * FILES_A_BLOCK * pool.seconds
    made = ray.data.from_arrow(blocks).map_batches(
        Worker,
        fn_constructor_kwargs={**pool.given, "tries": tries},
        batch_size=None,
        batch_format="pyarrow",
        num_cpus=1,
        # From one on, so that a worker that has nothing left to do makes room for one whose node
        # is gone: a pool of one size keeps both for ever, one idle and one without a place.
        compute=ray.data.ActorPoolStrategy(
            min_size=1,
            max_size=pool.size,
            initial_size=pool.size,
            max_tasks_in_flight_per_actor=BLOCKS_AHEAD,
        ),
    )
    yield from made.iter_batches(batch_size=None, batch_format="pyarrow")


def _in_blocks(wave: list[Place], *, first: int, workers: int) -> "list[pa.Table]":
    import pyarrow as pa  # noqa: PLC0415 - an extra

    size = max(1, min(FILES_A_BLOCK, len(wave) // (BLOCKS_A_WORKER * workers)))
    # As JSON: a file's name need not be text that Arrow takes.
    texts = [json.dumps(asdict(_from_anywhere(place))) for place in wave]
    table = pa.table({"number": range(first, first + len(wave)), "place": texts})
    return [
        pa.table(
            {"number": part["number"].combine_chunks(), "place": part["place"].combine_chunks()}
        )
        for part in (table.slice(start, size) for start in range(0, len(wave), size))
    ]


def _from_anywhere(place: Place) -> Place:
    """Return the place as a process finds it that runs in another folder."""
    if not place.url or is_url(place.url):
        return place
    return replace(place, url=os.path.abspath(place.url))  # noqa: PTH100 - leaves links alone


def _each_once(tables: "Iterable[pa.Table]", *, first: int, count: int) -> Iterator[Line]:
    """Yield the line of each number once.

    Raises what a worker had to say, and `FaultOnAWorker` when a line is missing at the end.
    """
    done = bytearray(count)
    for table in tables:
        for number, text in zip(
            *(table[name].to_pylist() for name in ("number", "line")), strict=True
        ):
            line = json.loads(text)
            if number is None:
                _raise(line)
            if not done[number - first]:
                done[number - first] = 1
                yield line
    if not all(done):
        raise FaultOnAWorker(f"{done.count(0)} of {count} files came back without a line")


def _raise(said: Line) -> None:
    if "problem" in said:
        raise OutOfReach(str(said["problem"]))
    complain(str(said["frames"]))
    raise FaultOnAWorker(str(said["fault"]))
