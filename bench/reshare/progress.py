"""Work spread over the machine's cores, saying how far it is."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

Shared = TypeVar("Shared")
Each = TypeVar("Each")
Made = TypeVar("Made")

_shared: list[Any] = []  # what the processes have in common, once they have started


def _start(shared: object) -> None:
    _shared[:] = [shared]


def _call(task: tuple[Callable[[Any, Any], Any], Any]) -> Any:  # noqa: ANN401 - whatever work makes
    work, thing = task
    return work(_shared[0], thing)


def in_processes(
    work: Callable[[Shared, Each], Made],
    things: Sequence[Each],
    *,
    shared: Shared,
    label: str,
) -> Iterator[Made]:
    """Yield what `work` makes of `shared` and each thing, in order.

    Processes are forked, so that `shared` may be large and need not be sent to them.
    """
    tasks = [(work, thing) for thing in things]
    forked = get_context("fork")
    with ProcessPoolExecutor(
        os.cpu_count(), forked, initializer=_start, initargs=(shared,)
    ) as pool:
        for number, made in enumerate(pool.map(_call, tasks), 1):
            if number % max(1, len(things) // 100) == 0 or number == len(things):
                print(
                    f"\r  {label}: {number} of {len(things)}", end="", file=sys.stderr, flush=True
                )
            yield made
    print(file=sys.stderr)
