"""Pictures fingerprinted a second from JPEG, and how far what we decode is from plain PDQ.

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
from takeback.fingerprint.picture import fingerprint_pixels, make_views
from takeback.fingerprint.recipes import RECIPES
from takeback.fingerprint.value import Fingerprint, distance
from tests.fingerprint.photographs import NAMES, open_photograph

SPEED_SIZES = {"512x512": (512, 512), "1080p": (1920, 1080), "12MP": (4000, 3000)}
SPEED_FILES = 6
SECONDS_EACH = 8.0  # of measuring a size; shorter runs scatter by a tenth on a shared machine
JPEG_QUALITY = 85
KERNEL_RUNS = 400

# By what fraction of its sides a JPEG is decoded, and the sizes for which that is measured; only
# those with 1024 pixels left of the shorter side are decoded so.
DECODED_SIZES = {
    (512, 384): (1,),
    (1600, 1200): (1,),
    (2800, 2100): (1, 2),
    (4000, 3000): (1, 2, 4),
}
MOST_DECODED = 40

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


def everything(file: bytes) -> object:
    """Decode, and make all views and cells of both recipes."""
    return make_views(decode(io.BytesIO(file), size_bytes=len(file)))


Way = Callable[[bytes], object]
WAYS: dict[str, Way] = {"takeback": ours, "pdqhash": theirs}
ALL_VIEWS: dict[str, Way] = {"whole": ours, "all_views": everything}


def as_jpeg(picture: Image.Image) -> bytes:
    """Return a JPEG file as a phone would write it."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=JPEG_QUALITY)
    return out.getvalue()


def jpeg_files(size: tuple[int, int]) -> list[bytes]:
    """Return sample photographs of one size as JPEG files."""
    return [as_jpeg(open_photograph(name).resize(size)) for name in NAMES[:SPEED_FILES]]


def detailed_files() -> list[bytes]:
    """Return files of 12 megapixels with as much to see as a camera's: photographs side by side."""
    sheet = Image.new("RGB", SPEED_SIZES["12MP"])
    places = itertools.product(range(0, 4000, 500), range(0, 3000, 500))
    for place, name in zip(places, itertools.cycle(NAMES)):
        sheet.paste(open_photograph(name).resize((500, 500)), place)
    return [as_jpeg(sheet)]


def pictures_a_second(files: list[bytes], ways: dict[str, Way]) -> dict[str, float]:
    """Return how many pictures each way of working does in a second of its thread.

    From medians; the ways take turns at each file, so that whatever else the machine does slows
    all alike.
    """
    times: dict[str, list[float]] = {name: [] for name in ways}
    until = time.perf_counter() + SECONDS_EACH
    for file in itertools.cycle(files):
        for name, work in ways.items():
            start = time.thread_time()
            work(file)
            times[name].append(time.thread_time() - start)
        if time.perf_counter() > until:
            break
    return {name: round(1 / statistics.median(taken), 1) for name, taken in times.items()}


def measure_speed() -> dict[str, object]:
    """Return pictures a second, by size: whole pictures ours and theirs, then all our views."""
    rows: dict[str, object] = {}
    files = {label: jpeg_files(size) for label, size in SPEED_SIZES.items()}
    for label, made in (*files.items(), ("12MP_detailed", detailed_files())):
        figures = pictures_a_second(made, WAYS)
        times_as_fast = round(figures["takeback"] / figures["pdqhash"], 1)
        rows[f"speed_{label}"] = {**figures, "times_as_fast": times_as_fast}
    for label, made in files.items():
        figures = pictures_a_second(made, ALL_VIEWS)
        times_as_long = round(figures["whole"] / figures["all_views"], 2)
        rows[f"all_views_{label}"] = {**figures, "times_as_long": times_as_long}
    return rows


def measure_kernel() -> dict[str, object]:
    """Return medians of milliseconds for 512 x 512 decoded pixels, by path of the kernel."""
    colour = open_photograph(NAMES[0]).resize((512, 512))
    rows: dict[str, object] = {}
    for label, picture in (("gray", colour.convert("L")), ("colour", colour)):
        pixels = np.asarray(picture).reshape(512, 512, -1)
        times: dict[str, list[float]] = {path: [] for path in _kernel.paths()}
        for _, (path, taken) in itertools.product(range(KERNEL_RUNS), times.items()):
            start = time.perf_counter()
            _kernel.fingerprint(pixels, path=path)
            taken.append(time.perf_counter() - start)
        rows[f"kernel_milliseconds_512x512_{label}"] = {
            path: round(statistics.median(taken) * 1000, 3) for path, taken in times.items()
        }
    return rows


def _spread(found: list[int]) -> dict[str, object]:
    ordered = sorted(found)
    return {
        "pictures": len(ordered),
        "median": statistics.median(ordered),
        "95th_of_100": ordered[len(ordered) * 95 // 100],
        "largest": ordered[-1],
    }


def _both_recipes(pixels: np.ndarray) -> dict[str, Fingerprint]:
    """Return the whole picture's fingerprints."""
    whole, _ = _kernel.Plane(pixels).fingerprint_boxes(np.array([[0, 0, 1, 1]], np.float32))
    mean = Fingerprint("pdq-mean-1", int.from_bytes(whole[0, 0].tobytes()))
    return {"pdq-1": fingerprint_pixels(pixels).whole, "pdq-mean-1": mean}


def _brightness(file: bytes, scale: int) -> np.ndarray:
    """Return what is decoded of a JPEG when brightness is enough, at 1 / scale of its sides."""
    with Image.open(io.BytesIO(file)) as image:
        width, height = image.size
        image.draft("L", (width // scale, height // scale))
        return np.asarray(image).reshape(image.height, image.width, 1)


def measure_decoding() -> dict[str, object]:
    """Return bits that change when less is decoded than red, green and blue of every pixel."""
    _, openers = photographs()
    rows: dict[str, object] = {}
    for size, scales in DECODED_SIZES.items():
        found: dict[tuple[int, str], list[int]] = {}
        for opened in openers[:: -(-len(openers) // MOST_DECODED)]:
            file = as_jpeg(opened().resize(size, Image.Resampling.LANCZOS))
            with Image.open(io.BytesIO(file)) as image:
                all_of_it = _both_recipes(np.asarray(image))
            for scale in scales:
                for recipe, made in _both_recipes(_brightness(file, scale)).items():
                    found.setdefault((scale, recipe), []).append(distance(made, all_of_it[recipe]))
        for (scale, recipe), distances_found in found.items():
            label = f"decoded_1_in_{scale}_of_{size[0]}x{size[1]}_{recipe}"
            rows[label] = _spread(distances_found)
    return rows


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
        found = list(distances(openers[::step], (width, height)))
        rows[f"{width}x{height}"] = {
            **_spread(found),
            "within_the_limit_percent": round(100 * statistics.mean(d <= LIMIT for d in found), 1),
        }
    return rows


def main() -> None:
    """Measure and write."""
    write(
        "fingerprint",
        {
            **measure_kernel(),
            **measure_speed(),
            **measure_decoding(),
            **{f"distance_{label}": row for label, row in measure_distances().items()},
        },
    )


if __name__ == "__main__":
    main()
