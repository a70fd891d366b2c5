"""One picture file -> its size, digests and fingerprints."""

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from takeback.cli.output import complain, printable, with_progress
from takeback.cli.pictures.decode import UnreadablePicture, decode
from takeback.fingerprint.picture import PictureFingerprints, fingerprint_pixels

BLOCK_BYTES = 1 << 20


@dataclass(frozen=True)
class ReadPicture:
    """What is known of one file; `fingerprints` hold the size and the quality too."""

    path: Path
    md5: str
    sha256: str
    fingerprints: PictureFingerprints


def read_picture(path: Path) -> ReadPicture:
    """Read one file. Raises `UnreadablePicture`, saying why, for whatever cannot be read."""
    with _open_file(path) as (file, size_bytes):
        md5, sha256 = _digests(file)
        file.seek(0)
        pixels = decode(file, size_bytes=size_bytes)
    return ReadPicture(path, md5, sha256, fingerprint_pixels(pixels))


class PictureReader:
    """Reads many files; one that cannot be read is named, counted, and the others go on."""

    def __init__(self) -> None:
        self.unreadable = 0

    def read(self, paths: Sequence[Path]) -> Iterator[ReadPicture]:
        """Yield what can be read, in the order given."""
        for path in with_progress(paths):
            try:
                yield read_picture(path)
            except UnreadablePicture as error:
                self.unreadable += 1
                complain(f"{printable(path)}: {error}")


@contextmanager
def _open_file(path: Path) -> Iterator[tuple[BinaryIO, int]]:
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


def _digests(file: BinaryIO) -> tuple[str, str]:
    """Return MD5 and SHA-256 of the file; MD5 because exchanges list files by it."""
    md5, sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    try:
        while block := file.read(BLOCK_BYTES):
            md5.update(block)
            sha256.update(block)
    except OSError as error:
        raise UnreadablePicture(f"it cannot be read ({error.strerror})") from error
    return md5.hexdigest(), sha256.hexdigest()
