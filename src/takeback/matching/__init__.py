"""Which listed entries are near a fingerprint? Asked by a partner, on the partner's own machine.

In: pages of the feed, and fingerprints of a copy. Out: a list file that is up to date, and the
entries within the recipe's limit. The promise: the search is exact, so nothing within the limit is
missed, and an entry that was withdrawn is gone from the file with the page that says so.

`Index`, `Neighbours`, `SnapshotRefused` and `open` can be had from here, as platforms that embed
the search would write it; they are loaded when first asked for.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from takeback.matching.index import Index, Neighbours, SnapshotRefused, open

__all__ = ["Index", "Neighbours", "SnapshotRefused", "open"]


def __getattr__(name: str) -> object:
    """Load what `__all__` names: subcommands that search nothing start without numpy."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from takeback.matching import index  # noqa: PLC0415  # numpy and the kernel come with it

    return getattr(index, name)
