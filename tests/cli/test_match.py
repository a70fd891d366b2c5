import hashlib
import json
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from takeback.fingerprint.picture import PictureFingerprints, fingerprint_pixels, make_views
from takeback.matching.feed_pages import ListedFingerprint
from takeback.matching.list_file import apply_page, open_list
from tests.cli.conftest import Takeback
from tests.cli.drawings import draw, encode
from tests.matching.copies import part, photograph, pixels, screenshot
from tests.matching.pages import change, page

ORIENTATION = 0x0112  # the EXIF tag; 6: turn clockwise to see it upright
# What the visitor's page sends for each picture.
SENT = ("whole", "mirror", "turn-90", "turn-180", "turn-270")
AT_ONCE = {"effort": 0, "verification": None, "orientation": "whole"}


def fingerprints(picture: Image.Image) -> PictureFingerprints:
    return fingerprint_pixels(np.asarray(picture.convert("RGB")))


def listed(picture: Image.Image) -> list[ListedFingerprint]:
    return [
        ListedFingerprint("pdq-1", item.view, bytes.fromhex(item.fingerprint.hex))
        for item in fingerprints(picture).views
        if item.view in SENT
    ]


@pytest.fixture
def list_file(tmp_path: Path) -> Path:
    """A list of drawings 0 to 2, and of one file by its digests."""
    path = tmp_path / "list.sqlite3"
    data = encode(draw(9), "PNG")
    digests = [
        ListedFingerprint("sha256", "whole", hashlib.sha256(data).digest()),
        ListedFingerprint("md5", "whole", hashlib.md5(data, usedforsecurity=False).digest()),
    ]
    entries = [change(f"drawing-{number}", *listed(draw(number))) for number in range(3)]
    with open_list(path, create=True) as connection:
        apply_page(connection, page(*entries, change("file", *digests)), url="https://x.example")
    return path


@pytest.fixture
def full_list(tmp_path: Path) -> Path:
    """A list of one photograph with all its views, and of a clip of drawings."""
    path = tmp_path / "full.sqlite3"
    views = [
        ListedFingerprint(item.recipe, item.view, bytes.fromhex(item.fingerprint.hex))
        for item in make_views(pixels(photograph("coffee")))
    ]
    frames = [
        ListedFingerprint("vpdq-1", f"frame-{number:04}", bytes.fromhex(print_.whole.hex))
        for number, print_ in enumerate(fingerprints(draw(seed)) for seed in range(20, 24))
    ]
    with open_list(path, create=True) as connection:
        entries = [change("coffee", *views), change("clip", *frames)]
        apply_page(connection, page(*entries), url="https://x.example")
    return path


def saved(tmp_path: Path, picture: Image.Image, kind: str = "PNG", **options: object) -> Path:
    path = tmp_path / f"query.{kind.lower()}"
    path.write_bytes(encode(picture, kind, **options))
    return path


def test_a_smaller_recompressed_copy_is_found(
    takeback: Takeback, tmp_path: Path, list_file: Path
) -> None:
    copy = saved(tmp_path, draw(1).resize((200, 150)), "JPEG", quality=50)

    ended = takeback("match", copy, "--list", list_file, "--json")

    assert ended.code == 0
    (line,) = [json.loads(line) for line in ended.lines]
    (found,) = line["matches"]
    assert line["file"] == str(copy)
    assert (found["entry"], found["view"]) == ("drawing-1", "whole")
    assert 0 < found["distance"] <= 31


def test_the_very_picture_has_distance_0(
    takeback: Takeback, tmp_path: Path, list_file: Path
) -> None:
    ended = takeback("match", saved(tmp_path, draw(2)), "--list", list_file, "--json")

    assert json.loads(ended.lines[0])["matches"] == [
        {"entry": "drawing-2", "distance": 0, "view": "whole", **AT_ONCE}
    ]


@pytest.mark.parametrize(
    ("done", "view"),
    [
        (Image.Transpose.FLIP_LEFT_RIGHT, "mirror"),
        (Image.Transpose.ROTATE_90, "turn-90"),
        (Image.Transpose.ROTATE_180, "turn-180"),
        (Image.Transpose.ROTATE_270, "turn-270"),
    ],
)
def test_a_mirrored_or_turned_copy_is_found_by_the_view_it_shows(
    takeback: Takeback, tmp_path: Path, list_file: Path, done: Image.Transpose, view: str
) -> None:
    copy = saved(tmp_path, draw(0).transpose(done))

    ended = takeback("match", copy, "--list", list_file, "--json")

    (found,) = json.loads(ended.lines[0])["matches"]
    assert (found["entry"], found["view"]) == ("drawing-0", view)


