"""Videos drawn by formula, coded in the test."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from tests.cli.drawings import draw

Pixels = npt.NDArray[np.uint8]
RATE = 10


def scenes(
    *numbers: int, frames_each: int = RATE, width: int = 160, height: int = 96
) -> list[Pixels]:
    """Return frames of still drawings, one after the other."""
    drawn = [np.asarray(draw(number, width=width, height=height)) for number in numbers]
    return [pixels for pixels in drawn for _ in range(frames_each)]


def write_video(
    path: Path,
    frames: Iterable[Pixels],
    *,
    times: Iterable[int] | None = None,
    turned: int = 0,
    key_every: int = RATE,
    **options: str,
) -> Path:
    """Write frames as H.264, `RATE` a second or at `times` (tenths of a second).

    `turned` degrees against the clock is what the file asks players to do.
    """
    with av.open(str(path), "w", options=options) as container:
        stream = container.add_stream("libx264", rate=RATE)
        stream.pix_fmt = "yuv420p"
        stream.options = {"g": str(key_every), "preset": "ultrafast", "crf": "20", "bf": "2"}
        shown = list(frames)
        stream.height, stream.width = shown[0].shape[:2]
        if turned:
            stream.set_display_rotation(turned)
        for pixels, time in zip(shown, times or range(len(shown)), strict=True):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
            frame.pts, frame.time_base = time, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def write_sound(path: Path) -> Path:
    """Write a second of silence."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=8000)
        frame = av.AudioFrame.from_ndarray(
            np.zeros((1, 8000), np.float32), format="fltp", layout="mono"
        )
        frame.rate = 8000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
