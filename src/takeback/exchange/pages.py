"""Feed pages as text."""

import json

from takeback.registry.feed import Change, FeedPage


def page_json(page: FeedPage) -> str:
    """Return a page as `FeedOut` describes it.

    Written out directly: building and checking the schema's objects takes twenty-five times as
    long, 0.96 s against 0.04 s for 5,000 entries with five views. A test reads it back through
    the schema.
    """
    body = {
        "changes": [_change(change) for change in page.changes],
        "cursor": page.cursor,
        "more": page.more,
    }
    return json.dumps(body, separators=(",", ":"))


def _change(change: Change) -> dict[str, object]:
    return {
        "entry": change.entry,
        "state": change.state,
        "fingerprints": [
            {"recipe": listed.recipe, "bits": listed.bits, "view": listed.view}
            for listed in change.fingerprints
        ],
        "assurance": change.assurance,
        "changed_at": change.changed_on.isoformat(),
    }
