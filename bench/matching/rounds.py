"""One list and every engine: built one after the other, then measured in turns."""

import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from bench.matching import opening, ours, truth
from bench.matching.lists import QUERIES, Listed, label
from bench.matching.places import bits_folder
from bench.matching.serving import Pairs
from bench.matching.workers import PEERS_PYTHON, Worker, free_bytes

LIMIT, SMALLER_LIMITS = truth.LIMIT, (8, 16)
TURNS = 3
SECONDS = {1: 0.8, 2: 0.6}  # of one engine's turn, by threads
LEAST_SHARE = 0.9  # of a processor, with one thread
BY_NUMPY = 8  # queries that plain numpy answers too

# Bytes an entry while building, at the highest; what would not fit is left out.
NEEDS = {
    "IndexBinaryFlat": 70,
    "IndexBinaryMultiHash": 420,
    "IndexBinaryHash, 1 flip": 150,
    "IndexBinaryHash, 3 flips": 150,
    "PDQIndex": 950,
    "PDQIndex2": 1_500,
    ours.OURS: 330,
    ours.COMPACT: 150,
    ours.SCANNING: 80,
    ours.MAPPED: 1,
}
# Above these sizes they take minutes for what the smaller size has shown.
LARGEST = {
    "PDQIndex2": 1_000_000,
    "IndexBinaryHash, 1 flip": 10_000_000,
    "IndexBinaryHash, 3 flips": 10_000_000,
    "IndexBinaryMultiHash": 10_000_000,
    "PDQIndex": 10_000_000,
    ours.SCANNING: 10_000_000,
}
LARGEST_FOLDED = 10_000_000  # the old index stays until the new one is there
ONE_BY_ONE = {"PDQIndex", "PDQIndex2"}
ONLY_REAL = {"IndexBinaryHash, 1 flip", "IndexBinaryHash, 3 flips", "PDQIndex", "PDQIndex2"}
# The greediest first, while the others' memory is still free.
PEERS = (
    "PDQIndex",
    "PDQIndex2",
    "IndexBinaryMultiHash",
    "IndexBinaryHash, 1 flip",
    "IndexBinaryHash, 3 flips",
    "IndexBinaryFlat",
)
OURS = (ours.OURS, ours.COMPACT, ours.SCANNING, ours.MAPPED)

Figures = dict[str, Any]


@dataclass
class Measured:
    """One engine, its process, and what is known of it so far."""

    name: str
    worker: Worker
    figures: Figures
    turns: dict[str, list[float]] = field(default_factory=dict)

    @property
    def is_ours(self) -> bool:
        """Whether it must be exact."""
        return self.name.startswith(ours.OURS)

    def note(self, **measured: float) -> None:
        """Keep the figures of one turn."""
        for name, value in measured.items():
            self.turns.setdefault(name, []).append(value)


def rounded(figures: Figures) -> Figures:
    """Return figures with the four digits that a second run might give again."""
    return {
        name: float(f"{value:.4g}") if isinstance(value, float) else value
        for name, value in figures.items()
    }


def progress(text: str) -> None:
    """Say what is being done, and when."""
    print(f"  {time.strftime('%H:%M:%S')} {text}", flush=True)


def is_measured(name: str, listed: Listed) -> bool:
    """Whether an engine takes part with this list; why not is said where memory is short."""
    if name in ONLY_REAL and listed.kind != "real":
        return False
    if listed.size > LARGEST.get(name, listed.size):
        return False
    if not name.startswith(ours.OURS) and not PEERS_PYTHON.exists():
        return False
    needed, free = NEEDS[name] * listed.size, free_bytes()
    if needed > free:
        progress(f"{name}: left out; needs {needed >> 20} MB of memory, {free >> 20} are free")
    return needed <= free


def start(name: str, listed: Listed, snapshot: Path) -> Measured:
    """Start an engine's process and build its index."""
    queries = str(listed.queries_path)
    if name.startswith(ours.OURS):
        worker = Worker("bench.matching.ours", name, queries, str(snapshot))
    else:
        worker = Worker("bench.matching.peers", name, queries, python=str(PEERS_PYTHON))
    built = worker.ask("build", entries=str(listed.path), threads=1)
    figures = {
        "bytes_an_entry": built["bytes"] / listed.size,
        "peak_bytes_an_entry": built["peak_bytes"] / listed.size,
    }
    if name == ours.MAPPED:
        progress(f"{listed.name}: {name} opened")
    else:
        progress(f"{listed.name}: {name} built in {built['seconds']:.2f} s")
        figures["build_seconds"] = built["seconds"]
    return Measured(name, worker, figures)


