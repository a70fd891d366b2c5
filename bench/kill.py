"""Kill every process at random moments over 100 openings: is what was shown kept?"""

import random
import tempfile
import time
from pathlib import Path

from bench.writing import write
from tests.instance import running
from tests.kills import open_cases_while_killing

OPENINGS = 100


def main() -> None:
    """Run the kills and write what was lost; anything but 0 is a broken promise."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        with running(Path(folder), TAKEBACK_TRUSTED_PROXIES="1") as instance:
            outcome = open_cases_while_killing(
                instance, random.Random(time.time_ns()), openings=OPENINGS
            )
        seconds = time.perf_counter() - started
    write(
        "kill",
        {
            "openings": OPENINGS,
            "codes_shown": len(outcome.shown),
            "interrupted_before_an_answer": outcome.unanswered,
            "kills": outcome.kills,
            "codes_lost": len(outcome.lost),
            "pictures_added": len(outcome.added),
            "pictures_lost": len(outcome.not_listed),
            "seconds": round(seconds, 1),
        },
    )
    if outcome.lost:
        raise SystemExit(f"{len(outcome.lost)} codes that were shown do not open their case")
    if outcome.not_listed:
        raise SystemExit(
            f"{len(outcome.not_listed)} pictures that were acknowledged are not listed"
        )


if __name__ == "__main__":
    main()
