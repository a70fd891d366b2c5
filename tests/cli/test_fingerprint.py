import hashlib
import json
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from takeback.fingerprint.picture import VIEWS, fingerprint_pixels, make_views
from tests.cli.conftest import Takeback
from tests.cli.drawings import draw, encode


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "drawing.png"
    path.write_bytes(encode(draw(), "PNG"))
    return path


def test_json_has_the_documented_form(takeback: Takeback, picture: Path) -> None:
    ended = takeback("fingerprint", picture, "--json")

    made = fingerprint_pixels(np.asarray(draw()))
    told = json.loads(ended.lines[0])
    views, house = told.pop("views"), told.pop("house")
    assert (ended.code, ended.errors) == (0, "")
    assert told == {
        "file": str(picture),
        "width": 320,
        "height": 240,
        "quality": made.quality,
        "md5": hashlib.md5(picture.read_bytes(), usedforsecurity=False).hexdigest(),
        "sha256": hashlib.sha256(picture.read_bytes()).hexdigest(),
        "pdq": made.whole.hex,
    }
    assert views[:8] == [
        {"view": item.view, "pdq": item.fingerprint.hex, "quality": made.quality}
        for item in made.views
    ]
    listed = make_views(np.asarray(draw()))
    assert [item["view"] for item in views + house] == [
        *VIEWS,
        *(item.view for item in listed if item.recipe == "pdq-1" and item.view not in VIEWS),
        *(item.view for item in listed if item.recipe == "pdq-mean-1"),
    ]
    assert {frozenset(item) for item in house} == {frozenset({"view", "pdq-mean-1", "quality"})}


def test_text_shows_the_same_to_a_person(takeback: Takeback, picture: Path) -> None:
    ended = takeback("fingerprint", picture)

    assert ended.lines[0] == str(picture)
    assert ended.lines[1] == "  size     320 x 240"
    assert "plain" not in ended.lines[2]
    assert ended.lines[3].endswith(fingerprint_pixels(np.asarray(draw())).whole.hex)


def test_a_plain_picture_is_said_to_be_plain_and_still_fingerprinted(
    takeback: Takeback, tmp_path: Path
) -> None:
    path = tmp_path / "grey.png"
    path.write_bytes(encode(Image.new("RGB", (99, 99), "grey"), "PNG"))

    ended = takeback("fingerprint", path)

    assert ended.code == 0
    assert "quality  0; too plain" in ended.lines[2]
    assert ended.lines[3].startswith("  pdq      ")


def test_files_that_cannot_be_read_get_a_line_each_and_the_others_go_on(
    takeback: Takeback, picture: Path, tmp_path: Path
) -> None:
    empty, cut, pipe = tmp_path / "empty.jpg", tmp_path / "cut.jpg", tmp_path / "pipe"
    empty.touch()
    cut.write_bytes(encode(draw(), "JPEG")[:3000])
    os.mkfifo(pipe)
    missing, device = tmp_path / "missing.jpg", Path("/dev/zero")

    ended = takeback("fingerprint", empty, cut, pipe, picture, missing, device, tmp_path, "--json")

    assert ended.code == 3
    assert [json.loads(line)["file"] for line in ended.lines] == [str(picture)]
    assert ended.errors.splitlines() == [
        f"{empty}: the file is empty",
        f"{cut}: it is damaged, or not the picture its name says",
        f"{pipe}: it is not an ordinary file; give picture files",
        f"{missing}: it cannot be opened (No such file or directory)",
        f"{device}: it is not an ordinary file; give picture files",
        f"{tmp_path}: it is a folder; give picture files",
        "takeback: 6 of 7 files could not be read",
    ]


def test_the_kind_of_file_is_seen_and_not_believed_from_its_name(
    takeback: Takeback, tmp_path: Path
) -> None:
    path = tmp_path / "really-a-png.jpg"
    path.write_bytes(encode(draw(), "PNG"))

    assert takeback("fingerprint", path).code == 0


def test_a_name_that_a_terminal_would_obey_is_shown_harmless(
    takeback: Takeback, tmp_path: Path
) -> None:
    path = tmp_path / "red\x1b[31m\n.png"
    path.write_bytes(encode(draw(), "PNG"))

    text, as_json = takeback("fingerprint", path), takeback("fingerprint", path, "--json")

    assert text.lines[0] == f"{tmp_path}/red\\x1b[31m\\x0a.png"
    assert json.loads(as_json.lines[0])["file"] == str(path)


def test_a_name_in_no_encoding_comes_back_whole(takeback: Takeback, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.png"))
    path.write_bytes(encode(draw(), "PNG"))

    text, as_json = takeback("fingerprint", path), takeback("fingerprint", path, "--json")

    assert text.code == 0
    assert json.loads(as_json.lines[0])["file"] == str(path)


def test_no_file_is_wrong_use(takeback: Takeback) -> None:
    ended = takeback("fingerprint")

    assert ended.code == 2
    assert "Missing argument" in ended.errors
