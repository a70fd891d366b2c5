"""How far a scan is, for a person who watches; and what it came to."""

import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from takeback.cli.scanning.journal import Tally
from takeback.cli.scanning.places import Line


@dataclass(frozen=True)
class Pace:
    """When a scan began, and what was done before."""

    before: int
    began: float = field(default_factory=time.monotonic)

    def summary(self, tally: Tally) -> str:
        """Return in one line what a scan came to."""
        seconds = time.monotonic() - self.began
        looked = tally.files - self.before
        rate = f", {looked / max(seconds, 1e-3):,.1f} a second" if looked else ""
        return (
            f"{looked:,} files in {seconds:.1f} s{rate}; of {tally.files:,} in all "
            f"{tally.matched:,} matched and {tally.unreadable:,} could not be read"
        )


def with_progress(lines: Iterable[Line], tally: Tally, *, total: int | None) -> Iterator[Line]:
    """Yield the lines, showing on standard error how many of `total` there are, and how fast.

    `None` is a total that nobody knows yet: then no time left is shown. Lines that go to the same
    terminal show it well enough.
    """
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield from lines
        return
    # Here and not above: nobody waits for it who does not see it.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("Searching"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[found]}"),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    # Standard output is left alone: rich would write what goes there to its own console.
    with Progress(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=False
    ) as progress:
        before, began = tally.files, time.monotonic()
        task = progress.add_task("", total=total, completed=before, found="", rate="")
        for line in lines:
            yield line
            rate = (tally.files - before) / max(time.monotonic() - began, 1e-3)
            progress.update(
                task,
                completed=tally.files,
                found=f"{tally.matched:,} matched, {tally.unreadable:,} unreadable",
                rate=f"{rate:,.1f}/s",
            )
