"""`takeback scan`: which entries of a local list are in the files of a folder?"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from takeback.cli.output import complain, say_json
from takeback.cli.problems import AnswerIsNo, OutOfReach
from takeback.cli.search_options import ClipShareOption, EffortOption, LimitOption, ListOption
from takeback.matching.efforts import CLIP_SHARE, HARDEST

if TYPE_CHECKING:
    from takeback.cli.searches import Search

Tell = Callable[[dict[str, object]], None]


@dataclass
class Tally:
    """What a scan came to so far, with what an earlier, interrupted one wrote."""

    matched: int = 0
    unreadable: int = 0

    def count(self, line: dict[str, object]) -> None:
        """Count one file's line."""
        self.matched += bool(line.get("matches"))
        self.unreadable += "unreadable" in line


def scan(  # noqa: PLR0913 - one argument an option
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            readable=False,
            help="A folder; its subfolders are searched too, links are not followed.",
            show_default=False,
        ),
    ],
    *,
    list_file: ListOption,
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
) -> None:
    """Search a local list for copies of all picture and video files of a folder. Nothing is sent.

    One JSON object a line: `{"file","matches":[…]}` as `takeback match --json` writes, for files
    without a match too; `{"file","unreadable"}`, with the reason, for what cannot be read or is no
    picture or video. Files come in the order of their names.

    Exit code 0 when something matched, 1 when nothing did, 3 when a file, the folder or the list
    could not be read; the other files are done all the same.
    """
    # Here and not above: other subcommands start without numpy, Pillow and FFmpeg.
    from takeback.cli.searches import open_search  # noqa: PLC0415

    paths = _files(folder, besides=out)
    tally = Tally()
    with open_search(list_file) as search, _lines(out, tally) as (done, tell):
        waiting = [path for path in paths if str(path) not in done]
        for path in _with_progress(waiting, done=len(paths) - len(waiting)):
            looked = _look(search, path, effort=effort, limit=limit, clip_share=clip_share)
            line = {"file": str(path), **looked}
            tally.count(line)
            tell(line)
    if tally.unreadable:
        raise OutOfReach(f"{tally.unreadable} of {len(paths)} files could not be read")
    if not tally.matched:
        raise AnswerIsNo("no match")


def _look(
    search: "Search", path: Path, *, effort: int, limit: int, clip_share: float
) -> dict[str, object]:
    from takeback.cli.pictures.decode import UnreadablePicture  # noqa: PLC0415
    from takeback.cli.videos.contents import UnreadableVideo  # noqa: PLC0415
    from takeback.cli.videos.files import FileReader  # noqa: PLC0415
    from takeback.cli.videos.read import read_query  # noqa: PLC0415

    try:
        read = FileReader(read_query).read_one(path, is_alone=False)
    except (UnreadablePicture, UnreadableVideo) as error:
        return {"unreadable": str(error)}
    found = search.find(read, effort=effort, limit=limit, clip_share=clip_share)
    return {"matches": [each.as_json() for each in found]}


def _files(folder: Path, *, besides: Path | None) -> list[Path]:
    """Return the ordinary files under a folder by name, without the one that is written to.

    Raises `OutOfReach` when the folder, or one inside it, cannot be read.
    """

    def stop(error: OSError) -> None:
        raise OutOfReach(f"{error.filename} cannot be read ({error.strerror})") from error

    found = [
        Path(parent, name) for parent, _, names in os.walk(folder, onerror=stop) for name in names
    ]
    written = besides.resolve() if besides is not None else None
    return sorted(
        path
        for path in found
        if path.is_file() and not path.is_symlink() and path.resolve() != written
    )


@contextmanager
def _lines(out: Path | None, tally: Tally) -> Iterator[tuple[set[str], Tell]]:
    """Give the files that were done before, and what writes a line; each is kept at once."""
    if out is None:
        yield set(), say_json
        return
    try:
        with out.open("a+", encoding="ascii", errors="surrogateescape") as file:
            done = _read_again(file, out, tally)
            yield done, lambda line: _write(file, line)
    except OSError as error:
        raise OutOfReach(f"{out} cannot be written ({error.strerror})") from error


def _read_again(file: TextIO, out: Path, tally: Tally) -> set[str]:
    """Return the files that are done, and cut off a last line that was written only in part.

    Raises `OutOfReach` when the file holds anything else than such lines.
    """
    file.seek(0)
    text = file.read()
    whole = text[: text.rfind("\n") + 1]
    done = set()
    for line in whole.splitlines():
        try:
            read = json.loads(line)
            done.add(read["file"])
        except (ValueError, TypeError, KeyError) as error:
            raise OutOfReach(f"{out} holds something else than the lines of a scan") from error
        tally.count(read)
    if len(whole) < len(text) and not text[len(whole) :].startswith('{"file"'):
        raise OutOfReach(f"{out} holds something else than the lines of a scan")
    file.truncate(len(whole))
    return done


def _write(file: TextIO, line: dict[str, object]) -> None:
    file.write(json.dumps(line, ensure_ascii=True, separators=(", ", ": ")) + "\n")
    file.flush()


def _with_progress(paths: Iterable[Path], *, done: int) -> Iterator[Path]:
    """Yield the paths, showing to a person who watches how far it is."""
    waiting = list(paths)
    if done:
        complain(f"{done} files were done before; {len(waiting)} are left")
    if not sys.stderr.isatty():
        yield from waiting
        return
    # Here and not above: nobody waits for it who does not see it.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    console = Console(stderr=True)
    yield from track(
        waiting,
        description="Searching",
        total=done + len(waiting),
        completed=done,
        console=console,
        transient=True,
    )
