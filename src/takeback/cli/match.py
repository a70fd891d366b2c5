"""`takeback match`: which entries of a local list are in these picture files?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from takeback.cli.options import AsJson, Files
from takeback.cli.output import complain, printable, say, say_json
from takeback.cli.problems import AnswerIsNo, OutOfReach

if TYPE_CHECKING:
    from takeback.cli.pictures.read import ReadPicture
    from takeback.matching.exact import Neighbour


def match(
    files: Files,
    *,
    list_file: Annotated[
        Path,
        typer.Option(
            "--list",
            metavar="FILE",
            readable=False,
            help="A list that `takeback list pull` made.",
        ),
    ],
    limit: Annotated[
        int,
        typer.Option(min=0, max=31, help="How many of 256 bits may differ and still be a match."),
    ] = 31,
    as_json: AsJson = False,
) -> None:
    """Search a local list for copies of picture files. Nothing is sent.

    Each file and its mirror image are compared by their looks with every listed view, and the file
    by MD5 and SHA-256. An entry is named once, with the listed view that it matched; `file` as view
    says that the very same file is listed.

    JSON: `{"file","matches":[{"entry","distance","view"}]}`, nearest first. Exit code 0 when
    something matched, 1 when nothing did, 3 when a file or the list could not be read.
    """
    # Here and not above: other subcommands start without numpy and Pillow.
    from takeback.cli.pictures.read import PictureReader  # noqa: PLC0415
    from takeback.cli.searches import open_search  # noqa: PLC0415

    reader = PictureReader()
    matched = 0
    with open_search(list_file) as search:
        for picture in reader.read(files):
            if not picture.fingerprints.is_clear_enough:
                complain(
                    f"{printable(picture.path)}: too plain to compare by its looks; only as a file"
                )
            neighbours = search.neighbours(picture, limit=limit)
            matched += bool(neighbours)
            _tell(picture, neighbours, as_json=as_json)
    if reader.unreadable:
        raise OutOfReach(f"{reader.unreadable} of {len(files)} files could not be read")
    if not matched:
        raise AnswerIsNo("no match")


def _tell(picture: "ReadPicture", neighbours: list["Neighbour"], *, as_json: bool) -> None:
    if as_json:
        matches = [
            {"entry": near.entry, "distance": near.distance, "view": near.view}
            for near in neighbours
        ]
        say_json({"file": str(picture.path), "matches": matches})
        return
    name = printable(picture.path)
    if not neighbours:
        say(f"{name}: no match")
    for near in neighbours:
        say(f"{name}: entry {near.entry}, {near.distance} bits away, view {near.view}")
