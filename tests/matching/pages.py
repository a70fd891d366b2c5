"""Feed pages for tests: what a registry would send, with bits drawn by chance."""

import random
from typing import Any

from takeback.matching.feed_pages import Change, FeedPage, ListedFingerprint


def bits(number: int) -> bytes:
    """Return 32 bytes that belong to `number` and are far from every other number's."""
    return random.Random(number).randbytes(32)


def change(entry: str, *fingerprints: ListedFingerprint, state: str = "active") -> Change:
    """An entry as it is now."""
    return Change(entry, state, fingerprints, "self_declared", "2026-11-22")


def whole(number: int, view: str = "whole") -> ListedFingerprint:
    """One view of picture `number`."""
    return ListedFingerprint("pdq-1", view, bits(number))


def page(*changes: Change, cursor: str = "0badcafe-1", more: bool = False) -> FeedPage:
    """A page of these changes."""
    return FeedPage(changes, cursor, more)


def page_json(**changed: Any) -> dict[str, Any]:
    """A page as it comes over the wire, with some of its keys replaced."""
    return {
        "changes": [change_json()],
        "cursor": "0badcafe-7",
        "more": False,
    } | changed


def change_json(**changed: Any) -> dict[str, Any]:
    """A change as it comes over the wire."""
    return {
        "entry": "a" * 26,
        "state": "active",
        "fingerprints": [fingerprint_json()],
        "assurance": "self_declared",
        "changed_at": "2026-11-22",
    } | changed


def fingerprint_json(**changed: Any) -> dict[str, Any]:
    """A fingerprint as it comes over the wire."""
    return {"recipe": "pdq-1", "bits": "0f" * 32, "view": "whole"} | changed
