"""One engine in a process of its own: builds, searches when told, and answers in lines of JSON.

Both environments run this, ours and the peers', so it imports nothing but numpy.
"""

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint8]  # (n, 32)
Pairs = NDArray[np.int64]  # (n, 3): query, place in the list, distance
Answer = dict[str, Any]

CHUNK = 1_000_000  # entries given at once, as a feed gives pages; the file is never in memory whole
TASTE = 20  # queries that tell how many one call can take
MOST_AT_ONCE_SECONDS = 0.5


class Engine(Protocol):
    """What is measured; `limit` is always 31 for peers."""

    def build(self, chunks: Iterator[Bits], *, threads: int) -> None:
        """Take the whole list, and be ready for the first query."""

    def find(self, queries: Bits, *, limit: int, threads: int) -> object:
        """Search for many queries in one call, in the form that comes naturally."""

    def find_one(self, query: Bits, *, limit: int) -> object:
        """Search for one query: (32,)."""

    def pairs(self, found: Any) -> Pairs:  # noqa: ANN401 - each engine has its own form
        """Return what `find` found in the form that is compared."""


def memory(name: str) -> int:
    """Return a line of the process's status, such as `VmRSS`, in bytes."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    line = next(line for line in lines if line.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024


def _chunks(path: Path) -> Iterator[Bits]:
    """Yield the list from its file without keeping what was read."""
    with path.open("rb") as file:
        np.lib.format.read_magic(file)
        (count, width), _, _ = np.lib.format.read_array_header_1_0(file)
        for done in range(0, count, CHUNK):
            rows = min(CHUNK, count - done)
            yield np.frombuffer(file.read(rows * width), np.uint8).reshape(rows, width)


def build(engine: Engine, order: Answer) -> Answer:
    """Return seconds, and how far memory grew, in the end and at its highest."""
    gc.collect()
    before = memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forgets the highest so far
    start = time.perf_counter()
    engine.build(_chunks(Path(order["entries"])), threads=order["threads"])
    seconds = time.perf_counter() - start
    gc.collect()
    return {
        "seconds": seconds,
        "bytes": memory("VmRSS") - before,
        "peak_bytes": memory("VmHWM") - before,
    }


def batch(engine: Engine, order: Answer) -> Answer:
    """Search until so many seconds are over; return queries a second.

    `processor_share` is how much of its threads' time the processors gave it.
    """
    queries = order["queries"]
    how = {"limit": order["limit"], "threads": order["threads"]}
    start = time.perf_counter()
    engine.find(queries[:TASTE], **how)
    taste = (time.perf_counter() - start) / TASTE
    at_once = min(len(queries), max(TASTE, int(MOST_AT_ONCE_SECONDS / taste)))
    done, busy, at_work = 0, 0.0, time.process_time()
    while busy < order["seconds"]:
        slice_start = done % len(queries)
        part = queries[slice_start : slice_start + at_once]
        start = time.perf_counter()
        engine.find(part, **how)
        busy += time.perf_counter() - start
        done += len(part)
    share = (time.process_time() - at_work) / busy / order["threads"]
    return {"queries_a_second": done / busy, "processor_share": share}


def singly(engine: Engine, order: Answer) -> Answer:
    """Search for one query after the other; return the usual and the slow time of one."""
    queries, limit = order["queries"], order["limit"]
    engine.find_one(queries[0], limit=limit)
    taken: list[float] = []
    busy = 0.0
    while busy < order["seconds"]:
        query = queries[len(taken) % len(queries)]
        start = time.perf_counter()
        engine.find_one(query, limit=limit)
        taken.append(time.perf_counter() - start)
        busy += taken[-1]
    p50, p95 = np.quantile(taken, [0.5, 0.95]) * 1000
    return {"p50_ms": p50, "p95_ms": p95}


def pairs(engine: Engine, order: Answer) -> Answer:
    """Write every pair found, by query and place, and return the seconds it took."""
    start = time.perf_counter()
    found = engine.find(order["queries"], limit=order["limit"], threads=order["threads"])
    seconds = time.perf_counter() - start
    rows = engine.pairs(found)
    np.save(order["to"], rows[np.lexsort((rows[:, 1], rows[:, 0]))])
    return {"seconds": seconds}


Verb = Callable[[Any, Answer], Answer]
VERBS: dict[str, Verb] = {"build": build, "batch": batch, "singly": singly, "pairs": pairs}


def serve(engine: Engine, queries_path: str, verbs: dict[str, Verb] | None = None) -> None:
    """Obey orders from standard input until it ends."""
    listed = np.load(queries_path)
    # Mixed, so that any stretch of them has planted ones and others alike.
    mixed = listed[np.random.default_rng(1).permutation(len(listed))]
    known = VERBS | (verbs or {})
    for line in sys.stdin:
        order = json.loads(line)
        given = listed if order["do"] == "pairs" else mixed
        print(json.dumps(known[order["do"]](engine, order | {"queries": given})), flush=True)
