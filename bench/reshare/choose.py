"""Choose the views that a list holds, and draw how recall grows with their number.

Run as `python -m bench.reshare.choose [--photos N]`. Only photographs and keys that are kept for
choosing are used.
"""

import argparse
import json
import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.reshare.candidates import renderings
from bench.reshare.greedy import Step, choose
from bench.reshare.house_choice import house_finds
from bench.reshare.photographs import Photograph, photographs
from bench.reshare.plain import LIMIT, apart, plain_fingerprint
from bench.reshare.progress import in_processes
from bench.reshare.renderings import fingerprints
from bench.reshare.transforms import apply, families, transforms
from bench.writing import write
from takeback import _kernel
from takeback.fingerprint.picture import MIN_QUALITY, VIEWS

BUDGETS = (1, 4, 8, 16, 32, 48, 64)
KEY = "choose"


def published(photo: Photograph) -> tuple[list[str], NDArray[np.uint8], NDArray[np.bool_]]:
    """Return the names of all candidates, their bits, and which are clear enough to be listed."""
    quality, views = _kernel.fingerprint(photo.pixels)
    luma = _kernel.Plane(photo.pixels).luma()
    pool = renderings(photo.image.width / photo.image.height)
    bits, qualities = fingerprints(luma, list(pool.values()))
    names = [*VIEWS, *(f"{name}{also}" for name in pool for also in ("", "-mirror"))]
    eight = np.frombuffer(b"".join(views), np.uint8).reshape(8, 32)
    clear = np.concatenate([np.full(8, quality), np.repeat(qualities, 2)]) >= MIN_QUALITY
    return names, np.concatenate([eight, bits.reshape(-1, 32)]), clear


def plain_finds(key: str, photo: Photograph) -> tuple[list[str], NDArray[np.bool_]]:
    """Return the candidates' names and (transforms, candidates): whether each finds a copy."""
    names, bits, is_clear = published(photo)
    copies = [apply(each.name, photo.image, f"{key}/{photo.name}") for each in transforms()]
    made = [plain_fingerprint(np.asarray(copy)) for copy in copies]
    seen = np.array([quality >= MIN_QUALITY for _, quality in made])
    distances = apart(np.stack([bits for bits, _ in made]), bits)
    return names, (distances <= LIMIT) & is_clear & seen[:, None]


def weights() -> NDArray[np.float64]:
    """Return what each transform counts for: families alike, transforms within one alike."""
    of = [each.family for each in transforms()]
    return np.array([1 / of.count(family) / len(families()) for family in of])


def plain_choice(most_photographs: int | None) -> dict[str, object]:
    """Choose for partners whose own matcher takes one plain fingerprint of what they see."""
    photos = photographs("choose", most_photographs)
    found = list(in_processes(plain_finds, photos, shared=KEY, label="a partner's plain matcher"))
    names = found[0][0]
    finds = np.concatenate([finds for _, finds in found])
    each = np.tile(weights() / len(photos), len(photos))
    steps = choose(finds, names, weights=each, most=BUDGETS[-1])
    return {"photographs": len(photos), **curve(steps), "whole_alone": float(each @ finds[:, 0])}


def house_choice(most_photographs: int | None) -> dict[str, object]:
    """Choose for our own matcher, which searches the query."""
    photos = photographs("choose", most_photographs)
    found = list(in_processes(house_finds, photos, shared=KEY, label="our own matcher"))
    names = found[0][0]
    each = np.tile(weights() / len(photos), len(photos))
    chosen: dict[str, object] = {}
    for label, place in (("looked up", 1), ("refined", 2)):
        finds = np.concatenate([made[place] for made in found])
        chosen[label] = curve(choose(finds, names, weights=each, most=BUDGETS[-1]))
    return chosen


def curve(steps: list[Step]) -> dict[str, object]:
    """Return recall by budget, and the views in the order they were chosen."""
    by_budget = {str(size): round(steps[min(size, len(steps)) - 1].found, 4) for size in BUDGETS}
    return {
        "recall_by_budget": by_budget,
        "chosen": [[step.name, round(step.found, 4)] for step in steps],
    }


def main() -> None:
    """Choose and write; what is not asked for stays as it was written before."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, help="choose on so many photographs; all by default")
    parser.add_argument("--only", choices=list(CHOICES), help="choose for one matcher")
    options = parser.parse_args()
    wanted = [options.only] if options.only else list(CHOICES)
    made = {name: CHOICES[name](options.photos) for name in wanted}
    write("reshare-choice", before() | made)


def before() -> dict[str, object]:
    """Return the choices that were written before."""
    path = Path(os.environ.get("TAKEBACK_DATA", "var")) / "bench" / "reshare-choice.json"
    if not path.exists():
        return {}
    written = json.loads(path.read_text(encoding="utf-8"))
    return {name: written[name] for name in CHOICES if name in written}


CHOICES = {"plain": plain_choice, "house": house_choice}


if __name__ == "__main__":
    main()
