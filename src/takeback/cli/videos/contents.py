"""An open video file -> which frames are in it and when they are shown, without decoding any."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import BinaryIO

import av
from av.container import InputContainer
from av.packet import Packet as CodedPacket
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from takeback.cli.videos.plan import Packet

# What phones, browsers, messengers and cameras write, by the names of FFmpeg's readers. Playlists
# and the like are not tried: they make a reader open other files and addresses.
FORMATS = "mov,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,h264,hevc,m4v,ivf"
# Of a coded frame; 8192 x 4320 is the largest that cameras write.
MOST_PIXELS = 36_000_000
# More than two days at 60 a second; each takes some hundred bytes of memory here.
MOST_PACKETS = 12_000_000
BUFFER_BYTES = 1 << 18
USUAL_RATE = Fraction(25)  # frames a second, for files that say nothing of time


class UnreadableVideo(ValueError):
    """The file is no video, has no pictures in it, or is damaged from the beginning."""


@dataclass(frozen=True)
class Contents:
    """What a file holds.

    `unit` is the seconds of a packet's time. `stated` is how many frames the file's index promises,
    0 when it does not say; `is_damaged` says that reading ended with an error. `is_counted` when
    the file does not say when its frames are shown: then a packet's time is its number, and stands
    for the number of the frame.
    """

    unit: Fraction
    packets: tuple[Packet, ...]
    stated: int
    is_damaged: bool
    is_counted: bool

    @property
    def seconds(self) -> float:
        """From the first frame shown to the end of the last one, taken to last as the others do."""
        times = sorted(packet.time for packet in self.packets if packet.time is not None)
        if len(times) < 2:
            return 0.0
        length = times[-1] - times[0]
        return round(float((length + Fraction(length, len(times) - 1)) * self.unit), 3)

    @property
    def is_cut_off(self) -> bool:
        """Whether less is there than the file says; what is there can be used."""
        return self.is_damaged or len(self.packets) < self.stated


class _Bytes:
    """A file as FFmpeg reads it: one that sends it to a place that cannot be is told so.

    The exception that a file raises then would be shown by PyAV, and pass by whoever catches its.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.read, self.tell, self._seek = file.read, file.tell, file.seek

    def seek(self, offset: int, whence: int) -> int:
        try:
            return self._seek(offset, whence)
        except (OSError, ValueError):
            return -errno.EINVAL


def read_contents(file: BinaryIO) -> Contents:
    """Read through the file, decoding nothing. Raises `UnreadableVideo`."""
    with open_video(file) as (container, stream):
        _check_size(stream)
        packets, is_damaged = _packets(container, stream)
        unit, is_counted = stream.time_base or Fraction(1, 1000), False
        if all(packet.time is None for packet in packets):
            packets = [Packet(number, packet.is_key) for number, packet in enumerate(packets)]
            unit, is_counted = 1 / (stream.average_rate or USUAL_RATE), True
        return Contents(unit, tuple(packets), stream.frames, is_damaged, is_counted)


@contextmanager
def open_video(file: BinaryIO) -> Iterator[tuple[InputContainer, VideoStream]]:
    """Open a file from its beginning, and its first stream of pictures.

    Raises `UnreadableVideo`. No other file is opened, whatever this one says.
    """
    file.seek(0)
    try:
        container = av.open(
            _Bytes(file),
            mode="r",
            buffer_size=BUFFER_BYTES,
            metadata_errors="replace",
            options={"format_whitelist": FORMATS},
        )
    except av.error.FFmpegError as error:
        raise UnreadableVideo(
            "it is no video of a kind that can be read, or it is cut off or damaged"
        ) from error
    with container:
        yield container, _pictures(container)


def _pictures(container: InputContainer) -> VideoStream:
    for stream in container.streams.video:
        # The cover of a song is a stream too.
        if not stream.disposition & Disposition.attached_pic:
            if stream.codec_context is None:
                raise UnreadableVideo("its pictures are coded in a way that cannot be read")
            # A stream may change its size on the way: frames that are larger are not decoded.
            stream.codec_context.options = {"max_pixels": str(MOST_PIXELS)}
            return stream
    raise UnreadableVideo("there are no moving pictures in it, only sound or other data")


def coded_packets(
    container: InputContainer, stream: VideoStream
) -> "Iterator[CodedPacket[VideoStream]]":
    """Yield what is in the file, in its order. Raises PyAV's errors where the file is damaged."""
    return (packet for packet in container.demux(stream) if packet.size)


def decode_packet(
    stream: VideoStream, packet: "CodedPacket[VideoStream] | None"
) -> list[VideoFrame]:
    """Return the frames that this packet completes; `None` asks for those held back.

    A packet that cannot be decoded completes none.
    """
    try:
        return stream.codec_context.decode(packet)
    except av.error.FFmpegError:
        return []


def _packets(container: InputContainer, stream: VideoStream) -> tuple[list[Packet], bool]:
    """Return what the file says of its frames, and whether reading ended with an error."""
    packets: list[Packet] = []
    try:
        for packet in coded_packets(container, stream):
            packets.append(Packet(None if packet.is_discard else packet.pts, packet.is_keyframe))
            if len(packets) > MOST_PACKETS:
                raise UnreadableVideo("it has more frames than can be read: cut it first")
    except av.error.FFmpegError:
        return packets, True
    return packets, False


def _check_size(stream: VideoStream) -> None:
    if stream.width * stream.height > MOST_PIXELS:
        raise UnreadableVideo(
            f"{stream.width} x {stream.height}; up to {MOST_PIXELS / 1e6:.0f} megapixels are "
            "read: make it smaller first"
        )
