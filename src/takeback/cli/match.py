"""`takeback match`: which entries of a local list are in these picture and video files?"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from takeback.cli.options import AsJson
from takeback.cli.output import complain, printable, say, say_json
from takeback.cli.problems import AnswerIsNo, OutOfReach, WrongUse
from takeback.cli.search_options import ClipShareOption, EffortOption, LimitOption, ListOption
from takeback.matching.efforts import CLIP_SHARE, HARDEST

if TYPE_CHECKING:
    from takeback.cli.searches import Found, Search


def match(  # noqa: PLR0913 - one argument an option
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE...]",
            readable=False,
            help="Picture and video files.",
            show_default=False,
        ),
    ] = None,
    *,
    fingerprints: Annotated[
        Path | None,
        typer.Option(
            "--fingerprints",
            metavar="FILE",
            readable=False,
            help="Instead of files: a file of fingerprints by pdq-1, which are PDQ hashes, one a "
            "line in 64 hex digits; `-` for standard input. Only `--limit` and `--json` say "
            "anything of them.",
            show_default=False,
        ),
    ] = None,
    list_file: ListOption,
    effort: EffortOption = HARDEST,
    limit: LimitOption = 31,
    clip_share: ClipShareOption = CLIP_SHARE,
    as_json: AsJson = False,
) -> None:
    """Search a local list for copies of picture and video files. Nothing is sent.

    Each file is compared by its looks, flipped and turned too, and by MD5 and SHA-256. An entry is
    named once, with the listed view that it matched; `file` as view says that the very same file
    is listed, `video` that enough frames of a listed clip are in it.

    A harder effort is made only when what was found before is not the answer already, for at least
    half of the picture.

    JSON: `{"file","matches":[{"entry","distance","view","effort","verification","orientation"}]}`,
    nearest first; of a video `clip_share` and `query_share` too. `verification` is the mean
    distance of the entry's other parts in their places, `null` where the whole picture was met or
    no other parts are listed. Of fingerprints `{"line","matches":[{"entry","distance","view"}]}` or
    `{"line","unreadable"}`, in their order. Exit code 0 when something matched, 1 when nothing did,
    3 when a file, a line or the list could not be read.
    """
    if bool(files) == (fingerprints is not None):
        raise WrongUse("give picture and video files, or --fingerprints FILE")
    # Here and not above: other subcommands start without numpy, Pillow and FFmpeg.
    from takeback.cli.searches import open_search  # noqa: PLC0415

    with open_search(list_file) as search:
        if fingerprints is not None:
            _match_fingerprints(search, fingerprints, limit=limit, as_json=as_json)
            return
        asked = _Asked(effort, limit, clip_share)
        _match_files(search, files or [], asked, as_json=as_json)


@dataclass(frozen=True)
class _Asked:
    """How files are searched."""

    effort: int
    limit: int
    clip_share: float


def _match_files(search: "Search", files: list[Path], asked: _Asked, *, as_json: bool) -> None:
    from takeback.cli.searches import is_clear_enough  # noqa: PLC0415
    from takeback.cli.videos.files import FileReader  # noqa: PLC0415
    from takeback.cli.videos.read import VideoQuery, read_query  # noqa: PLC0415

    reader = FileReader(read_query)
    matched = 0
    for read in reader.read(files):
        if not is_clear_enough(read):
            complain(f"{printable(read.path)}: too plain to compare by its looks; only as a file")
        if isinstance(read, VideoQuery) and read.is_cut_off:
            complain(
                f"{printable(read.path)}: it is cut off or damaged; "
                f"{read.seconds:g} seconds could be used"
            )
        found = search.find(
            read, effort=asked.effort, limit=asked.limit, clip_share=asked.clip_share
        )
        matched += bool(found)
        _tell(read.path, found, as_json=as_json)
    if reader.unreadable:
        raise OutOfReach(f"{reader.unreadable} of {len(files)} files could not be read")
    if not matched:
        raise AnswerIsNo("no match")


def _match_fingerprints(search: "Search", path: Path, *, limit: int, as_json: bool) -> None:
    from takeback.cli.match_fingerprints import match_fingerprints  # noqa: PLC0415

    tally = match_fingerprints(search, path, limit=limit, as_json=as_json)
    if tally.unreadable:
        raise OutOfReach(f"{tally.unreadable} of {tally.lines} lines are no fingerprints")
    if not tally.matched:
        raise AnswerIsNo("no match")


def _tell(path: Path, found: list["Found"], *, as_json: bool) -> None:
    if as_json:
        say_json({"file": str(path), "matches": [each.as_json() for each in found]})
        return
    name = printable(path)
    if not found:
        say(f"{name}: no match")
    for each in found:
        say(f"{name}: {each.as_text()}")
