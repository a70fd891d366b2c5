"""`takeback fingerprint`: what would leave this machine for each picture file."""

from typing import TYPE_CHECKING, Annotated

import typer

from takeback.cli.options import Files
from takeback.cli.output import printable, say, say_json
from takeback.cli.problems import OutOfReach

if TYPE_CHECKING:
    from takeback.cli.pictures.read import ReadPicture


def fingerprint(
    files: Files,
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line for each file.")
    ] = False,
) -> None:
    """Make the fingerprints of picture files. Nothing is sent.

    A picture with a quality under 50 is too plain to be recognised by its looks.

    JSON: `{"file","width","height","quality","md5","sha256","pdq","views":[…]}` with
    `{"view","pdq","quality"}` for each view; the `pdq` outside is the whole picture's. Exit code 3
    when a file could not be read; the others are done all the same.
    """
    # Here and not above: other subcommands start without numpy and Pillow.
    from takeback.cli.pictures.read import PictureReader  # noqa: PLC0415

    reader = PictureReader()
    for picture in reader.read(files):
        if as_json:
            say_json(_as_json(picture))
        else:
            say(_as_text(picture))
    if reader.unreadable:
        raise OutOfReach(f"{reader.unreadable} of {len(files)} files could not be read")


def _as_json(picture: "ReadPicture") -> dict[str, object]:
    made = picture.fingerprints
    return {
        "file": str(picture.path),
        "width": made.width,
        "height": made.height,
        "quality": made.quality,
        "md5": picture.md5,
        "sha256": picture.sha256,
        "pdq": made.whole.hex,
        "views": [
            {"view": item.view, "pdq": item.fingerprint.hex, "quality": made.quality}
            for item in made.views
        ],
    }


def _as_text(picture: "ReadPicture") -> str:
    made = picture.fingerprints
    plain = "" if made.is_clear_enough else "; too plain to be recognised by its looks"
    return (
        f"{printable(picture.path)}\n"
        f"  size     {made.width} x {made.height}\n"
        f"  quality  {made.quality}{plain}\n"
        f"  pdq      {made.whole.hex}\n"
        f"  md5      {picture.md5}\n"
        f"  sha256   {picture.sha256}"
    )
