"""Pictures fingerprinted a second from JPEG, and how far the recipe is from plain PDQ.

Run as `python -m bench.fingerprint`. Ours and `pdqhash` each decode the same files from memory with
Pillow, in one thread. `TAKEBACK_PHOTOS` names a folder of photographs for the distances; otherwise
`../shared/photos` is taken where it exists, else the sample pictures of scikit-image and
scikit-learn.
"""

import io
import itertools
import os
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pdqhash
from PIL import Image

from bench.writing import write
from takeback import _kernel
from takeback.cli.pictures.decode import decode
from takeback.fingerprint.picture import fingerprint_pixels
from takeback.fingerprint.recipes import RECIPES
from takeback.fingerprint.value import Fingerprint, distance
from tests.fingerprint.photographs import NAMES, open_photograph

SPEED_SIZES = {"512x512": (512, 512), "1080p": (1920, 1080), "12MP": (4000, 3000)}
SPEED_FILES = 6
SECONDS_EACH = 8.0  # of measuring a size; shorter runs scatter by a tenth on a shared machine
JPEG_QUALITY = 85

DISTANCE_SIZES = [(640, 480), (1080, 1920), (1600, 1200), (4000, 3000)]
LIMIT = RECIPES["pdq-1"].limit
MOST_AT_12_MEGAPIXELS = 40  # plain PDQ takes a third of a second for each


def ours(file: bytes) -> object:
    """Decode and fingerprint as `takeback fingerprint` does, all eight views."""
    return fingerprint_pixels(decode(io.BytesIO(file), size_bytes=len(file)))


def theirs(file: bytes) -> object:
    """Decode and fingerprint as the open-source exchanges' client does, one view."""
    with Image.open(io.BytesIO(file)) as image:
        return pdqhash.compute(np.asarray(image.convert("RGB")))


WAYS: dict[str, Callable[[bytes], object]] = {"takeback": ours, "pdqhash": theirs}


def jpeg_files(size: tuple[int, int]) -> list[bytes]:
    """Return sample photographs of one size as JPEG files."""
    files = []
    for name in NAMES[:SPEED_FILES]:
        out = io.BytesIO()
        open_photograph(name).resize(size).save(out, "JPEG", quality=JPEG_QUALITY)
        files.append(out.getvalue())
    return files


def pictures_a_second(files: list[bytes]) -> dict[str, float]:
    """Return how many pictures each way of working does in a second of its thread.

    From medians; the ways take turns at each file, so that whatever else the machine does slows
    all alike.
    """
    times: dict[str, list[float]] = {name: [] for name in WAYS}
    until = time.perf_counter() + SECONDS_EACH
    for file in itertools.cycle(files):
        for name, work in WAYS.items():
            start = time.thread_time()
            work(file)
            times[name].append(time.thread_time() - start)
        if time.perf_counter() > until:
            break
    return {name: round(1 / statistics.median(taken), 1) for name, taken in times.items()}


def measure_speed() -> dict[str, object]:
    """Return pictures a second, by size."""
    rows: dict[str, object] = {}
    for label, size in SPEED_SIZES.items():
        figures = pictures_a_second(jpeg_files(size))
        times_as_fast = round(figures["takeback"] / figures["pdqhash"], 1)
        rows[label] = {**figures, "times_as_fast": times_as_fast}
    return rows


def measure_kernel() -> float:
    """Return the median of milliseconds that the kernel takes for 512 x 512 decoded pixels."""
    pixels = np.asarray(open_photograph(NAMES[0]).resize((512, 512)))
    times = []
    for _ in range(500):
        start = time.perf_counter()
        _kernel.fingerprint(pixels)
        times.append(time.perf_counter() - start)
    return round(statistics.median(times) * 1000, 3)


def photographs() -> tuple[str, list[Callable[[], Image.Image]]]:
    """Return where the photographs come from, and one opener each."""
    named = os.environ.get("TAKEBACK_PHOTOS")
    folder = Path(named or "../shared/photos")
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".jpg", ".png"})
    if paths:
        return "a folder of photographs", [partial(_open, path) for path in paths]
    return "scikit-image and scikit-learn", [partial(open_photograph, name) for name in NAMES]


def _open(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("RGB")


def distances(openers: list[Callable[[], Image.Image]], size: tuple[int, int]) -> Iterator[int]:
    """Yield, for each picture brought to `size`, how far the recipe is from plain PDQ."""
    for opened in openers:
        pixels = np.asarray(opened().resize(size, Image.Resampling.LANCZOS))
        bits, _ = pdqhash.compute(pixels)
        public = Fingerprint("pdq-1", int.from_bytes(np.packbits(bits).tobytes()))
        yield distance(fingerprint_pixels(pixels).whole, public)


def measure_distances() -> dict[str, object]:
    """Return how distances are spread, by size."""
    source, openers = photographs()
    rows: dict[str, object] = {"from": source}
    for width, height in DISTANCE_SIZES:
        is_large = width * height > 10_000_000
        step = -(-len(openers) // MOST_AT_12_MEGAPIXELS) if is_large else 1
        found = sorted(distances(openers[::step], (width, height)))
        rows[f"{width}x{height}"] = {
            "pictures": len(found),
            "median": statistics.median(found),
            "95th_of_100": found[len(found) * 95 // 100],
            "largest": found[-1],
            "within_the_limit_percent": round(100 * statistics.mean(d <= LIMIT for d in found), 1),
        }
    return rows


def main() -> None:
    """Measure and write."""
    write(
        "fingerprint",
        {
            "kernel_milliseconds_512x512": measure_kernel(),
            **{f"speed_{label}": row for label, row in measure_speed().items()},
            **{f"distance_{label}": row for label, row in measure_distances().items()},
        },
    )


if __name__ == "__main__":
    main()
