"""Zip and tar archives: which files are in them, and their bytes."""

import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from takeback.cli.scanning.held import UnreadableSource, blocks_of

ZIP = (".zip",)
TAR = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz", ".tbz2", ".tar.xz", ".txz")
# What the readers raise over bytes that are not what they should be.
DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    IndexError,
)
BLOCK = tarfile.BLOCKSIZE


def is_archive(name: str) -> bool:
    """Whether a file of this name is opened, and what is in it searched."""
    return name.lower().endswith(ZIP + TAR)


class Archive:
    """An open archive. Its members have numbers, in the order in which they stand in it.

    Those of a tar are read forwards: asking for an earlier one begins anew.
    """

    def __init__(self, name: str, file: BinaryIO) -> None:
        """Open what `file` holds; `name` tells the kind. Raises `UnreadableSource`."""
        self._file = file
        with _told():
            self._reader = Zip(file) if name.lower().endswith(ZIP) else Tar(file)

    def names(self) -> Iterator[tuple[int, str]]:
        """Yield number and name of the ordinary files, each name once.

        A name that comes again is told with a number behind it. Raises `UnreadableSource` after the
        last one that can be found when the archive is damaged.
        """
        known: dict[str, int] = {}
        with _told():
            for number, name in self._reader.names():
                known[name] = known.get(name, 0) + 1
                yield number, name if known[name] == 1 else f"{name} ({known[name]})"

    def blocks(self, number: int) -> Iterator[bytes]:
        """Yield the bytes of one member. Raises `UnreadableSource`."""
        with _told(), self._reader.open(number) as file:
            yield from blocks_of(file)

    def close(self) -> None:
        """Close the file too."""
        self._file.close()


@contextmanager
def _told() -> Iterator[None]:
    """Turn what the readers raise into `UnreadableSource`."""
    try:
        yield
    except UnreadableSource:
        raise
    except NotImplementedError as error:
        raise UnreadableSource("it is packed in a way that cannot be unpacked here") from error
    except RuntimeError as error:  # how zipfile says so
        raise UnreadableSource("it is locked with a password") from error
    except DAMAGED as error:
        raise UnreadableSource("the archive is damaged or cut off") from error


class Zip:
    """A zip archive; its table of contents is in memory, some 500 bytes a file."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file)

    def names(self) -> Iterator[tuple[int, str]]:
        """Yield number and name of the ordinary files."""
        for number, info in enumerate(self._zip.infolist()):
            if not info.is_dir() and not stat.S_ISLNK(info.external_attr >> 16):
                yield number, info.filename

    @contextmanager
    def open(self, number: int) -> Iterator[BinaryIO]:
        """Give one member."""
        with self._zip.open(self._zip.infolist()[number]) as file:
            yield file  # type: ignore[misc]  # reads like one


class Tar:
    """A tar archive, packed or not; nothing of it is kept in memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._begin()

    def _begin(self) -> None:
        self._file.seek(0)
        self._tar = tarfile.open(fileobj=self._file, mode="r:*")  # noqa: SIM115  the file is closed
        self._next = 0

    def names(self) -> Iterator[tuple[int, str]]:
        """Yield number and name of the ordinary files."""
        while (info := self._step()) is not None:
            if info.isfile():
                yield self._next - 1, info.name
        self._check_end()

    @contextmanager
    def open(self, number: int) -> Iterator[BinaryIO]:
        """Give one member."""
        if number < self._next:
            self._begin()
        info = None
        while self._next <= number:
            info = self._step()
            if info is None:
                raise tarfile.ReadError
        file = self._tar.extractfile(info) if info is not None else None
        if file is None:
            raise tarfile.ReadError
        with file:
            yield file  # type: ignore[misc]  # reads like one

    def _step(self) -> tarfile.TarInfo | None:
        info = self._tar.next()
        self._tar.members.clear()  # type: ignore[attr-defined]  # it would keep them all
        self._next += 1
        return info

    def _check_end(self) -> None:
        """Raise when it ends in the middle: the reader takes what it cannot read for the end."""
        packed = cast("BinaryIO", self._tar.fileobj)
        packed.seek(self._tar.offset)
        block = packed.read(BLOCK)
        if block.strip(b"\0") or 0 < len(block) < BLOCK:
            raise tarfile.ReadError
