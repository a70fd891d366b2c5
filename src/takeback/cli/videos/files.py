"""Picture and video files, read one after the other."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

from takeback.cli.output import FEW, complain, printable, with_progress
from takeback.cli.pictures.decode import HEIF_BRANDS, UnreadablePicture
from takeback.cli.pictures.read import ReadPicture, Source, open_source, path_of, read_picture
from takeback.cli.videos.contents import UnreadableVideo
from takeback.cli.videos.read import Tell

Video = TypeVar("Video")

PICTURE_BRANDS = HEIF_BRANDS | {b"avif", b"avis"}
# How videos begin: their first bytes, or bytes a little later, by place.
BEGINNINGS = (
    (0, b"\x1aE\xdf\xa3"),  # WebM, Matroska
    (8, b"AVI "),
    (0, b"FLV"),
    (0, b"0&\xb2u"),  # Windows Media
    (0, b"OggS"),
    (0, b"\x00\x00\x01\xba"),  # MPEG programs
    (0, b"\x00\x00\x01\xb3"),
)
BOXES = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}  # MP4, QuickTime, 3GPP
NAMES = {
    ".3gp", ".avi", ".flv", ".h264", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg",
    ".mts", ".ogv", ".ts", ".webm", ".wmv",
}  # fmt: skip
ENOUGH_BYTES = 400


class FileReader(Generic[Video]):
    """Reads many files; one that cannot be read is named, counted, and the others go on.

    `read_video` makes what is wanted of a video.
    """

    def __init__(self, read_video: Callable[..., Video]) -> None:
        self.unreadable = 0
        self._read_video = read_video

    def read(self, paths: Sequence[Path]) -> Iterator[ReadPicture | Video]:
        """Yield what can be read, in the order given."""
        for path in with_progress(paths):
            try:
                yield self.read_one(path, is_alone=len(paths) < FEW)
            except (UnreadablePicture, UnreadableVideo) as error:
                self.unreadable += 1
                complain(f"{printable(path)}: {error}")

    def read_one(self, source: Source, *, is_alone: bool) -> ReadPicture | Video:
        """Return what is in one file; with `is_alone` a long video shows how far it is.

        Raises `UnreadablePicture` or `UnreadableVideo`, saying why, for whatever cannot be read.
        """
        start = read_start(source)
        if not is_video(start):
            try:
                return read_picture(source)
            except UnreadablePicture:
                # A video's name on something that begins like none: the reader may still know it,
                # and if not its words fit better.
                if not start or path_of(source).suffix.lower() not in NAMES:
                    raise
        with video_progress(is_shown=is_alone) as tell:
            return self._read_video(source, tell=tell)


def read_start(source: Source) -> bytes:
    """Return the first bytes of a file. Raises `UnreadablePicture` when it cannot be opened."""
    with open_source(source) as (file, _):
        return file.read(ENOUGH_BYTES)


def is_video(start: bytes) -> bool:
    """Say whether a file that begins so is a video, or sound, and no picture."""
    if start[4:8] == b"ftyp":
        return start[8:12] not in PICTURE_BRANDS
    if start[4:8] in BOXES:
        return True
    if _is_transport(start, 188) or _is_transport(start[4:], 192):
        return True
    return any(start[place : place + len(mark)] == mark for place, mark in BEGINNINGS)


def _is_transport(start: bytes, length: int) -> bool:
    """Say whether MPEG transport packets of this length follow each other; each begins with G."""
    return not start.startswith(b"GIF8") and start[: 2 * length + 1 : length] == b"GGG"


@contextmanager
def video_progress(*, is_shown: bool) -> Iterator[Tell]:
    """Show on standard error how far a video is, to a person who watches."""
    if not is_shown or not sys.stderr.isatty():
        yield lambda at, seconds: None
        return
    # Here and not above: nobody waits for it who does not see it.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Reading", total=None)
        yield lambda at, seconds: progress.update(task, completed=at, total=seconds)
