"""Share photographs again in every way, and see who finds the copies.

Run as `python -m bench.reshare`, about twelve minutes on two cores; with `--quick` about two. The
photographs and keys are none that anything was chosen by. `TAKEBACK_PHOTOS` names a folder of
photographs; `python -m bench.reshare.gather` fetches the unrelated pictures first.
"""

import argparse
import time
from dataclasses import asdict

from bench.reshare import false_matches, sizes, speed, targets, unrelated
from bench.reshare.copies import EFFORTS, WAYS, Copy, share_again
from bench.reshare.ours import Registered, listed, register
from bench.reshare.photographs import Photograph, photographs, source
from bench.reshare.progress import in_processes
from bench.reshare.recall import by, recall
from bench.reshare.transforms import families, transforms
from bench.writing import write

PHOTOGRAPHS, QUICK_PHOTOGRAPHS = 40, 5
UNRELATED, QUICK_UNRELATED = 2_800, 100  # 2,800 are over ten million pairs of what is gathered
QUICK_LISTED = 800
SPEED_QUERIES = 40


def options() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="a few photographs, two minutes")
    parser.add_argument("--photos", type=int, help="share so many photographs again")
    parser.add_argument("--families", help="only these, with commas between them")
    parser.add_argument("--unrelated", type=int, help="search for so many unrelated pictures")
    asked = parser.parse_args()
    asked.photos = asked.photos or (QUICK_PHOTOGRAPHS if asked.quick else PHOTOGRAPHS)
    if asked.unrelated is None:
        asked.unrelated = QUICK_UNRELATED if asked.quick else UNRELATED
    asked.families = set((asked.families or ",".join(families())).split(","))
    if unknown := asked.families - set(families()):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(families())}")
    return asked


def share(photos: list[Photograph], wanted: set[str]) -> tuple[Registered, list[Copy]]:
    """Register the photographs, and return what becomes of their copies."""
    entries = {photo.name: register(photo.name, photo.pixels) for photo in photos}
    registered = Registered(entries, listed(list(entries.values())))
    chosen = [each for each in transforms() if each.family in wanted]
    shared = in_processes(
        share_again, photos, shared=(registered, chosen), label="photographs shared again"
    )
    return registered, [copy for copies in shared for copy in copies]


def show(title: str, rows: dict[str, dict[str, float]]) -> None:
    """Print percent found, one line a group."""
    print(f"\n  {title:24}" + "".join(f"{way:>10}" for way in WAYS))
    for name, row in rows.items():
        print(f"  {name:24}" + "".join(f"{row[way]:10.1f}" for way in WAYS))


def false_lines(measured: dict[str, false_matches.Pairs]) -> list[targets.Target]:
    """Return the lines about unrelated pictures."""
    return [
        targets.Target(
            f"false matches of {pairs.count / 1e6:.1f} million, {kind}",
            must=0,
            aim=0,
            measured=pairs.at(EFFORTS[-1]),
            unit="",
            is_least=False,
        )
        for kind, pairs in measured.items()
    ]


def main() -> None:
    """Measure, print, and write."""
    started, asked = time.monotonic(), options()
    photos = photographs("report", asked.photos)
    registered, copies = share(photos, asked.families)
    size = sizes.measure(list(registered.entries.values()))
    by_family = recall(by(copies, lambda copy: copy.family))
    by_severity = recall(
        by(sorted(copies, key=lambda copy: copy.severity), lambda copy: copy.severity)
    )
    show("family", by_family)
    show("severity", by_severity)
    wholes = unrelated.wholes()
    others = false_matches.register_all(wholes[: QUICK_LISTED if asked.quick else None])
    false = false_matches.measure(wholes, others, asked.unrelated)
    speeds = speed.measure([other.entry for other in others], photos[:SPEED_QUERIES])
    lines = targets.of_recall(copies) + false_lines(false) + targets.of_costs(size, speeds)
    targets.show(lines)
    figures = {
        "photographs": len(photos),
        "photographs_from": source(),
        "copies": len(copies),
        "wrong_photographs_matched": sum(copy.others for copy in copies),
        "recall_by_family": by_family,
        "recall_by_severity": by_severity,
        "recall_by_transform": recall(by(copies, lambda copy: copy.transform)),
        "unrelated_from": unrelated.source(),
        "false_matches": false_matches.figures(false),
        "sizes": size,
        "milliseconds": speeds,
        "targets": [asdict(line) | {"verdict": line.verdict} for line in lines],
        "minutes": round((time.monotonic() - started) / 60, 1),
    }
    write("reshare", figures)


if __name__ == "__main__":
    main()
