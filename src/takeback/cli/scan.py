"""`takeback scan`: which entries of a local list are in the files of folders, archives, stores?"""

import time
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from takeback.cli.output import complain
from takeback.cli.problems import AnswerIsNo, OutOfReach, WrongUse
from takeback.cli.scanning.engines import MOST_SECONDS, Engine, LookAt, Where, started
from takeback.cli.scanning.journal import Tally
from takeback.cli.scanning.places import Place
from takeback.cli.scanning.progress import Pace, with_progress
from takeback.cli.scanning.results import Format, Keep, kept, plan_results
from takeback.cli.search_options import ClipShareOption, EffortOption, LimitOption, ListOption
from takeback.matching.efforts import CLIP_SHARE, HARDEST

# Found before the first file is looked at, so that a time left can be told: so many files, 50 MB,
# and no longer than that. A large bucket or archive is searched while it is listed.
COUNTED = 200_000
COUNTING_SECONDS = 3


def scan(  # noqa: PLR0913 - one argument an option
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WHAT...",
            help="Folders, with their subfolders; files; archives (.zip, .tar, .tar.gz, .tar.bz2, "
            ".tar.xz); addresses in a store such as s3://bucket/folder or gs://bucket; and "
            "patterns of these, in quotes: '/data/**/*.jpg'. Links are not followed. Archives "
            "are searched wherever they are found.",
            show_default=False,
        ),
    ] = None,
    *,
    list_file: ListOption,
    paths: Annotated[
        Path | None,
        typer.Option(
            "--paths",
            metavar="FILE",
            readable=False,
            help="Search what this file names too, one path or address a line, taken as it is; `-` "
            "is standard input.",
            show_default=False,
        ),
    ] = None,
    effort: EffortOption = HARDEST,
    limit: LimitOption = 31,
    clip_share: ClipShareOption = CLIP_SHARE,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            readable=False,
            help="Add the lines to this file. Started again with it, a scan goes on where it was "
            "stopped; remove the file to begin anew.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        Format | None,
        typer.Option(
            "--format",
            help="JSON lines, or Parquet for `--out`. If not said, what the name of that ends in. "
            "Parquet is written when all is done; until then, and to go on with, the lines are in "
            "FILE.jsonl.",
            show_default=False,
        ),
    ] = None,
    retry: Annotated[
        bool,
        typer.Option(
            "--retry-unreadable",
            help="Going on with --out, look again at what could not be read before.",
        ),
    ] = False,
    engine: Annotated[
        Where,
        typer.Option("--engine", help="This machine, or a Ray cluster (needs takeback[ray])."),
    ] = Where.LOCAL,
    ray_address: Annotated[
        str | None,
        typer.Option(
            "--ray-address",
            metavar="ADDRESS",
            envvar="RAY_ADDRESS",
            help="The cluster: auto, or host:6379; if not said, Ray is started on this machine.",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="How many processes read and search; if not said one for each processor. With 1 "
            "nothing guards against a file that hangs or ends the process that reads it.",
            show_default=False,
        ),
    ] = None,
    seconds: Annotated[
        int,
        typer.Option(min=1, help="What takes longer than this is listed as unreadable."),
    ] = MOST_SECONDS,
) -> None:
    """Search a local list for copies of all picture and video files. Nothing is sent or kept.

    One JSON object a line: `{"file","matches":[…]}` as `takeback match --json` writes, for files
    without a match too; `{"file","unreadable"}`, with the reason, for what cannot be read or is no
    picture or video. A file of an archive is `archive.zip/name`. Files come in the order in which
    they are found, by name within each folder.

    Parquet has one row a match and one for a file without: `file`, the parts of a match, and
    `unreadable`; what does not apply is null.

    Credentials for stores come from the environment, as s3fs (takeback[s3]) and gcsfs
    (takeback[gs]) read them.

    Exit code 0 when something matched, 1 when nothing did, 3 when a file, the folder or the list
    could not be read, or no file was there; the other files are done all the same.
    """
    # Here and not above: other subcommands start without numpy, Pillow and FFmpeg.
    from takeback.cli.scanning.finding import find_places  # noqa: PLC0415
    from takeback.cli.scanning.looking import Looking  # noqa: PLC0415

    if not what and paths is None:
        raise WrongUse("nothing to search; give folders, archives or addresses, or --paths FILE")
    if retry and out is None:
        raise WrongUse("--retry-unreadable needs --out FILE, which says what was unreadable")
    looking = Looking(list_file, effort, limit, clip_share)
    asked: dict[str, object] = {
        "list": str(list_file.resolve()),
        "effort": effort,
        "limit": limit,
        "clip_share": clip_share,
    }
    results, tally = plan_results(out, form), Tally()
    # The engine first: it forks, which must come before a store's client has threads, and before
    # the journal is locked, which a child would hold on to.
    with (
        started(Engine(engine, workers, seconds, ray_address), looking) as look_at,
        kept(results, asked, tally, retry=retry) as (done, keep),
    ):
        found = find_places(what or [], besides=results.files(), paths_file=paths)
        places = (place for place in found if place.name not in done)
        pace = _search(places, look_at, keep, tally=tally)
    complain(pace.summary(tally))
    if tally.unreadable:
        raise OutOfReach(f"{tally.unreadable} of {tally.files} files could not be read")
    if what and not tally.files:
        raise OutOfReach(f"{', '.join(what)}: no file is there; is what should be there mounted?")
    if not tally.matched:
        raise AnswerIsNo("no match")


def _search(places: Iterable[Place], look_at: LookAt, keep: Keep, *, tally: Tally) -> Pace:
    """Look at all places and keep their lines; return how fast it was."""
    pace, places = Pace(before=tally.files), iter(places)
    first, is_all = _some(places)
    left = len(first) if is_all else None
    if pace.before:
        many = f"{len(first)}" if is_all else f"at least {len(first)}"
        complain(f"{pace.before} files were done before; {many} are left")
    total = None if left is None else pace.before + left
    for line in with_progress(look_at(chain(first, places)), tally, total=total):
        keep(line)
    return pace


def _some(places: Iterator[Place]) -> tuple[list[Place], bool]:
    """Return the places that are quickly found, and whether these are all."""
    first, until = [], time.monotonic() + COUNTING_SECONDS
    for place in places:
        first.append(place)
        if len(first) >= COUNTED or time.monotonic() >= until:
            return first, False
    return first, True
