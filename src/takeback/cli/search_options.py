"""Options of the subcommands that search a list."""

from pathlib import Path
from typing import Annotated

import typer

from takeback.matching.efforts import FALSE_MATCHES, FOUND_PERCENT, HARDEST, MILLISECONDS


def _in_turn(values: tuple[int, ...]) -> str:
    """Return one value an effort, as it is said."""
    *others, last = (str(value) for value in values)
    return f"{', '.join(others)} and {last}"


ListOption = Annotated[
    Path,
    typer.Option(
        "--list",
        metavar="FILE",
        readable=False,
        help="A list that `takeback list pull` made.",
    ),
]
LimitOption = Annotated[
    int,
    typer.Option(
        min=0,
        max=31,
        help="How many of 256 bits may differ and still be a match. Of what effort 3 verifies 60 "
        "may, unless this is below 31.",
    ),
]
EffortOption = Annotated[
    int,
    typer.Option(
        min=0,
        max=HARDEST,
        help="How hard pictures are searched. 0: the whole picture, flipped and turned. 1: also "
        "what is inside borders, screenshots and collages, and negatives. 2: also parts of it, and "
        "slightly turned. 3: also what comes near is adjusted until it fits, and verified part by "
        f"part. Of copies changed in many ways {_in_turn(FOUND_PERCENT)} in a hundred were found, "
        f"in {_in_turn(MILLISECONDS)} milliseconds each against 10,000 listed pictures; of 21 "
        f"million unrelated pairs {_in_turn(FALSE_MATCHES)} matched.",
    ),
]
ClipShareOption = Annotated[
    float,
    typer.Option(
        min=0.01,
        max=1.0,
        help="Which share of a LISTED clip's frames must be in a video: a known clip is found in a "
        "longer upload, whatever else that shows.",
    ),
]
