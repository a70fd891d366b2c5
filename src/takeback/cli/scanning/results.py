"""Where the lines of a scan go: standard output, or files that a stopped scan goes on with."""

from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from takeback.cli.output import complain, say_json
from takeback.cli.problems import WrongUse
from takeback.cli.scanning.journal import Tally, open_journal, read_lines, written_beside
from takeback.cli.scanning.parquet import check_can_write, write_parquet
from takeback.cli.scanning.places import Line

Keep = Callable[[Line], None]


class Format(StrEnum):
    """How results are written."""

    JSONL = "jsonl"
    PARQUET = "parquet"


@dataclass(frozen=True)
class Results:
    """Where lines are kept: `None` is nowhere. What `parquet` gets at the end is in `journal`."""

    journal: Path | None
    parquet: Path | None = None

    def files(self) -> list[Path]:
        """Return every file that is written to."""
        files = [] if self.journal is None else [self.journal, *written_beside(self.journal)]
        return files if self.parquet is None else [*files, self.parquet]


def plan_results(out: Path | None, form: Format | None) -> Results:
    """Decide where lines go. Raises `WrongUse`, and `OutOfReach` where Parquet cannot be written.

    A Parquet file whose journal is gone is left alone: nobody could say what is missing in it.
    """
    is_parquet = form is Format.PARQUET or (
        form is None and out is not None and out.suffix.lower() == ".parquet"
    )
    if not is_parquet:
        return Results(out)
    if out is None:
        raise WrongUse("--format parquet needs --out FILE")
    check_can_write()
    journal = out.with_name(f"{out.name}.jsonl")
    if out.exists() and not journal.exists():
        raise WrongUse(
            f"{out} is there and {journal}, which a scan goes on with, is not; give another --out, "
            "or remove the file to begin anew"
        )
    return Results(journal, out)


@contextmanager
def kept(
    results: Results, asked: dict[str, object], tally: Tally, *, retry: bool = False
) -> Iterator[tuple[Set[str], Keep]]:
    """Give the files that were done before, and what keeps a line; each is counted.

    With `retry` those that could not be read are not done. The Parquet file is written when all
    went well.
    """
    if results.journal is None:
        yield frozenset(), lambda line: _count_and(say_json, line, tally)
        return
    with open_journal(results.journal, asked, tally, retry=retry) as journal:
        try:
            yield journal.done, lambda line: _count_and(journal.write, line, tally)
        except KeyboardInterrupt:
            complain(f"stopped; {tally.files:,} files are done. Started again it goes on there.")
            raise
        if results.parquet is not None:
            write_parquet(read_lines(results.journal), results.parquet, asked)


def _count_and(keep: Keep, line: Line, tally: Tally) -> None:
    keep(line)
    tally.count(line)
