"""Small videos for the tests, of parts of a harmless photograph that moves along."""

import io
from collections.abc import Iterable
from fractions import Fraction

import av
import numpy as np
from av.audio.stream import AudioStream
from av.video.stream import VideoStream
from numpy.typing import NDArray

from tests.fingerprint.photographs import open_photograph

Frame = NDArray[np.uint8]
# Container and codec of each kind that a browser is asked to read.
KINDS = {
    "webm, vp8": ("webm", "libvpx"),
    "webm, vp9": ("webm", "libvpx-vp9"),
    "mp4, h264": ("mp4", "libx264"),
    "mov, h264": ("mov", "libx264"),
    "mkv, vp8": ("matroska", "libvpx"),
}


def moving(count: int, *, border: int = 0, step: int = 8) -> list[Frame]:
    """A window of 160 by 120 that moves over a photograph, with black bars above and below."""
    photograph = np.asarray(open_photograph("astronaut.png").convert("RGB"))
    frames = []
    for number in range(count):
        left = number * step % (512 - 160)
        frame = photograph[100:220, left : left + 160].copy()
        frames.append(np.pad(frame, ((border, border), (0, 0), (0, 0))))
    return frames


def film(
    frames: Iterable[Frame],
    kind: str = "webm, vp8",
    *,
    rate: Fraction | int = 5,
    codec: str | None = None,
) -> bytes:
    """Return the frames as a video file of good quality."""
    container, usual = KINDS[kind]
    frames = list(frames)
    out = io.BytesIO()
    with av.open(out, "w", format=container) as file:
        stream = file.add_stream(codec or usual, rate=rate)
        assert isinstance(stream, VideoStream)
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.bit_rate = 2_000_000
        for frame in frames:
            file.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        file.mux(stream.encode())
    return out.getvalue()


def sound_only() -> bytes:
    """An MP4 file with a second of silence and nothing to see."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as file:
        stream = file.add_stream("aac", rate=48_000)
        assert isinstance(stream, AudioStream)
        for number in range(47):
            frame = av.AudioFrame.from_ndarray(
                np.zeros((2, 1024), np.float32), format="fltp", layout="stereo"
            )
            frame.sample_rate, frame.pts = 48_000, number * 1024
            file.mux(stream.encode(frame))
        file.mux(stream.encode())
    return out.getvalue()


def turned(video: bytes) -> bytes:
    """The MP4 file with a note that it is to be shown turned by a quarter to the right."""
    upright = np.array([1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30], ">i4").tobytes()
    quarter = np.array([0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30], ">i4").tobytes()
    # The first matrix is the whole film's, the second its picture's.
    at = video.index(upright, video.index(upright) + 1)
    return video[:at] + quarter + video[at + len(quarter) :]


def moov_first(video: bytes) -> bytes:
    """The MP4 file with its table of contents in front, as messengers store it."""
    at = video.index(b"moov") - 4
    contents = bytearray(video[at:])
    offsets = contents.index(b"stco") + 8
    count = int.from_bytes(contents[offsets : offsets + 4])
    for entry in range(offsets + 4, offsets + 4 + 4 * count, 4):
        moved = int.from_bytes(contents[entry : entry + 4]) + len(contents)
        contents[entry : entry + 4] = moved.to_bytes(4)
    start = int.from_bytes(video[:4])
    return video[:start] + bytes(contents) + video[start:at]