def take_turns(engines: list[Measured], turns: int) -> None:
    """Measure everybody in turns, so that what slows the machine slows all."""
    for number in range(turns):
        for each in engines:
            for threads, seconds in SECONDS.items():
                order = {"limit": LIMIT, "threads": threads, "seconds": seconds}
                told = each.worker.ask("batch", **order)
                each.note(**{f"{threads}_threads": told["queries_a_second"]})
                if threads == 1:
                    each.note(processor_share=told["processor_share"])
            each.note(**each.worker.ask("singly", limit=LIMIT, seconds=SECONDS[1]))
        progress(f"turn {number + 1} of {turns}")
    for each in engines:
        each.figures |= {name: statistics.median(values) for name, values in each.turns.items()}
        if each.figures["processor_share"] < LEAST_SHARE:
            progress(f"{each.name} had to wait for others: do not trust its figures")


def smaller_limits(each: Measured) -> None:
    """Add queries a second at limits below 31."""
    for limit in SMALLER_LIMITS:
        told = each.worker.ask("batch", limit=limit, threads=1, seconds=SECONDS[1])
        each.figures[f"limit_{limit}"] = told["queries_a_second"]


def compare(engines: list[Measured], listed: Listed, folder: Path) -> None:
    """Hold every engine against brute force; `AssertionError` when one of ours differs anywhere.

    Truth is what two programs that compare everything agree on, ours and the peers', and plain
    numpy on a few queries.
    """
    path = folder / "pairs.npy"
    found: dict[str, Pairs] = {}
    for each in engines:
        told = each.worker.ask("pairs", limit=LIMIT, threads=1, to=str(path))
        found[each.name] = np.load(path)
        progress(f"{listed.name}: {each.name} found {len(found[each.name])} pairs"
                 f" in {told['seconds']:.1f} s")  # fmt: skip
    planted = np.load(listed.planted_path)
    rows = np.linspace(0, QUERIES - 1, BY_NUMPY).astype(np.intp)
    entries, queries = np.load(listed.path, mmap_mode="r"), np.load(listed.queries_path)
    by_comparing = ("IndexBinaryFlat", ours.SCANNING, ours.OURS)
    there = next(found[name] for name in (*by_comparing, *found) if name in found)
    assert np.array_equal(truth.of(there, rows), truth.brute_force(entries, queries, rows))
    for each in engines:
        recall = truth.recall(found[each.name], there, planted)
        assert recall.is_exact or not each.is_ours, f"{each.name} differs from brute force"
        each.figures |= {
            "planted_found": recall.planted,
            "pairs_found": recall.pairs,
            "wrong_pairs": recall.wrong,
        }


def of_ours(each: Measured, listed: Listed) -> None:
    """Add what only ours is asked: its own account of memory, smaller limits, changes."""
    each.figures |= {f"own_{name}": told for name, told in each.worker.ask("about").items()}
    smaller_limits(each)
    if each.name == ours.MAPPED:
        each.figures["verify_seconds"] = each.worker.ask("verify")["seconds"]
    if each.name in {ours.OURS, ours.MAPPED}:
        each.figures |= each.worker.ask("change", count=listed.size)
    if each.name == ours.OURS and listed.size <= LARGEST_FOLDED:
        each.figures["fold_seconds"] = each.worker.ask("fold")["seconds"]


def save(each: Measured, listed: Listed, snapshot: Path) -> None:
    """Write the snapshot that the next engine opens, and open it before anybody has it mapped."""
    saved = each.worker.ask("save", to=str(snapshot))
    each.figures |= {"save_seconds": saved["seconds"], "snapshot_bytes": saved["bytes"]}
    each.figures |= opening.opening(snapshot, listed.queries_path)


def measure(listed: Listed, *, turns: int = TURNS, only: Sequence[str] = ()) -> dict[str, Figures]:
    """Return the figures of every engine, or of those named, for one list."""
    progress(f"{listed.kind} {label(listed.size)}")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=bits_folder())))
        snapshot = folder / "list.snapshot"
        engines: list[Measured] = []
        for name in [name for name in (*PEERS, *OURS) if name in (only or (name,))]:
            if not is_measured(name, listed) or (name == ours.MAPPED and not snapshot.exists()):
                continue
            each = start(name, listed, snapshot)
            stack.enter_context(each.worker)
            engines.append(each)
            if name == ours.OURS:
                save(each, listed, snapshot)
        take_turns(engines, turns)
        compare(engines, listed, folder)
        for each in engines:
            if each.is_ours:
                of_ours(each, listed)
            elif each.name in ONE_BY_ONE:
                each.figures |= each.worker.ask("add_one")
    return {each.name: rounded(each.figures) for each in engines}
