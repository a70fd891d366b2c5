"""Frames of video fingerprinted a second, and which re-shares of a clip are found.

Run as `python -m bench.video`. Panned sample photographs are coded as H.264, once as coders do by
default (a frame that stands by itself every eight seconds) and once as cameras do (every second).
Ours and the package `vpdq` read the same files, in one process each, on one processor, with one
thread; `tools/get_peers.sh` installs `vpdq`, and without it only ours is measured. `every frame`
fingerprints all frames, `a frame a second` is what both do if not told otherwise.
"""

import itertools
import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from PIL import Image

from bench.writing import write
from takeback.cli.videos.contents import read_contents
from takeback.cli.videos.decode import decode_frames
from takeback.cli.videos.plan import make_plan
from takeback.cli.videos.read import read_query, read_video
from takeback.fingerprint.clip import fingerprint_clip
from takeback.matching.clips import find_clips, pack_clips
from tests.fingerprint.photographs import NAMES, open_photograph

Pixels = npt.NDArray[np.uint8]

PEER = Path("var/peers/bin/python")
SIZES = {"720p": (1280, 720), "1080p": (1920, 1080)}
KEY_FRAMES = {"coder's default": {}, "a camera's": {"g": "30"}}
SECONDS, RATE = 20, 30
RUNS = 3

CLIP_SECONDS, UPLOAD_SECONDS = 8, 60
KNOWN = ["chelsea.png", "coffee.png"]
AROUND = [
    "astronaut.png",
    "china.jpg",
    "flower.jpg",
    "rocket.jpg",
    "motorcycle_left.png",
    "ihc.png",
]

PEER_PROGRAM = """
import json, sys, time, vpdq
taken = []
for _ in range(int(sys.argv[3])):
    start = time.process_time()
    made = vpdq.computeHash(sys.argv[1], seconds_per_hash=float(sys.argv[2]), thread_count=1)
    taken.append(time.process_time() - start)
frames = [[frame.frame_number, frame.hex] for frame in made]
print(json.dumps({"seconds": sorted(taken)[len(taken) // 2], "frames": frames}))
"""


def panned(names: list[str], *, size: tuple[int, int], seconds: float) -> Iterator[Pixels]:
    """Yield frames that wander over one photograph after another."""
    width, height = size
    each = round(seconds * RATE / len(names))
    for name in names:
        wide = open_photograph(name).resize((width * 5 // 4, height * 5 // 4))
        pixels = np.asarray(wide)
        for number in range(each):
            x, y = width // 4 * number // each, height // 4 * number // each
            yield pixels[y : y + height, x : x + width]


def encode(path: Path, frames: Iterator[Pixels], options: dict[str, str]) -> Path:
    """Write frames as an H.264 file."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options=options)
        stream.pix_fmt = "yuv420p"
        for number, pixels in enumerate(frames):
            if not number:
                stream.height, stream.width = pixels.shape[:2]
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@dataclass(frozen=True)
class Run:
    """The median of processor seconds, and each frame's bits by its number."""

    seconds: float
    frames: dict[int, int]

    @property
    def frames_a_second(self) -> float:
        """Of those fingerprinted."""
        return round(len(self.frames) / self.seconds, 1)


def ours(path: Path, every: Fraction, *, runs: int) -> Run:
    """Fingerprint as `takeback fingerprint` does, digests aside."""
    taken = []
    for _ in range(runs):
        start = time.process_time()
        with path.open("rb") as file:
            contents = read_contents(file)
            most = len(contents.packets)
            plan = make_plan(contents.packets, contents.unit, every=every, most=most)
            made = fingerprint_clip(decode_frames(file, contents, plan, threads=1))
        taken.append(time.process_time() - start)
    # Nearly equal ones were made and then left out; they count as work done.
    frames = {wanted.number: 0 for wanted in plan.wanted.values()}
    frames |= {frame.number: frame.fingerprint.bits for frame in made}
    return Run(statistics.median(taken), frames)


def theirs(path: Path, every: float, *, runs: int) -> Run:
    """Fingerprint with `vpdq`, from the same file."""
    done = subprocess.run(
        [PEER, "-c", PEER_PROGRAM, path, str(every), str(runs)],
        check=True,
        capture_output=True,
        text=True,
    )
    answer = json.loads(done.stdout)
    return Run(answer["seconds"], {number: int(bits, 16) for number, bits in answer["frames"]})


def measure_speed(folder: Path) -> dict[str, object]:
    """Return frames a second, by size, by how often a frame stands by itself, and by way."""
    rows: dict[str, object] = {}
    for label, size in SIZES.items():
        for keys, options in KEY_FRAMES.items():
            path = folder / f"{label}.mp4"
            encode(path, panned(NAMES[:5], size=size, seconds=SECONDS), options)
            rows[f"{label}, {keys} key frames, a frame a second"] = compare(
                path, Fraction(1), peer_step=1, runs=RUNS
            )
            # Every frame is decoded whatever it hangs on, and the peer takes half a minute for it.
            if not options:
                rows[f"{label}, every frame"] = compare(
                    path, Fraction(1, RATE), peer_step=0, runs=1
                )
    return rows


def compare(path: Path, every: Fraction, *, peer_step: float, runs: int) -> dict[str, object]:
    """Return frames a second of each, and how far the fingerprints of the same frames are apart."""
    our_run = ours(path, every, runs=runs)
    row: dict[str, object] = {"takeback": our_run.frames_a_second}
    if not PEER.exists():
        return row
    peer_run = theirs(path, peer_step, runs=runs)
    times_as_fast = our_run.frames_a_second / peer_run.frames_a_second
    apart = [
        (bits ^ peer_run.frames[number]).bit_count()
        for number, bits in our_run.frames.items()
        if bits and number in peer_run.frames
    ]
    return row | {
        "vpdq": peer_run.frames_a_second,
        "times_as_fast": round(times_as_fast, 1),
        "bits_apart_median": statistics.median(apart),
        "bits_apart_largest": max(apart),
    }


def recall(folder: Path) -> dict[str, object]:
    """Return how much of an 8-second clip is found in each re-share inside a video of a minute.

    The clip begins between two of the video's whole seconds.
    """
    size = (640, 360)
    clip = list(panned(KNOWN, size=size, seconds=CLIP_SECONDS))
    listed = read_video(encode(folder / "clip.mp4", iter(clip), {}), tell=_untold)
    packed = pack_clips(
        ("clip", bytes.fromhex(frame.fingerprint.hex))
        for frame in listed.frames
        if frame.is_clear_enough
    )
    around = list(panned(AROUND, size=size, seconds=UPLOAD_SECONDS - CLIP_SECONDS))
    cut = len(around) // 2 + RATE * 2 // 5
    rows: dict[str, object] = {"listed_frames": len(listed.frames)}
    for name, (change, options) in RESHARES.items():
        frames = itertools.chain(around[:cut], clip, around[cut:])
        path = encode(folder / "upload.mp4", map(change, frames), options)
        query = read_query(path, tell=_untold)
        matches = find_clips(packed, query.clip, clip_share=0.01)
        rows[name] = {
            "found": bool(find_clips(packed, query.clip)),
            "clip_share": round(matches[0].clip_share, 2) if matches else 0,
            "query_share": round(matches[0].query_share, 2) if matches else 0,
            "bits_off": matches[0].distance if matches else None,
        }
    path = encode(folder / "other.mp4", iter(around), {})
    other = find_clips(packed, read_query(path, tell=_untold).clip, clip_share=0.01)
    rows["the video without the clip"] = {"found": bool(other)}
    return rows


def _untold(at: float, seconds: float) -> None:
    """Nobody watches a bench."""


def _resized(pixels: Pixels, *, size: tuple[int, int]) -> Pixels:
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BILINEAR))


