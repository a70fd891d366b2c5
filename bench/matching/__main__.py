"""Search lists of realistic and of random fingerprints, with ours and with the peers' engines.

Run as `python -m bench.matching`, about twenty minutes on two cores; `tools/get_peers.sh` installs
the peers, and without them only ours is measured. The lists are made the first time and kept. Sizes
for which memory is short are left out, and so is fifty million with less than 18 GB free.
"""

import argparse
import time

from bench.matching import likeness, lists, rounds, table
from bench.matching.lists import KINDS, Listed
from bench.matching.workers import PEERS_PYTHON, free_bytes
from bench.writing import write

HUGE = 50_000_000
HUGE_BYTES = 18 << 30
QUICK = (100_000, 1_000_000)


def options() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", help="entries of the lists")
    parser.add_argument("--quick", action="store_true", help="up to a million, five minutes")
    parser.add_argument(
        "--huge",
        action=argparse.BooleanOptionalAction,
        default=free_bytes() >= HUGE_BYTES,
        help="fifty million too, ours and flat; on when memory allows",
    )
    parser.add_argument("--turns", type=int, default=rounds.TURNS, help="more are steadier")
    parser.add_argument("--engines", nargs="+", choices=(*rounds.PEERS, *rounds.OURS), default=())
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    return parser.parse_args()


def wanted(asked: argparse.Namespace) -> list[Listed]:
    """Return the lists to measure with, small ones first; fifty million only of real bits."""
    sizes = asked.sizes or (QUICK if asked.quick else lists.SIZES)
    chosen = [Listed(kind, size) for size in sorted(sizes) for kind in asked.kinds]
    if asked.huge and not asked.quick and not asked.sizes:
        chosen.append(Listed("real", HUGE))
    return chosen


def show(figures: table.Figures, chosen: list[Listed]) -> dict[str, dict[str, float]]:
    """Print the tables and return the exponents by kind."""
    for name, engines in figures.items():
        print(f"\n### {name}\n\n{table.speeds_table(engines)}")
    for engine in rounds.OURS:
        if any(engine in engines for engines in figures.values()):
            print(f"\n{table.own_table(figures, engine)}")
    powers: dict[str, dict[str, float]] = {}
    for kind in KINDS:
        sizes = {each.name: each.size for each in chosen if each.kind == kind}
        mine = {name: engines for name, engines in figures.items() if name in sizes}
        powers[kind] = table.exponents(mine, sizes)
        print(f"\n{kind}: a query's cost grows with this power of the list's size:")
        print(", ".join(f"{name} {power:.2f}" for name, power in powers[kind].items()))
    return powers


def main() -> None:
    """Make the lists, measure, print, and write."""
    started, asked = time.monotonic(), options()
    chosen = wanted(asked)
    if not PEERS_PYTHON.exists():
        print("the peers are not there to compare with; tools/get_peers.sh installs them")
    lists.write_all([*chosen, *(Listed(kind, lists.SIZES[0]) for kind in KINDS)])
    like = likeness.measure()
    print(f"\n{table.likeness_table(like)}\n")
    figures = {
        each.name: rounds.measure(each, turns=asked.turns, only=asked.engines) for each in chosen
    }
    powers = show(figures, chosen)
    minutes = round((time.monotonic() - started) / 60, 1)
    about: dict[str, object] = {"minutes": minutes, "likeness": like}
    write("matching", about | {"exponents": powers} | {"lists": figures})


if __name__ == "__main__":
    main()