@pytest.mark.parametrize(
    ("done", "view"),
    [
        (Image.Transpose.FLIP_TOP_BOTTOM, "turn-180"),
        (Image.Transpose.TRANSPOSE, "turn-270"),
        (Image.Transpose.TRANSVERSE, "turn-90"),
    ],
)
def test_a_copy_mirrored_and_turned_at_once_is_found_by_the_view_its_mirror_image_shows(
    takeback: Takeback, tmp_path: Path, list_file: Path, done: Image.Transpose, view: str
) -> None:
    copy = saved(tmp_path, draw(0).transpose(done))

    ended = takeback("match", copy, "--list", list_file, "--json")

    (found,) = json.loads(ended.lines[0])["matches"]
    assert (found["entry"], found["view"]) == ("drawing-0", view)


@pytest.mark.parametrize(("orientation", "view"), [(6, "whole"), (None, "turn-90")])
def test_a_copy_is_found_with_its_orientation_noted_or_the_note_lost(
    takeback: Takeback, tmp_path: Path, list_file: Path, orientation: int | None, view: str
) -> None:
    exif = Image.Exif()
    if orientation is not None:
        exif[ORIENTATION] = orientation
    lying = draw(1).transpose(Image.Transpose.ROTATE_90)
    copy = saved(tmp_path, lying, "JPEG", quality=90, exif=exif)

    ended = takeback("match", copy, "--list", list_file, "--json")

    (found,) = json.loads(ended.lines[0])["matches"]
    assert (found["entry"], found["view"]) == ("drawing-1", view)


def test_the_very_file_is_found_by_its_digest(
    takeback: Takeback, tmp_path: Path, list_file: Path
) -> None:
    ended = takeback("match", saved(tmp_path, draw(9)), "--list", list_file, "--json")

    assert json.loads(ended.lines[0])["matches"] == [
        {"entry": "file", "distance": 0, "view": "file", **AT_ONCE}
    ]


def test_no_match_at_all_is_the_answer_no(
    takeback: Takeback, tmp_path: Path, list_file: Path
) -> None:
    query = saved(tmp_path, draw(7))

    ended = takeback("match", query, "--list", list_file, "--json")

    assert ended.code == 1
    assert json.loads(ended.lines[0]) == {"file": str(query), "matches": []}
    assert ended.errors == "takeback: no match\n"


def test_text_shows_the_same_to_a_person(
    takeback: Takeback, tmp_path: Path, list_file: Path
) -> None:
    match, other = saved(tmp_path, draw(2)), saved(tmp_path, draw(7), "BMP")

    ended = takeback("match", match, other, "--list", list_file)

    assert ended.code == 0
    assert ended.lines == [
        f"{match}: entry drawing-2, 0 bits away, view whole",
        f"{other}: no match",
    ]


def test_a_part_in_a_screenshot_is_found_and_how_is_told(
    takeback: Takeback, tmp_path: Path, full_list: Path
) -> None:
    shown, _ = screenshot(part(photograph("coffee"), 0.05, 0.02, 0.93, 0.95))
    copy = saved(tmp_path, shown)

    ended = takeback("match", copy, "--list", full_list, "--json")
    in_words = takeback("match", copy, "--list", full_list)

    (found,) = json.loads(ended.lines[0])["matches"]
    assert (found["entry"], found["effort"], found["orientation"]) == ("coffee", 3, "whole")
    assert 0 < found["verification"] <= 50
    assert (
        f"{copy}: entry coffee, {found['distance']} bits away, view {found['view']}, effort 3, "
        in (in_words.lines[0])
    )


def test_a_lower_effort_finds_less(takeback: Takeback, tmp_path: Path, full_list: Path) -> None:
    shown, _ = screenshot(photograph("coffee"))
    copy = saved(tmp_path, shown)

    efforts = [
        takeback("match", copy, "--list", full_list, "--effort", effort).code for effort in (0, 1)
    ]

    assert efforts == [1, 0]


@pytest.mark.parametrize("effort", [-1, 4, "hard"])
def test_an_effort_that_there_is_not_is_wrong_use(
    takeback: Takeback, tmp_path: Path, list_file: Path, effort: object
) -> None:
    ended = takeback("match", saved(tmp_path, draw()), "--list", list_file, "--effort", effort)

    assert ended.code == 2


