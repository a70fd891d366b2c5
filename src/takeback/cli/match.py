"""`takeback match`: which entries of a local list are in these picture and video files?"""

from typing import TYPE_CHECKING

from takeback.cli.options import AsJson, Files
from takeback.cli.output import complain, printable, say, say_json
from takeback.cli.problems import AnswerIsNo, OutOfReach
from takeback.cli.search_options import ClipShareOption, EffortOption, LimitOption, ListOption
from takeback.matching.efforts import CLIP_SHARE, HARDEST

if TYPE_CHECKING:
    from pathlib import Path

    from takeback.cli.searches import Found


def match(  # noqa: PLR0913 - one argument an option
    files: Files,
    *,
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
    no other parts are listed. Exit code 0 when something matched, 1
    when nothing did, 3 when a file or the list could not be read.
    """
    # Here and not above: other subcommands start without numpy, Pillow and FFmpeg.
    from takeback.cli.searches import is_clear_enough, open_search  # noqa: PLC0415
    from takeback.cli.videos.files import FileReader  # noqa: PLC0415
    from takeback.cli.videos.read import VideoQuery, read_query  # noqa: PLC0415

    reader = FileReader(read_query)
    matched = 0
    with open_search(list_file) as search:
        for read in reader.read(files):
            if not is_clear_enough(read):
                complain(
                    f"{printable(read.path)}: too plain to compare by its looks; only as a file"
                )
            if isinstance(read, VideoQuery) and read.is_cut_off:
                complain(
                    f"{printable(read.path)}: it is cut off or damaged; "
                    f"{read.seconds:g} seconds could be used"
                )
            found = search.find(read, effort=effort, limit=limit, clip_share=clip_share)
            matched += bool(found)
            _tell(read.path, found, as_json=as_json)
    if reader.unreadable:
        raise OutOfReach(f"{reader.unreadable} of {len(files)} files could not be read")
    if not matched:
        raise AnswerIsNo("no match")


def _tell(path: "Path", found: list["Found"], *, as_json: bool) -> None:
    if as_json:
        say_json({"file": str(path), "matches": [each.as_json() for each in found]})
        return
    name = printable(path)
    if not found:
        say(f"{name}: no match")
    for each in found:
        say(f"{name}: {each.as_text()}")
