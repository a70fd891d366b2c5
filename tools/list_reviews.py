"""List what is past its `review_by`: sources to read again, rules to review. Fails nothing.

python tools/list_reviews.py [YYYY-MM-DD]

A day in the future shows what will be due by then.
"""

import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from takeback.guidance.reviews import overdue  # noqa: E402


def main(today: date) -> None:
    """Print a line for each, longest overdue first, and how many there are of each kind."""
    found = overdue(today)
    for one in found:
        print(f"{one.kind} {one.id}: to be read again by {one.review_by}: {one.place}")
    counts = ", ".join(f"{count} {kind}s" for kind, count in Counter(o.kind for o in found).items())
    print(f"past review on {today}: {counts or 'nothing'}")


if __name__ == "__main__":
    main(date.fromisoformat(sys.argv[1]) if len(sys.argv) > 1 else datetime.now(UTC).date())
