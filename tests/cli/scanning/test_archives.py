import hashlib
import io
import json
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from takeback.cli.scanning import held
from takeback.cli.scanning.finding import find_places
from takeback.cli.scanning.looking import Looker, Looking
from takeback.cli.scanning.places import Place
from takeback.matching.feed_pages import ListedFingerprint
from takeback.matching.list_file import apply_page, open_list
from tests.cli.clips import scenes, write_video
from tests.cli.conftest import Takeback
from tests.matching.pages import change, page

NAMES = ["a/x.png", "a/listed.png", "notes.txt"]


def fill_zip(path: Path, drawings: list[bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.mkdir("a")
        for name, content in zip(NAMES, [*drawings[:2], b"no picture"], strict=True):
            archive.writestr(name, content)
    return path


def fill_tar(path: Path, drawings: list[bytes], *, mode: str = "w:") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        archive.addfile(folder("a"))
        for name, content in zip(NAMES, [*drawings[:2], b"no picture"], strict=True):
            add(archive, name, content)
        link = tarfile.TarInfo("link.png")
        link.type, link.linkname = tarfile.SYMTYPE, "a/x.png"
        archive.addfile(link)
    return path


def folder(name: str) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type = tarfile.DIRTYPE
    return info


def add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    archive.addfile(info, io.BytesIO(content))


@pytest.mark.parametrize(
    ("name", "mode"),
    [("f.zip", ""), ("f.tar", "w:"), ("f.TGZ", "w:gz"), ("f.tar.bz2", "w:bz2"), ("f.txz", "w:xz")],
)  # fmt: skip
def test_the_files_of_an_archive_are_searched(
    takeback: Takeback, tmp_path: Path, list_file: Path, drawings: list[bytes], name: str, mode: str
) -> None:
    path = tmp_path / name
    _ = fill_tar(path, drawings, mode=mode) if mode else fill_zip(path, drawings)

    ended = takeback("scan", path, "--list", list_file, "--effort", 0)

    lines = [json.loads(line) for line in ended.lines]
    assert [line["file"] for line in lines] == [f"{path}/{name}" for name in NAMES]
    assert [len(line.get("matches", ())) for line in lines] == [0, 1, 0]
    assert "it is no picture" in lines[2]["unreadable"]


def test_members_of_one_name_are_all_searched(tmp_path: Path, drawings: list[bytes]) -> None:
    path = tmp_path / "f.tar"
    with tarfile.open(path, "w") as archive:
        for content in drawings[:3]:
            add(archive, "x.png", content)

    places = list(find_places([str(path)]))

    assert [place.name.removeprefix(str(path)) for place in places] == [
        "/x.png", "/x.png (2)", "/x.png (3)",
    ]  # fmt: skip


def test_a_picture_with_an_archives_name_is_searched_as_what_it_is(
    takeback: Takeback, tmp_path: Path, list_file: Path, drawings: list[bytes]
) -> None:
    path = tmp_path / "hidden.zip"
    path.write_bytes(drawings[1])

    ended = takeback("scan", path, "--list", list_file, "--effort", 0)

    assert ended.code == 0
    assert json.loads(ended.lines[0])["file"] == str(path)


@pytest.mark.parametrize("name", ["f.zip", "f.tar", "f.tar.gz"])
def test_an_archive_of_nothing_but_damage_is_listed(
    takeback: Takeback, tmp_path: Path, list_file: Path, name: str
) -> None:
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / name).write_bytes(b"\x1f\x8b damaged" * 100)

    ended = takeback("scan", tmp_path / "uploads", "--list", list_file)

    assert ended.code == 3
    assert [json.loads(line)["unreadable"] for line in ended.lines] == [
        "the archive is damaged or cut off"
    ]


@pytest.mark.parametrize(("mode", "kept"), [("w:", 0.5), ("w:gz", 0.7), ("w:", 0.85)])
def test_what_is_left_of_an_archive_that_is_cut_off_is_searched_and_the_loss_is_listed(
    takeback: Takeback,
    tmp_path: Path,
    list_file: Path,
    drawings: list[bytes],
    mode: str,
    kept: float,
) -> None:
    path = fill_tar(tmp_path / "f.tar", drawings, mode=mode)
    os.truncate(path, int(path.stat().st_size * kept))

    ended = takeback("scan", path, "--list", list_file, "--effort", 0)

    lines = [json.loads(line) for line in ended.lines]
    assert lines[0] == {"file": f"{path}/a/x.png", "matches": []}
    assert lines[-1] == {"file": str(path), "unreadable": "the archive is damaged or cut off"}


def test_a_tar_with_noise_between_its_files_is_said_to_be_damaged(
    tmp_path: Path, drawings: list[bytes]
) -> None:
    path = fill_tar(tmp_path / "f.tar", drawings)
    whole = path.read_bytes()
    place = whole.index(b"a/listed.png\0")  # a header, which no checksum fits any more
    path.write_bytes(whole[:place] + b"\xff" * 512 + whole[place + 512 :])

    *found, last = find_places([str(path)])

    assert [place.name for place in found] == [f"{path}/a/x.png"]
    assert (last.name, last.problem) == (str(path), "the archive is damaged or cut off")


def test_a_locked_member_is_listed(
    takeback: Takeback, tmp_path: Path, list_file: Path, drawings: list[bytes]
) -> None:
    path = fill_zip(tmp_path / "f.zip", drawings)
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flag in both headers
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + place] |= 1
    path.write_bytes(bytes(content))

    ended = takeback("scan", path, "--list", list_file)

    assert {json.loads(line)["unreadable"] for line in ended.lines} == {
        "it is locked with a password"
    }


@pytest.mark.parametrize("in_memory_bytes", [held.IN_MEMORY_BYTES, 1000])
def test_a_video_in_an_archive_is_read_as_one_in_a_folder(
    looking: Looking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_memory_bytes: int
) -> None:
    monkeypatch.setattr(held, "IN_MEMORY_BYTES", in_memory_bytes)
    video = write_video(tmp_path / "v.mp4", scenes(1, 2))
    digest = ListedFingerprint(
        "md5", "file", hashlib.md5(video.read_bytes(), usedforsecurity=False).digest()
    )
    with open_list(looking.list_file, create=True) as connection:
        listed = page(change("clip", digest), cursor="0badcafe-2")
        apply_page(connection, listed, url="https://x.example")
    with zipfile.ZipFile(tmp_path / "v.zip", "w") as archive:
        archive.write(video, "v.mp4")

    with Looker(looking) as looker:
        (place,) = find_places([str(tmp_path / "v.zip")])
        packed, plain = looker.look(place), looker.look(Place(str(video), str(video)))

    assert plain["matches"] == packed["matches"]
    assert "'entry': 'clip'" in str(packed["matches"])


def test_an_archive_in_an_archive_says_so_and_a_picture_with_such_a_name_is_found(
    takeback: Takeback, list_file: Path, tmp_path: Path, drawings: list[bytes]
) -> None:
    with zipfile.ZipFile(tmp_path / "inner.zip", "w") as inner:
        inner.writestr("in.png", drawings[1])
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as outer:
        outer.write(tmp_path / "inner.zip", "inner.zip")
        outer.writestr("picture.zip", drawings[1])

    ended = takeback("scan", tmp_path / "outer.zip", "--list", list_file)

    nested, picture = (json.loads(line) for line in ended.lines)
    assert nested["unreadable"].startswith("it is an archive inside an archive")
    assert picture["matches"][0]["entry"] == "drawing-1"
