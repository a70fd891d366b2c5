"""How much a list holds of a picture."""

from collections.abc import Sequence
from statistics import mean, median

from bench.reshare.ours import Entry

BYTES = 32  # of a fingerprint


def measure(entries: Sequence[Entry]) -> dict[str, object]:
    """Return fingerprints by kind, and bytes, of a picture: means, and the most bytes."""
    kinds = {
        "pdq-1": [_count(entry, "pdq-1") for entry in entries],
        "pdq-mean-1": [_count(entry, "pdq-mean-1") - _cells(entry) for entry in entries],
        "cells": [_cells(entry) for entry in entries],
    }
    sizes = [BYTES * len(entry.rows) for entry in entries]
    return {
        **{f"{kind}_a_picture": round(mean(counts), 1) for kind, counts in kinds.items()},
        "most_pdq-1": max(kinds["pdq-1"]),
        "bytes_median": median(sizes),
        "bytes_most": max(sizes),
    }


def _count(entry: Entry, recipe: str) -> int:
    return sum(row[0] == recipe for row in entry.rows)


def _cells(entry: Entry) -> int:
    return sum(row[1].startswith("cell-") for row in entry.rows)
