"""Pages of the feed, as a partner receives them: parsed whole, or refused."""

from collections.abc import Mapping
from dataclasses import dataclass

from takeback.fingerprint.recipes import RECIPES
from takeback.fingerprint.value import parse_fingerprint

STATES = frozenset({"active", "withdrawn", "suspended"})
# The longest fingerprint this reader stores, in hex digits; a recipe of a later day may be longer
# than today's 64, but nothing that stands for one picture is this long.
MOST_DIGITS = 4096
# Of an id, a cursor, the name of a view: ours have 58 at most. A longer cursor could be stored, but
# no server would read the address with it, and the list would stand still for ever.
MOST_CHARACTERS = 1000


class NotAFeedPage(ValueError):
    """What came is not a page of the feed: nothing of it may be used."""


@dataclass(frozen=True)
class ListedFingerprint:
    """One fingerprint of one view, as bytes: ready to be stored and compared."""

    recipe: str
    view: str
    bits: bytes


@dataclass(frozen=True)
class Change:
    """What an entry is now. Only an active entry has fingerprints."""

    entry: str
    state: str
    fingerprints: tuple[ListedFingerprint, ...]
    assurance: str
    changed_at: str


@dataclass(frozen=True)
class FeedPage:
    """Changes, oldest first; the cursor to ask with next; is more waiting?"""

    changes: tuple[Change, ...]
    cursor: str
    more: bool


def parse_page(page: object) -> FeedPage:
    """Return the page that a registry answered with, from its JSON.

    Keys that this version does not know are ignored: the contract only grows. Raises
    `NotAFeedPage` for anything else that is not as agreed.
    """
    body = _mapping(page, "the page")
    changes = body.get("changes")
    if not isinstance(changes, list):
        raise NotAFeedPage(f"`changes` is {_kind(changes)}; a page has a list there")
    more = body.get("more")
    if not isinstance(more, bool):
        raise NotAFeedPage(f"`more` is {_kind(more)}; a page has true or false there")
    return FeedPage(
        changes=tuple(_parse_change(change) for change in changes),
        cursor=_text(body, "cursor"),
        more=more,
    )


def _parse_change(given: object) -> Change:
    change = _mapping(given, "a change")
    state = _text(change, "state")
    if state not in STATES:
        # Guessing could keep an entry that should be dropped, or drop one that should be kept.
        raise NotAFeedPage(
            f"state {state[:40]!r}; this version knows {', '.join(sorted(STATES))}: update takeback"
        )
    fingerprints = change.get("fingerprints")
    if not isinstance(fingerprints, list):
        raise NotAFeedPage(f"`fingerprints` is {_kind(fingerprints)}; a change has a list there")
    return Change(
        entry=_text(change, "entry"),
        state=state,
        fingerprints=tuple(_parse_fingerprint(item) for item in fingerprints),
        assurance=_text(change, "assurance"),
        changed_at=_text(change, "changed_at"),
    )


def _parse_fingerprint(given: object) -> ListedFingerprint:
    item = _mapping(given, "a fingerprint")
    recipe, digits = _text(item, "recipe"), _text(item, "bits", most=MOST_DIGITS)
    if recipe in RECIPES:
        try:
            parse_fingerprint(recipe, digits)
        except ValueError as error:
            raise NotAFeedPage(f"a fingerprint cannot be read: {error}") from error
    return ListedFingerprint(recipe=recipe, view=_text(item, "view"), bits=_bytes(recipe, digits))


def _bytes(recipe: str, digits: str) -> bytes:
    """Return the bytes of a fingerprint; of an unknown recipe too: a later version may know it."""
    try:
        return bytes.fromhex(digits.replace(" ", "?"))  # which it would pass over
    except ValueError:
        message = f"a fingerprint of {recipe[:40]!r} is not hex digits"
        raise NotAFeedPage(message) from None


def _mapping(value: object, what: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise NotAFeedPage(f"{what} is {_kind(value)}; expected a JSON object")
    return value


def _text(values: Mapping[str, object], key: str, *, most: int = MOST_CHARACTERS) -> str:
    value = values.get(key)
    if not isinstance(value, str) or not value:
        raise NotAFeedPage(f"`{key}` is {_kind(value)}; expected text")
    if len(value) > most:
        raise NotAFeedPage(f"`{key}` has {len(value)} characters; at most {most} fit")
    if not value.isprintable():
        # Half characters, which nothing stores, and what a terminal would obey.
        raise NotAFeedPage(f"`{key}` has characters that cannot be printed")
    return value


def _kind(value: object) -> str:
    return "missing or null" if value is None else f"a {type(value).__name__}"