def test_a_video_with_a_listed_clip_in_it_is_found(
    takeback: Takeback, tmp_path: Path, full_list: Path
) -> None:
    path = tmp_path / "query.mp4"
    with av.open(path, "w") as container:
        stream = container.add_stream("mpeg4", rate=4)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        stream.bit_rate = 4_000_000
        for seed in range(16, 26):
            for _ in range(4):
                frame = av.VideoFrame.from_ndarray(pixels(draw(seed)), format="rgb24")
                container.mux(stream.encode(frame))
        container.mux(stream.encode(None))

    ended = takeback("match", path, "--list", full_list, "--json")
    in_words = takeback("match", path, "--list", full_list)

    (found,) = json.loads(ended.lines[0])["matches"]
    assert (found["entry"], found["view"], found["clip_share"]) == ("clip", "video", 1.0)
    assert 0 < found["query_share"] < 1
    assert in_words.lines[0].endswith("100% of the listed clip")


def test_a_narrower_limit_finds_less(takeback: Takeback, tmp_path: Path, list_file: Path) -> None:
    copy = saved(tmp_path, draw(1).resize((64, 48)), "JPEG", quality=20)

    wide = takeback("match", copy, "--list", list_file, "--json")
    narrow = takeback("match", copy, "--list", list_file, "--limit", 0, "--json")

    assert json.loads(wide.lines[0])["matches"] != []
    assert narrow.code == 1


@pytest.mark.parametrize("limit", [-1, 32, "many"])
def test_a_limit_outside_0_to_31_is_wrong_use(
    takeback: Takeback, tmp_path: Path, list_file: Path, limit: object
) -> None:
    ended = takeback("match", saved(tmp_path, draw()), "--list", list_file, "--limit", limit)

    assert ended.code == 2
    assert ended.lines == []


def test_a_plain_picture_is_compared_as_a_file_only_and_that_is_said(
    takeback: Takeback, tmp_path: Path
) -> None:
    grey = Image.new("RGB", (99, 99), "grey")
    path = tmp_path / "list.sqlite3"
    with open_list(path, create=True) as connection:
        apply_page(connection, page(change("plain", *listed(grey))), url="https://x.example")

    ended = takeback("match", saved(tmp_path, grey), "--list", path)

    assert ended.code == 1
    assert "too plain to compare by its looks" in ended.errors


def test_a_file_that_cannot_be_read_does_not_hide_a_match(
    takeback: Takeback, tmp_path: Path, list_file: Path
) -> None:
    empty = tmp_path / "empty.jpg"
    empty.touch()

    ended = takeback("match", empty, saved(tmp_path, draw(0)), "--list", list_file)

    assert ended.code == 3
    assert "drawing-0" in ended.lines[0]
    assert "empty.jpg: the file is empty" in ended.errors


@pytest.mark.parametrize("content", [None, b"", b"\x89PNG\r\n\x1a\n" * 200])
def test_a_list_that_is_none_cannot_be_searched(
    takeback: Takeback, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "not-a-list"
    if content is not None:
        path.write_bytes(content)

    ended = takeback("match", saved(tmp_path, draw()), "--list", path)

    assert ended.code == 3
    assert "`takeback list pull` makes one" in ended.errors


def test_a_folder_is_no_list(takeback: Takeback, tmp_path: Path) -> None:
    ended = takeback("match", saved(tmp_path, draw()), "--list", tmp_path)

    assert ended.code == 3
    assert ended.errors == f"takeback: {tmp_path} is a folder; a list is one file\n"


def test_a_list_that_the_system_will_not_open_is_out_of_reach(
    takeback: Takeback, tmp_path: Path
) -> None:
    path = tmp_path / ("x" * 300)

    ended = takeback("match", saved(tmp_path, draw()), "--list", path)

    assert ended.code == 3
    assert ended.errors == f"takeback: {path} cannot be read (File name too long)\n"


def test_a_list_into_which_nothing_was_pulled_is_no_answer(
    takeback: Takeback, tmp_path: Path
) -> None:
    path = tmp_path / "list.sqlite3"
    with open_list(path, create=True):
        pass

    ended = takeback("match", saved(tmp_path, draw()), "--list", path)

    assert ended.code == 3
    assert "nothing has been pulled into" in ended.errors


def test_a_list_whose_pull_was_cut_off_is_searched_and_that_is_said(
    takeback: Takeback, tmp_path: Path, list_file: Path
) -> None:
    with open_list(list_file, create=True) as connection:
        apply_page(connection, page(more=True), url="https://x.example")

    ended = takeback("match", saved(tmp_path, draw(2)), "--list", list_file, "--json")

    assert ended.code == 0
    assert len(ended.lines) == 1
    assert "the last pull was cut off and more is waiting" in ended.errors


def test_a_list_damaged_inside_is_said_to_be(
    takeback: Takeback, tmp_path: Path, list_file: Path
) -> None:
    data = bytearray(list_file.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    list_file.write_bytes(data)

    ended = takeback("match", saved(tmp_path, draw()), "--list", list_file)

    assert ended.code == 3
    assert str(list_file) in ended.errors
