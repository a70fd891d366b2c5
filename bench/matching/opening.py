"""How soon a snapshot answers in a process that has just begun.

`python -m bench.matching.opening SNAPSHOT QUERIES` is that process.
"""

import json
import os
import sys
import time
from pathlib import Path

import numpy as np

from bench.matching.workers import run
from takeback.matching.index import Index


def forget(path: Path) -> None:
    """Take a file's pages out of memory, as far as nobody has it mapped."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(file)


def opening(snapshot: Path, queries: Path) -> dict[str, float]:
    """Return milliseconds to open it and for the first queries, from memory and from the disk."""
    figures: dict[str, float] = {}
    for state in ("cold", "warm"):
        if state == "cold":
            forget(snapshot)
        measured = run("bench.matching.opening", str(snapshot), str(queries))
        figures |= {f"{state}_{name}": value for name, value in measured.items()}
    return figures


def main() -> None:
    """Open, search once, and again."""
    queries = np.load(sys.argv[2])
    times = [time.perf_counter()]
    index = Index.open(Path(sys.argv[1]))
    times.append(time.perf_counter())
    for query in queries[:2]:
        index.search(query)
        times.append(time.perf_counter())
    names = ("open_ms", "first_query_ms", "second_query_ms")
    print(json.dumps(dict(zip(names, np.diff(times) * 1000, strict=True))))


if __name__ == "__main__":
    main()
