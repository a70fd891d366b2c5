"""The chosen frames of a video, upright, in the order shown."""

from collections.abc import Iterator
from fractions import Fraction
from typing import BinaryIO

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from takeback.cli.videos.contents import (
    Contents,
    coded_packets,
    decode_packet,
    open_video,
)
from takeback.cli.videos.plan import Plan
from takeback.fingerprint.clip import Frame, Pixels

# A longer side is brought to this: twenty frames are held at once, and nothing finer counts.
MOST_SIDE = 1920


def decode_frames(
    file: BinaryIO, contents: Contents, plan: Plan, *, threads: int = 0
) -> Iterator[Frame]:
    """Yield the wanted frames in the order shown; what is damaged is left out.

    `threads` is how many decode; 0 is what suits the machine. Nothing stays open when the caller
    ends early.
    """
    left = dict(plan.wanted)
    with open_video(file) as (container, stream):
        stream.thread_count = threads
        stream.thread_type = "NONE" if threads == 1 else "AUTO"
        decoded = _decode_all if contents.is_counted else _decode_needed
        for number, frame in enumerate(decoded(container, stream, plan)):
            time = number if contents.is_counted else frame.pts
            wanted = left.pop(time, None) if time is not None else None
            if wanted is not None:
                yield Frame(wanted.number, wanted.at, *_upright(frame))
            if not left:
                return


def _upright(frame: VideoFrame) -> tuple[Pixels, tuple[int, int]]:
    """Return the frame as a player shows it, at most `MOST_SIDE` a side; and its own size."""
    scale = min(Fraction(MOST_SIDE, max(frame.width, frame.height)), Fraction(1))
    pixels = frame.to_ndarray(
        format="rgb24",
        width=max(round(frame.width * scale), 1),
        height=max(round(frame.height * scale), 1),
        interpolation="AREA" if scale < 1 else "BILINEAR",
        threads=1,
    )
    # The file says by how many degrees a player turns it, against the clock.
    turns = round(frame.rotation / 90) % 4
    size = (frame.height, frame.width) if turns % 2 else (frame.width, frame.height)
    return np.ascontiguousarray(np.rot90(pixels, turns)), size


def _decode_all(container: InputContainer, stream: VideoStream, plan: Plan) -> Iterator[VideoFrame]:
    del plan
    try:
        for packet in coded_packets(container, stream):
            yield from decode_packet(stream, packet)
    except av.error.FFmpegError:
        pass  # the end of what can be read
    yield from decode_packet(stream, None)


def _decode_needed(
    container: InputContainer, stream: VideoStream, plan: Plan
) -> Iterator[VideoFrame]:
    """Yield at least the wanted frames, decoding little else."""
    coding = stream.codec_context
    is_apart = False
    try:
        for packet, is_needed in zip(coded_packets(container, stream), plan.needed, strict=False):
            if not is_needed:
                is_apart = True
                continue
            if is_apart and packet.is_keyframe:
                # What comes does not follow on what the decoder has.
                yield from decode_packet(stream, None)
                coding.flush_buffers()
                is_apart = False
            # Frames that no other is made from are passed over, but for the wanted ones.
            coding.skip_frame = "DEFAULT" if packet.pts in plan.wanted else "NONREF"
            yield from decode_packet(stream, packet)
    except av.error.FFmpegError:
        pass  # the end of what can be read
    yield from decode_packet(stream, None)
