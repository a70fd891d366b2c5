"""Bytes from an archive or a store -> a file that can be read from any place, gone afterwards."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Protocol, cast

from takeback.cli.pictures.read import HeldFile

BLOCK_BYTES = 1 << 20
IN_MEMORY_BYTES = 32 << 20  # most pictures; what is larger stands on disk while it is read
# More than any upload that is known of; a small archive may claim to hold endless zeros.
MOST_BYTES = 64 << 30


class UnreadableSource(ValueError):
    """The bytes of a file could not be had: the archive is damaged, the store does not answer."""


class Readable(Protocol):
    """What can be read from its beginning to its end."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes; none at the end."""


def blocks_of(file: Readable) -> Iterator[bytes]:
    """Yield what is left of a file."""
    while block := file.read(BLOCK_BYTES):
        yield block


@contextmanager
def hold(name: str, blocks: Iterable[bytes]) -> Iterator[HeldFile]:
    """Give the bytes as a file: a small one in memory, else one on disk that has no name.

    So nothing of it is left behind, even by a process that is killed, and nobody else can open it.
    Raises `UnreadableSource`, and what `blocks` raises.
    """
    size = 0
    with tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES) as spool:
        for block in blocks:
            size += len(block)
            if size > MOST_BYTES:
                raise UnreadableSource(f"it is larger than {MOST_BYTES:,} bytes")
            try:
                spool.write(block)
            except OSError as error:
                raise UnreadableSource(
                    f"there is no room for it while it is read ({error.strerror})"
                ) from error
        spool.seek(0)
        yield HeldFile(name, _inner(spool), size)


def _inner(spool: "tempfile.SpooledTemporaryFile[bytes]") -> BinaryIO:
    """Return the file inside: asked for its descriptor, as decoders do, the outer one moves it."""
    return cast("BinaryIO", spool._file)