def _letterboxed(pixels: Pixels) -> Pixels:
    return np.pad(pixels, ((60, 60), (0, 0), (0, 0)))


def _story(pixels: Pixels) -> Pixels:
    """Return the frame in the middle of an upright screen."""
    return np.pad(_resized(pixels, size=(360, 202)), ((219, 219), (0, 0), (0, 0)))


def _mirrored(pixels: Pixels) -> Pixels:
    return pixels[:, ::-1]


def _brighter(pixels: Pixels) -> Pixels:
    return np.asarray(np.clip(pixels * 1.25, 0, 255), dtype=np.uint8)


def _cropped(pixels: Pixels, *, share: float) -> Pixels:
    """Return the frame without this share of its height and width, taken evenly from both ends."""
    height, width = (round(side * share / 4) * 2 for side in pixels.shape[:2])
    return pixels[height : pixels.shape[0] - height, width : pixels.shape[1] - width]


CODED: dict[str, str] = {"crf": "28"}
RESHARES: dict[str, tuple[Callable[[Pixels], Pixels], dict[str, str]]] = {
    "coded again": (lambda pixels: pixels, CODED),
    "coded again, little data": (lambda pixels: pixels, {"crf": "38", "preset": "veryfast"}),
    "smaller, 426x240": (partial(_resized, size=(426, 240)), CODED),
    "larger, 960x540": (partial(_resized, size=(960, 540)), CODED),
    "brighter by a quarter": (_brighter, CODED),
    "letterboxed": (_letterboxed, CODED),
    "on an upright screen": (_story, CODED),
    "mirrored": (_mirrored, CODED),
    "letterboxed and mirrored": (lambda pixels: _letterboxed(_mirrored(pixels)), CODED),
    "cropped by 2 %": (partial(_cropped, share=0.02), CODED),
    "cropped by 5 %": (partial(_cropped, share=0.05), CODED),
}


def main() -> None:
    """Measure and write."""
    if not PEER.exists():
        print("vpdq is not there to compare with; tools/get_peers.sh builds it")
    with tempfile.TemporaryDirectory() as folder:
        found = recall(Path(folder))
        # One processor for us and, inherited, for the peer: its decoder would take more threads.
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        write("video", {**measure_speed(Path(folder)), **found})


if __name__ == "__main__":
    main()
