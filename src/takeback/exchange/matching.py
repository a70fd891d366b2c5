"""Look-ups of partners that call instead of embedding: read the request, ask, write the answer."""

import json
from typing import Any

from takeback.exchange.match_schema import FORMS, MOST_SOUGHT, MatchIn
from takeback.registry.lookup import LIMIT, Found, Sought, the_lookup

_ITEM = {"recipe", "bits"}
_REQUEST = {"fingerprints", "limit"}


def answer_match(sought: list[Sought], limit: int) -> str:
    """Return the answer as `MatchOut` describes it. Raises `Refused` as `Lookup.near` does.

    Nothing of what was sought is kept, and nothing is counted.
    """
    return _as_json(the_lookup().near(sought, limit=limit))


def sought_of(asked: MatchIn) -> list[Sought]:
    """Return what was read as the lookup takes it."""
    return [Sought(one.recipe, bytes.fromhex(one.bits)) for one in asked.fingerprints]


def read_plainly(body: bytes) -> tuple[list[Sought], int] | None:
    """Return what `MatchIn` would read, or `None` where that would find fault.

    A twentieth of its time. It need not say what is wrong: whoever gets `None` asks `MatchIn`.
    """
    try:
        request = json.loads(body)
    except (ValueError, RecursionError):  # no JSON, or no UTF-8, or nested a thousand deep
        return None
    if not isinstance(request, dict) or not request.keys() <= _REQUEST:
        return None
    limit = request.get("limit", LIMIT)
    if type(limit) is not int or not 0 <= limit <= LIMIT:
        return None
    sought = _sought(request.get("fingerprints"))
    return None if sought is None else (sought, limit)


def _sought(items: Any) -> list[Sought] | None:  # noqa: ANN401  what JSON may hold
    if not isinstance(items, list) or not 1 <= len(items) <= MOST_SOUGHT:
        return None
    sought = []
    for item in items:
        if not isinstance(item, dict) or item.keys() != _ITEM:
            return None
        recipe, bits = item["recipe"], item["bits"]
        form = FORMS.get(recipe) if isinstance(recipe, str) else None
        if form is None or not isinstance(bits, str) or not form.fullmatch(bits):
            return None
        sought.append(Sought(recipe, bytes.fromhex(bits)))
    return sought


def _as_json(found: Found) -> str:
    """Return the answer as text, written out directly as feed pages are."""
    matches = [
        [{"entry": near.entry, "distance": near.distance, "view": near.view} for near in some]
        for some in found.neighbours
    ]
    return json.dumps({"matches": matches, "as_of": found.as_of}, separators=(",", ":"))
