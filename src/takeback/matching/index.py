"""Exact search in a list of millions that changes while it is searched, and its snapshot file."""

import operator
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NoReturn, Self, TypeVar

import numpy as np
import numpy.typing as npt

from takeback import _kernel
from takeback._kernel import SnapshotRefused

__all__ = ["Bits", "Index", "Neighbours", "SnapshotRefused", "open"]

Bits = npt.NDArray[np.uint8]  # (n, 32), rows first

BYTES = 32  # of a fingerprint
LIMIT = 31  # bits; the widest distance that is searched
ID_MOST = 2**63 - 1
THREADS = 256  # the most; a mistaken number must not stop the machine

Name = str | os.PathLike[str]  # of a file

Kind = TypeVar("Kind", bound=np.generic)


@dataclass(frozen=True)
class Neighbours:
    """What is near which query: by query, then by distance, then in the order of adding.

    `queries` says which query, from 0; `ids` and `tags` are what was given when adding.
    """

    queries: npt.NDArray[np.int32]
    ids: npt.NDArray[np.int64]
    tags: npt.NDArray[np.uint16]
    distances: npt.NDArray[np.uint16]


class Index:
    """Fingerprints of 256 bits with their ids, searched exactly: nothing is missed.

    Any number of threads may use one: searches run side by side, and the interpreter is free
    meanwhile. What was added or withdrawn counts from the next search on. A process may fork while
    no call is under way. `compact` takes at most 100 bytes a fingerprint instead of 280, and
    searches more slowly.
    """

    def __init__(self, *, compact: bool = False) -> None:
        self._list = _kernel.Index(compact)

    @classmethod
    def open(cls, path: Name, *, resident: bool = False) -> Self:
        """Open a snapshot without reading all of it: it is mapped, and shared between processes.

        `resident` copies it into memory of this process, where long lists are searched faster. All
        of it is checked here when it has up to 32 MiB, or is resident; else each part before it is
        relied on, so a damaged one is refused by the search, `save` or `verify` that would have
        used it.

        Raises `SnapshotRefused`, saying what and why, and `OSError`.
        """
        opened = cls.__new__(cls)
        opened._list = _kernel.Index.open(os.fsencode(path), resident)
        return opened

    def add(
        self,
        bits: Bits,
        ids: npt.NDArray[np.int64] | None = None,
        tags: npt.NDArray[np.uint16] | None = None,
    ) -> npt.NDArray[np.int64]:
        """Add fingerprints, shape (n, 32), and return their ids.

        Ids are 0 or more, and several fingerprints may share one; `None` numbers on from the
        largest so far. A tag is the caller's word on each fingerprint; `None` means 0.

        Raises `TypeError` or `ValueError` for other types, shapes or ids, adding nothing.
        """
        bits = _checked("bits", bits, np.uint8, (None, BYTES))
        shape = (len(bits),)
        return self._list.add(
            bits,
            None if ids is None else _checked("ids", ids, np.int64, shape),
            None if tags is None else _checked("tags", tags, np.uint16, shape),
        )

    def withdraw(self, ids: npt.NDArray[np.int64] | Sequence[int]) -> int:
        """Take every fingerprint of these ids out of force, and return how many that were.

        Ids that are not there are passed over. The next `save` writes no trace of the bits.

        Raises `TypeError` or `ValueError` for what cannot be an id, withdrawing nothing.
        """
        if not isinstance(ids, np.ndarray):
            ids = np.fromiter(_whole_numbers(ids), dtype=np.int64)
        return self._list.withdraw(_checked("ids", ids, np.int64, (None,)))

    def search(self, bits: bytes | Bits, limit: int = LIMIT) -> Neighbours:
        """Return what differs from one fingerprint, 32 bytes, in at most `limit` (0 to 31) bits."""
        if isinstance(bits, bytes):
            if len(bits) != BYTES:
                raise ValueError(f"{len(bits)} bytes; a fingerprint has {BYTES}")
            bits = np.frombuffer(bits, dtype=np.uint8)
        query = _checked("bits", bits, np.uint8, (BYTES,)).reshape(1, BYTES)
        return Neighbours(*self._list.search(query, _checked_limit(limit), 1, False))  # noqa: FBT003

    def search_many(
        self,
        bits: Bits,
        limit: int = LIMIT,
        *,
        threads: int = 1,
        by: Literal["index", "scan"] | None = None,
    ) -> Neighbours:
        """Return what differs from each fingerprint, shape (n, 32), in at most `limit` bits.

        `by` is for tests and measuring: "scan" compares everything; `None` and "index" do so only
        where it is faster. All find the same. Results take 16 bytes a pair, twice that while they
        are put together, and every listed copy makes a pair: ask in parts where many may have many.

        Raises `SnapshotRefused` when a part of an opened snapshot turns out to be damaged, and what
        a signal's handler raises, such as `KeyboardInterrupt`, before everything is searched.
        """
        if by not in (None, "index", "scan"):
            raise ValueError(f"by {by!r}; it is 'index', 'scan' or None")
        queries = _checked("bits", bits, np.uint8, (None, BYTES))
        found = self._list.search(
            queries, _checked_limit(limit), _checked_threads(threads), by == "scan"
        )
        return Neighbours(*found)

    def build(self, *, threads: int = 1) -> None:
        """Index everything now, in one piece and without what was withdrawn.

        The next search would index what was added since, and take as long: about a second for a
        million. This is for choosing the moment, and more threads. Searches of other threads go on
        meanwhile, more slowly.
        """
        self._list.build(_checked_threads(threads))

    def save(self, path: Name, *, note: bytes = b"") -> None:
        """Write a snapshot that replaces the file at once, or on `OSError` not at all.

        It can be read by its owner alone. `note` is up to 2,000 bytes for the caller's own use. A
        symbolic link of this name is replaced itself, not the file that it leads to.
        """
        if not isinstance(note, bytes):
            raise TypeError(f"note of {type(note).__name__}; expected bytes")
        self._list.save(os.fsencode(path), note)

    def verify(self) -> None:
        """Read all of the opened snapshot; raises `SnapshotRefused` when a part is damaged."""
        self._list.verify()

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled or copied."""
        raise TypeError("an Index is not pickled or copied; save it, and open the snapshot")

    def __len__(self) -> int:
        """Return how many fingerprints are in force."""
        return len(self._list)

    @property
    def note(self) -> bytes:
        """The note of the snapshot that was opened, or saved last."""
        return self._list.note

    @property
    def memory_bytes(self) -> int:
        """Bytes that fingerprints, ids, tags and index take, mapped ones included."""
        return self._list.memory_bytes

    @property
    def segments(self) -> int:
        """How many indexes a search asks; what was added since is not among them."""
        return self._list.segments

    @property
    def path(self) -> str:
        """The way that this machine compares fingerprints: "plain", "avx2" or "avx512"."""
        return _kernel.paths()[-1]


def open(path: Name, *, resident: bool = False) -> Index:
    """Open a snapshot; see `Index.open`."""
    return Index.open(path, resident=resident)


def _checked(
    name: str, given: npt.NDArray[Kind], kind: type[Kind], shape: tuple[int | None, ...]
) -> npt.NDArray[Kind]:
    """Return an array as the kernel takes it, packed; `None` in the shape stands for any length."""
    if not isinstance(given, np.ndarray) or given.dtype != kind:
        what = given.dtype if isinstance(given, np.ndarray) else type(given).__name__
        expected = str(shape).replace("None", "n")
        raise TypeError(f"{name} of {what}; expected an array of {kind.__name__}, {expected}")
    if given.shape != shape and not (
        given.ndim == len(shape) and shape[0] is None and given.shape[1:] == shape[1:]
    ):
        raise ValueError(
            f"{name} of shape {given.shape}; expected {str(shape).replace('None', 'n')}"
        )
    return np.ascontiguousarray(given)


def _checked_limit(limit: int) -> int:
    number = _whole("limit", limit)
    if not 0 <= number <= LIMIT:
        raise ValueError(f"limit {limit}; fingerprints are searched within 0 to {LIMIT} bits")
    return number


def _checked_threads(threads: int) -> int:
    number = _whole("threads", threads)
    if number < 1:
        raise ValueError(f"{threads} threads; at least 1 is needed")
    return min(number, THREADS)


def _whole_numbers(given: Sequence[int]) -> list[int]:
    if isinstance(given, (str, bytes)):
        raise TypeError(f"ids of {type(given).__name__}; expected whole numbers")
    numbers = [_whole("an id", number) for number in given]
    if numbers and (min(numbers) < -ID_MOST - 1 or max(numbers) > ID_MOST):
        raise ValueError(f"an id outside of 0 to {ID_MOST}")
    return numbers


def _whole(name: str, given: int) -> int:
    try:
        return operator.index(given)
    except TypeError:
        raise TypeError(f"{name} of {type(given).__name__}; expected a whole number") from None
