"""One video file -> its size, length, digests and fingerprints."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from takeback.cli.pictures.read import Source, digests, open_source, path_of
from takeback.cli.videos.contents import Contents, UnreadableVideo, read_contents
from takeback.cli.videos.decode import decode_frames
from takeback.cli.videos.plan import MOST_FRAMES, make_plan
from takeback.fingerprint.clip import (
    ClipQuery,
    Frame,
    FrameFingerprint,
    fingerprint_clip,
    make_query,
)

EACH_SECOND = Fraction(1)
# What is searched is looked at eight times as often as what is listed: the seconds of a copy lie
# between those of the listed clip. While the camera moves by a sixteenth of the picture a second,
# the farthest frame of a copy is 16 bits off so, and 38 with four looks a second.
EACH_EIGHTH = Fraction(1, 8)
MOST_QUERY_FRAMES = 8 * MOST_FRAMES

Tell = Callable[[float, float], None]  # seconds read, of how many


@dataclass(frozen=True)
class ReadVideo:
    """What is known of one file. `width` and `height` are those of a frame, upright.

    `is_cut_off` says that less was there than the file promises; the rest was used.
    """

    path: Path
    md5: str
    sha256: str
    width: int
    height: int
    seconds: float
    is_cut_off: bool
    frames: tuple[FrameFingerprint, ...]

    @property
    def is_clear_enough(self) -> bool:
        """Whether at least one frame can be recognised by its looks."""
        return any(frame.is_clear_enough for frame in self.frames)


@dataclass(frozen=True)
class VideoQuery:
    """A video to be searched for in a list."""

    path: Path
    md5: str
    sha256: str
    seconds: float
    is_cut_off: bool
    clip: ClipQuery


@dataclass
class _Watched:
    """Frames on their way to be fingerprinted: tells how far it is, and remembers their size."""

    frames: Iterator[Frame]
    seconds: float
    tell: Tell
    size: tuple[int, int] | None = None

    def __iter__(self) -> Iterator[Frame]:
        for frame in self.frames:
            self.size = self.size or frame.size
            self.tell(frame.at, self.seconds)
            yield frame


def read_video(source: Source, *, tell: Tell) -> ReadVideo:
    """Fingerprint a frame a second. Raises `UnreadableVideo` or `UnreadablePicture`, saying why."""
    with open_source(source) as (file, _):
        md5, sha256 = digests(file)
        contents, frames = _frames(file, every=EACH_SECOND, most=MOST_FRAMES, tell=tell)
        made = fingerprint_clip(frames)
    width, height = _size(frames)
    path = path_of(source)
    return ReadVideo(path, md5, sha256, width, height, contents.seconds, contents.is_cut_off, made)


def read_query(source: Source, *, tell: Tell) -> VideoQuery:
    """Make what a list is searched for with. Raises as `read_video` does."""
    with open_source(source) as (file, _):
        md5, sha256 = digests(file)
        contents, frames = _frames(file, every=EACH_EIGHTH, most=MOST_QUERY_FRAMES, tell=tell)
        clip = make_query(frames)
    _size(frames)
    return VideoQuery(path_of(source), md5, sha256, contents.seconds, contents.is_cut_off, clip)


def _frames(file: BinaryIO, *, every: Fraction, most: int, tell: Tell) -> tuple[Contents, _Watched]:
    contents = read_contents(file)
    plan = make_plan(contents.packets, contents.unit, every=every, most=most)
    return contents, _Watched(decode_frames(file, contents, plan), contents.seconds, tell)


def _size(frames: _Watched) -> tuple[int, int]:
    if frames.size is None:
        raise UnreadableVideo("not one of its frames can be decoded; it is damaged or cut off")
    return frames.size
