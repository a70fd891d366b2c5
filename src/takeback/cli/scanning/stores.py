"""Object stores, through fsspec: which objects there are, and their bytes.

Credentials and addresses come from the environment, as s3fs and gcsfs read them. Nothing is written
to a store.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from takeback.cli.problems import OutOfReach, WrongUse
from takeback.cli.scanning.held import UnreadableSource
from takeback.cli.scanning.listing import paths_below

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem as Store

# Nothing is fetched from the web: a scan reads what its owner keeps.
WEB = frozenset({"http", "https", "github", "gist", "data"})
# What fsspec builds on another address: an archive is given as it is, and nothing is kept.
CHAINED = frozenset({"zip", "tar", "libarchive", "reference", "cached", "simplecache", "dir"})
EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs"}
BLOCK_BYTES = 16 << 20  # most pictures come in one answer
PART_BYTES = 1 << 20  # of an archive, which is read here and there


def open_store(url: str) -> "tuple[Store, str]":
    """Return the store and the path in it. Raises `WrongUse` or `OutOfReach`.

    Not by fsspec's own reading of addresses: it takes `::` in a name for a chain of stores.
    """
    scheme = url.partition("://")[0].lower()
    if scheme in WEB:
        raise WrongUse(
            f"{scheme}:// is not read: nothing is fetched from the web; give folders, archives, or "
            "a store such as s3://bucket/prefix"
        )
    if scheme in CHAINED:
        raise WrongUse(f"{scheme}:// is not read; give the archive or folder itself")
    # Here and not above: folders are searched without it.
    import fsspec  # noqa: PLC0415

    _hush()
    try:
        kind = fsspec.get_filesystem_class(scheme)
    except ImportError as error:
        extra = EXTRAS.get(scheme)
        what = f"install takeback[{extra}]" if extra else str(error)
        raise OutOfReach(f"{scheme}:// needs a package that is not installed: {what}") from error
    except ValueError as error:
        raise WrongUse(f"{scheme}:// is no store that can be read") from error
    with _told(f"{scheme}://"):
        store = kind(**kind._get_kwargs_from_urls(url), use_listings_cache=False)
        return store, str(kind._strip_protocol(url))


def list_store(url: str) -> Iterator[str]:
    """Yield the addresses of all objects at or below this one, by name.

    Raises `OutOfReach` when there is none, or the store does not answer.
    """
    store, path = open_store(url)
    scheme = url.partition("://")[0]
    is_empty = True
    with _told(url):
        for found in paths_below(store, path):
            is_empty = False
            yield f"{scheme}://{found}"
    if is_empty:
        raise OutOfReach(f"{url} cannot be read (nothing is there)")


def object_blocks(url: str) -> Iterator[bytes]:
    """Yield the bytes of one object. Raises `UnreadableSource`."""
    try:
        store, path = open_store(url)
        with _told(url):
            yield from _blocks(store, path)
    except (OutOfReach, WrongUse) as problem:
        raise UnreadableSource(str(problem)) from problem


def _blocks(store: "Store", path: str) -> Iterator[bytes]:
    size = store.size(path) or 0
    for start in range(0, size, BLOCK_BYTES):
        yield store.cat_file(path, start=start, end=min(start + BLOCK_BYTES, size))


def open_object(url: str) -> BinaryIO:
    """Return an object that is read here and there. Raises `OutOfReach` or `WrongUse`."""
    store, path = open_store(url)
    with _told(url):
        opened = store.open(path, "rb", block_size=PART_BYTES, cache_type="readahead")
        return cast("BinaryIO", opened)


def _hush() -> None:
    """Keep the stores' clients from writing tracebacks, with names of files, to standard error.

    They log what they also raise, which is told in one line; Python writes what nobody collects.
    """
    if not logging.root.handlers:
        logging.root.addHandler(logging.NullHandler())


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Turn what a store's client raises into `OutOfReach`; each has exceptions of its own."""
    try:
        yield
    except (OutOfReach, WrongUse, GeneratorExit):
        raise
    except FileNotFoundError as error:
        raise OutOfReach(f"{what} cannot be read (nothing is there)") from error
    except PermissionError as error:
        raise OutOfReach(f"{what} cannot be read (access is denied)") from error
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        raise OutOfReach(f"{what} cannot be read ({reason})") from error
