"""One picture file -> its size, digests and fingerprints."""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from takeback.cli.pictures.decode import Pixels, UnreadablePicture, decode_picture
from takeback.fingerprint.picture import PictureFingerprints, fingerprint_pixels

BLOCK_BYTES = 1 << 20


@dataclass(frozen=True)
class HeldFile:
    """A file that has no path here: its bytes were taken out of an archive or a store.

    `name` is where it came from. `file` can be read from any place, again and again.
    """

    name: str
    file: BinaryIO = field(repr=False)
    size_bytes: int


Source = Path | HeldFile


@dataclass(frozen=True)
class ReadPicture:
    """What is known of one file; `fingerprints` hold the size and the quality too.

    `pixels` are what was decoded: of a large file fewer than it holds.
    """

    path: Path
    md5: str
    sha256: str
    fingerprints: PictureFingerprints
    pixels: Pixels = field(repr=False)


def read_picture(source: Source) -> ReadPicture:
    """Read one file. Raises `UnreadablePicture`, saying why, for whatever cannot be read."""
    with open_source(source) as (file, size_bytes):
        md5, sha256 = digests(file)
        file.seek(0)
        decoded = decode_picture(file, size_bytes=size_bytes)
    made = fingerprint_pixels(decoded.pixels)
    # Of a large JPEG only a part of the pixels was decoded; what is told is the picture's own size.
    made = replace(made, width=decoded.width, height=decoded.height)
    return ReadPicture(path_of(source), md5, sha256, made, decoded.pixels)


def path_of(source: Source) -> Path:
    """Return the path; of a held file where it came from, which leads nowhere on this machine."""
    return Path(source.name) if isinstance(source, HeldFile) else source


@contextmanager
def open_source(source: Source) -> Iterator[tuple[BinaryIO, int]]:
    """Give a file, read from its beginning, and its size in bytes. Raises as `open_file` does."""
    if isinstance(source, HeldFile):
        source.file.seek(0)
        yield source.file, source.size_bytes
        return
    with open_file(source) as opened:
        yield opened


@contextmanager
def open_file(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    """Give an ordinary file and its size in bytes. Raises `UnreadablePicture` for anything else."""
    try:
        # Without waiting: a named pipe that nobody writes to would never open.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadablePicture(f"it cannot be opened ({reason})") from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        what = "a folder" if stat.S_ISDIR(status.st_mode) else "not an ordinary file"
        raise UnreadablePicture(f"it is {what}; give picture files")
    with os.fdopen(descriptor, "rb") as file:
        yield file, status.st_size


def digests(file: BinaryIO) -> tuple[str, str]:
    """Return MD5 and SHA-256 of the file; MD5 because exchanges list files by it.

    Read in blocks: a file may be larger than memory. Raises `UnreadablePicture`.
    """
    md5, sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    try:
        while block := file.read(BLOCK_BYTES):
            md5.update(block)
            sha256.update(block)
    except OSError as error:
        raise UnreadablePicture(f"it cannot be read ({error.strerror})") from error
    return md5.hexdigest(), sha256.hexdigest()
