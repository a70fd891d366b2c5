"""`takeback fingerprint`: what would leave this machine for each picture and video file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from takeback.cli.options import Files
from takeback.cli.output import complain, printable, say, say_json
from takeback.cli.problems import OutOfReach, WrongUse

if TYPE_CHECKING:
    from takeback.cli.pictures.read import ReadPicture
    from takeback.cli.videos.read import ReadVideo


def fingerprint(
    files: Files,
    *,
    vpdq: Annotated[
        Path | None,
        typer.Option(
            "--vpdq",
            metavar="FILE",
            readable=False,
            help="Write the frames of a video, the only FILE then, as the vPDQ programs do: a line "
            "each of number, quality, pdq and seconds.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line for each file.")
    ] = False,
) -> None:
    """Make the fingerprints of picture and video files. Nothing is sent.

    A picture, or a frame, with a quality under 50 is too plain to be recognised by its looks. Of a
    video a frame a second is looked at, at most 600 (of a longer one every two seconds, and so on),
    without borders and without frames nearly equal to the one before.

    JSON: `{"file","width","height","quality","md5","sha256","pdq","views":[…],"house":[…]}` with
    `{"view","pdq","quality"}` for each view, and `{"view","pdq-mean-1","quality"}` for what only
    our own matcher reads; the `pdq` outside is the whole picture's. The eight flips and turns are
    always there, of everything else what is worth listing. Of a video
    `{"file","kind","width","height","seconds","md5","sha256","frames":[…]}` with
    `{"at","pdq","quality"}` for each frame; `kind` is `video` and `at` seconds. Exit code 3 when a
    file could not be read; the others are done all the same.
    """
    # Here and not above: other subcommands start without numpy, Pillow and FFmpeg.
    from takeback.cli.videos.files import FileReader  # noqa: PLC0415
    from takeback.cli.videos.read import ReadVideo, read_video  # noqa: PLC0415

    if vpdq is not None and len(files) > 1:
        raise WrongUse(f"--vpdq takes one video; {len(files)} files were given")
    reader = FileReader(read_video)
    for read in reader.read(files):
        if isinstance(read, ReadVideo):
            _remark(read)
            _tell(_video_as_json(read) if as_json else _video_as_text(read))
        else:
            _tell(_as_json(read) if as_json else _as_text(read))
        if vpdq is not None:
            _write_vpdq(read, vpdq)
    if reader.unreadable:
        raise OutOfReach(f"{reader.unreadable} of {len(files)} files could not be read")


def _tell(read: dict[str, object] | str) -> None:
    if isinstance(read, str):
        say(read)
    else:
        say_json(read)


def _remark(video: "ReadVideo") -> None:
    """Say what is odd about a video beside its result."""
    name = printable(video.path)
    if video.is_cut_off:
        complain(f"{name}: it is cut off or damaged; {video.seconds:g} seconds could be used")
    if not video.is_clear_enough:
        complain(
            f"{name}: not one frame shows enough to be recognised by its looks; only as a file"
        )


def _write_vpdq(read: "ReadPicture | ReadVideo", path: Path) -> None:
    from takeback.cli.videos.read import ReadVideo  # noqa: PLC0415

    if not isinstance(read, ReadVideo):
        raise WrongUse(f"--vpdq takes a video; {printable(read.path)} is a picture")
    lines = (
        f"{frame.number},{frame.quality},{frame.fingerprint.hex},{frame.at:.3f}\n"
        for frame in read.frames
    )
    try:
        path.write_text("".join(lines), encoding="ascii")
    except OSError as error:
        raise OutOfReach(f"{printable(path)} cannot be written ({error.strerror})") from error


def _video_as_json(video: "ReadVideo") -> dict[str, object]:
    return {
        "file": str(video.path),
        "kind": "video",
        "width": video.width,
        "height": video.height,
        "seconds": video.seconds,
        "md5": video.md5,
        "sha256": video.sha256,
        "frames": [
            {"at": frame.at, "pdq": frame.fingerprint.hex, "quality": frame.quality}
            for frame in video.frames
        ],
    }


def _video_as_text(video: "ReadVideo") -> str:
    plain = sum(not frame.is_clear_enough for frame in video.frames)
    remark = f"; {plain} too plain to be recognised by its looks" if plain else ""
    return (
        f"{printable(video.path)}\n"
        f"  size     {video.width} x {video.height}, {video.seconds:g} seconds\n"
        f"  frames   {len(video.frames)}{remark}\n"
        f"  md5      {video.md5}\n"
        f"  sha256   {video.sha256}"
    )


def _as_json(picture: "ReadPicture") -> dict[str, object]:
    from takeback.fingerprint.picture import VIEWS, make_views  # noqa: PLC0415

    made = picture.fingerprints
    worth_listing = make_views(picture.pixels)
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
        ]
        + [
            {"view": item.view, "pdq": item.fingerprint.hex, "quality": item.quality}
            for item in worth_listing
            if item.recipe == made.whole.recipe and item.view not in VIEWS
        ],
        "house": [
            {"view": item.view, item.recipe: item.fingerprint.hex, "quality": item.quality}
            for item in worth_listing
            if item.recipe != made.whole.recipe
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
