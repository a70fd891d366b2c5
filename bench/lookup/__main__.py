"""Look-ups over HTTP in a list of 100,000, ours and a peer's in one run.

Run as `python -m bench.lookup`, about two minutes. Each server has one core and four callers have
another; all of it stays on this machine. Half of what is asked about is listed, with 0 to 40 bits
changed. `tools/get_peers.sh` installs what the peer needs; without it only ours is measured.

The peer is what `bench/lookup/peer_app.py` says; with `--hma PORT` a real hasher-matcher-actioner
that runs on this machine, with the same list, is asked too.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path

import numpy as np

from bench.lookup.servers import Server, load, ours, peer
from bench.matching.blends import Bits
from bench.matching.lists import Listed, write_all
from bench.matching.workers import PEERS_PYTHON
from bench.writing import write
from takeback.matching.index import Index

SIZE = 100_000
SECONDS = 3.0
ROUNDS = 3  # the best is told: whatever else the machine does only slows down
BATCH = 100
BATCHES = 50
Figures = dict[str, float]


def in_dialect(path: str, queries: Bits, key: str) -> list[str]:
    """Return a request for each query, as the peer's callers send it."""
    head = f"Host: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n\r\n"
    return [
        f"GET /m/{path}?signal_type=pdq&signal={query.tobytes().hex()} HTTP/1.1\r\n{head}"
        for query in queries
    ]


def in_ours(batches: list[Bits], key: str) -> list[str]:
    """Return a request for each batch of queries."""
    requests = []
    for queries in batches:
        sought = [{"recipe": "pdq-1", "bits": query.tobytes().hex()} for query in queries]
        body = json.dumps({"fingerprints": sought})
        requests.append(
            f"POST /api/v1/match HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        )
    return requests


def best(server: Server, requests: list[str], folder: Path) -> Figures:
    """Return the best of some rounds."""
    rounds = [load(server, requests, folder, seconds=SECONDS) for _ in range(ROUNDS)]
    return max(rounds, key=lambda figures: figures["a_second"])


def kernel_microseconds(listed: Bits, queries: Bits, *, at_once: int) -> float:
    """Return what the index alone works for each fingerprint, asked for so many at once."""
    index = Index()
    index.add(listed)
    index.build()
    took = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for first in range(0, len(queries), at_once):
            index.search_many(queries[first : first + at_once])
        took.append(time.process_time() - start)
    return round(1e6 * min(took) / len(queries), 1)


def measure_ours(listed: Listed, queries: Bits, folder: Path) -> dict[str, Figures]:
    """Return our figures by way of asking; a share is of the server's processor time."""
    draw = np.random.default_rng(6)
    batches = [queries[draw.choice(len(queries), BATCH)] for _ in range(BATCHES)]
    entries = np.load(listed.path)
    with ours(listed.path, folder) as server:
        figures = {
            "match": best(server, in_ours([query[None] for query in queries], server.key), folder),
            "match_100": best(server, in_ours(batches, server.key), folder),
            "raw_lookup": best(server, in_dialect("raw_lookup", queries, server.key), folder),
            "lookup": best(server, in_dialect("lookup", queries, server.key), folder),
        }
    for name, count in (("match", 1), ("match_100", BATCH)):
        inside = count * kernel_microseconds(entries, queries, at_once=count)
        figures[name]["kernel_microseconds"] = round(inside, 1)
        outside = 1 - inside / figures[name]["cpu_microseconds"]
        figures[name]["share_outside_the_kernel"] = round(outside, 3)
    figures["match_100"]["fingerprints_a_second"] = BATCH * figures["match_100"]["a_second"]
    return figures


def measure_peers(
    listed: Listed, queries: Bits, folder: Path, *, hma: Server | None
) -> dict[str, Figures]:
    """Return the peers' figures; none without their environment."""
    figures = {}
    if PEERS_PYTHON.exists():
        with peer(listed.path) as server:
            figures["flask_and_threatexchange"] = best(
                server, in_dialect("raw_lookup", queries, ""), folder
            )
    else:
        print("  no peer: `tools/get_peers.sh` installs it")
    if hma is not None:
        for path in ("raw_lookup", "lookup"):
            figures[f"hma_{path}"] = best(hma, in_dialect(path, queries, ""), folder)
    return figures


def main() -> None:
    """Measure, compare, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hma", type=int, nargs=2, metavar=("PORT", "PROCESS"))
    asked = parser.parse_args()
    listed = Listed("real", SIZE)
    write_all([listed])
    queries = np.random.default_rng(5).permutation(np.load(listed.queries_path))
    hma = Server(*asked.hma) if asked.hma else None
    with tempfile.TemporaryDirectory() as folder:
        peers = measure_peers(listed, queries, Path(folder), hma=hma)
        mine = measure_ours(listed, queries, Path(folder))
    figures: dict[str, object] = {"entries": SIZE, "ours": mine, "peers": peers}
    for name, theirs in peers.items():
        figures[f"times_{name}"] = {
            "requests": round(mine["match"]["a_second"] / theirs["a_second"], 1),
            "fingerprints": round(
                mine["match_100"]["fingerprints_a_second"] / theirs["a_second"], 1
            ),
            # Steadier than the others while the machine has more to do.
            "processor_time": round(
                theirs["cpu_microseconds"] / mine["match"]["cpu_microseconds"], 1
            ),
        }
    write("lookup", figures)


if __name__ == "__main__":
    main()
