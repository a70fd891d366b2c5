"""Tables in Markdown out of what was measured."""

import math
from collections.abc import Sequence
from typing import Any

Figures = dict[str, dict[str, dict[str, Any]]]  # by list, engine and figure


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table whose columns after the first stand to the right."""
    lines = [columns, ["---", *["---:"] * (len(columns) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def number(value: float | None, digits: int = 3) -> str:
    """Return a number with so many digits that count; a dash when it was not measured."""
    if value is None:
        return "-"
    if value == 0:
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    rounded = round(value, digits - 1 - math.floor(math.log10(abs(value))))
    return f"{rounded:,.{places}f}"


def exponent(speeds: dict[int, float]) -> float:
    """Return the power of a list's size that a query's cost grows with, by least squares.

    `speeds` are queries a second by size, of two sizes at least.
    """
    sizes = [math.log(size) for size in speeds]
    costs = [-math.log(speed) for speed in speeds.values()]
    middle, usual = sum(sizes) / len(sizes), sum(costs) / len(costs)
    both = sum((size - middle) * (cost - usual) for size, cost in zip(sizes, costs, strict=True))
    return both / sum((size - middle) ** 2 for size in sizes)


def speeds_table(engines: dict[str, dict[str, Any]]) -> str:
    """Return one list's engines beside each other, the fastest first."""
    flat = engines.get("IndexBinaryFlat", {}).get("1_threads")
    ranked = sorted(engines.items(), key=lambda item: -item[1]["1_threads"])
    rows = []
    for name, row in ranked:
        rows.append(
            [
                name,
                number(row["1_threads"]),
                number(row["1_threads"] / flat if flat else None),
                number(row["2_threads"]),
                f"{number(row['p50_ms'])} / {number(row['p95_ms'])}",
                f"{100 * row['planted_found']:.1f} %",
                f"{100 * row['pairs_found']:.1f} %",
                number(row.get("build_seconds")),
                number(row["bytes_an_entry"]),
                number(row["peak_bytes_an_entry"]),
            ]
        )
    columns = [
        "engine",
        "queries a second, 1 thread",
        "times flat",
        "2 threads",
        "one query, p50 / p95 ms",
        "planted found",
        "pairs found",
        "build s",
        "bytes an entry",
        "peak",
    ]
    return table(columns, rows)


OWN = {
    "own_bytes": "memory, bytes",
    "snapshot_bytes": "snapshot, bytes",
    "save_seconds": "save, s",
    "verify_seconds": "verify, s",
    "cold_open_ms": "open, pages on disk, ms",
    "cold_first_query_ms": "first query after it, ms",
    "warm_open_ms": "open, pages in memory, ms",
    "warm_first_query_ms": "first query after it, ms (warm)",
    "add_1_ms": "add one, ms",
    "add_1000_ms": "add 1,000, ms",
    "search_after_add_ms": "next query, ms",
    "withdraw_1000_ms": "withdraw 1,000, ms",
    "search_after_withdraw_ms": "next query, ms (after withdrawing)",
    "fold_seconds": "index again after changes, 2 threads, s",
    "limit_8": "queries a second within 8",
    "limit_16": "queries a second within 16",
}


def own_table(lists: Figures, engine: str) -> str:
    """Return what only ours is asked, one column a list."""
    names = [name for name, engines in lists.items() if engine in engines]
    rows = [
        [text, *(number(lists[name][engine].get(figure)) for name in names)]
        for figure, text in OWN.items()
        if any(figure in lists[name][engine] for name in names)
    ]
    return table([engine, *names], rows)


def exponents(lists: Figures, sizes: dict[str, int]) -> dict[str, float]:
    """Return each engine's exponent over the lists given, where it has two sizes or more."""
    speeds: dict[str, dict[int, float]] = {}
    for name, engines in lists.items():
        for engine, row in engines.items():
            speeds.setdefault(engine, {})[sizes[name]] = row["1_threads"]
    return {engine: exponent(by) for engine, by in speeds.items() if len(by) > 1}


def likeness_table(rows: dict[str, dict[str, float]]) -> str:
    """Return how uneven the bits are, one line a source of them."""
    columns = [*next(iter(rows.values()))]
    body = [[name, *(f"{row[column]:g}" for column in columns)] for name, row in rows.items()]
    return table(["", *(column.replace("_", " ") for column in columns)], body)
