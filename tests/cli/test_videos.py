import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from takeback.cli.videos import contents
from takeback.cli.videos.files import is_video
from takeback.cli.videos.read import read_query, read_video
from takeback.fingerprint.picture import fingerprint_pixels
from takeback.matching.feed_pages import ListedFingerprint
from takeback.matching.list_file import apply_page, open_list
from tests.cli.clips import RATE, Pixels, scenes, write_sound, write_video
from tests.cli.conftest import Takeback
from tests.cli.drawings import draw, encode
from tests.matching.pages import change, page


def untold(at: float, seconds: float) -> None:
    """Nobody watches."""


def bits_from(frame: dict[str, str], pixels: Pixels) -> int:
    """How far a frame told of is from the picture it was made from, in bits."""
    whole = fingerprint_pixels(pixels).whole
    return (int(frame["pdq"], 16) ^ whole.bits).bit_count()


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return write_video(tmp_path / "clip.mp4", scenes(1, 2, 3))


def test_json_has_the_documented_form(takeback: Takeback, video: Path) -> None:
    ended = takeback("fingerprint", video, "--json")

    told = json.loads(ended.lines[0])
    frames = told.pop("frames")
    assert (ended.code, ended.errors) == (0, "")
    assert told == {
        "file": str(video),
        "kind": "video",
        "width": 160,
        "height": 96,
        "seconds": 3.0,
        "md5": hashlib.md5(video.read_bytes(), usedforsecurity=False).hexdigest(),
        "sha256": hashlib.sha256(video.read_bytes()).hexdigest(),
    }
    assert [set(frame) for frame in frames] == [{"at", "pdq", "quality"}] * 3
    assert [frame["at"] for frame in frames] == [0.0, 1.0, 2.0]


def test_each_frame_has_the_fingerprint_of_its_picture(takeback: Takeback, video: Path) -> None:
    frames = json.loads(takeback("fingerprint", video, "--json").lines[0])["frames"]

    # What coding changed.
    assert [bits_from(frames[n], scenes(n + 1)[0]) <= 10 for n in range(3)] == [True] * 3


def test_text_shows_a_person_how_much_there_is(takeback: Takeback, video: Path) -> None:
    ended = takeback("fingerprint", video)

    assert ended.lines[:3] == [str(video), "  size     160 x 96, 3 seconds", "  frames   3"]


def test_vpdq_lines_are_number_quality_pdq_and_seconds(
    takeback: Takeback, video: Path, tmp_path: Path
) -> None:
    ended = takeback("fingerprint", video, "--vpdq", tmp_path / "clip.txt", "--json")

    frames = json.loads(ended.lines[0])["frames"]
    assert (tmp_path / "clip.txt").read_text().splitlines() == [
        f"{number * RATE},{frame['quality']},{frame['pdq']},{number}.000"
        for number, frame in enumerate(frames)
    ]


@pytest.mark.parametrize("reason", ["two files", "a picture", "nowhere to write"])
def test_vpdq_lines_are_of_one_video(
    takeback: Takeback, video: Path, tmp_path: Path, reason: str
) -> None:
    picture = tmp_path / "drawing.png"
    picture.write_bytes(encode(draw(), "PNG"))
    target = tmp_path / "clip.txt"
    files, to, code = {
        "two files": ([video, video], target, 2),
        "a picture": ([picture], target, 2),
        "nowhere to write": ([video], tmp_path / "missing" / "clip.txt", 3),
    }[reason]

    ended = takeback("fingerprint", *files, "--vpdq", to)

    assert ended.code == code
    assert not target.exists()


def test_frames_nearly_equal_to_the_one_before_are_left_out(
    takeback: Takeback, tmp_path: Path
) -> None:
    path = write_video(tmp_path / "still.mp4", scenes(1, 1, 1, 2, 1))

    frames = json.loads(takeback("fingerprint", path, "--json").lines[0])["frames"]

    assert [frame["at"] for frame in frames] == [0.0, 3.0, 4.0]


@pytest.mark.parametrize("key_every", [1, 3, 1000])
def test_whatever_hangs_on_other_frames_is_decoded_right(tmp_path: Path, key_every: int) -> None:
    frames = scenes(1, 2, 3, 4, frames_each=7)
    path = write_video(tmp_path / "clip.mp4", frames, key_every=key_every)

    read = read_video(path, tell=untold)

    distances = [
        (frame.fingerprint.bits ^ fingerprint_pixels(frames[frame.number]).whole.bits).bit_count()
        for frame in read.frames
    ]
    assert [round(frame.at) for frame in read.frames] == [0, 1, 2]
    assert max(distances) <= 10


def test_a_variable_frame_rate_is_sampled_by_the_clock(tmp_path: Path) -> None:
    # Two frames in the first second, then none for three seconds, then a burst.
    frames = scenes(1, 2, 3, 4, 5, 6, frames_each=1)
    path = write_video(tmp_path / "phone.mkv", frames, times=[0, 4, 40, 41, 50, 60])

    read = read_video(path, tell=untold)

    # Seconds 0, 1 to 2, 3 to 4, 5, 6: the nearest of each, once.
    assert [frame.at for frame in read.frames] == [0.0, 0.4, 4.0, 5.0, 6.0]


def test_a_video_that_a_player_turns_is_turned_upright(takeback: Takeback, tmp_path: Path) -> None:
    path = write_video(tmp_path / "held.mp4", scenes(1), turned=90)

    told = json.loads(takeback("fingerprint", path, "--json").lines[0])

    upright = np.rot90(scenes(1)[0])
    assert (told["width"], told["height"]) == (96, 160)
    assert bits_from(told["frames"][0], np.ascontiguousarray(upright)) <= 10


def test_borders_that_most_frames_have_are_cut(takeback: Takeback, tmp_path: Path) -> None:
    framed = [np.pad(pixels, ((32, 32), (0, 0), (0, 0))) for pixels in scenes(1, 2)]
    path = write_video(tmp_path / "letterbox.mp4", framed)

    told = json.loads(takeback("fingerprint", path, "--json").lines[0])

    assert told["height"] == 160
    assert max(bits_from(told["frames"][n], scenes(n + 1)[0]) for n in range(2)) <= 16


def test_a_second_of_video_has_one_frame(tmp_path: Path) -> None:
    path = write_video(tmp_path / "short.webm.mp4", scenes(1))

    read = read_video(path, tell=untold)

    assert (read.seconds, [frame.at for frame in read.frames]) == (1.0, [0.0])


def test_a_single_frame_is_a_video_too(tmp_path: Path) -> None:
    read = read_video(write_video(tmp_path / "one.mp4", scenes(1)[:1]), tell=untold)

    assert (read.seconds, len(read.frames)) == (0.0, 1)


@pytest.mark.parametrize("name", ["transport.ts", "phone.mov", "old.avi"])
def test_other_containers_are_read_too(tmp_path: Path, name: str) -> None:
    frames = scenes(1, 2, 3)

    read = read_video(write_video(tmp_path / name, frames), tell=untold)

    assert [frame.number for frame in read.frames] == [0, RATE, 2 * RATE]
    assert [frame.at for frame in read.frames] == [0.0, 1.0, 2.0]


def test_frames_without_times_are_taken_as_25_a_second(tmp_path: Path) -> None:
    path = write_video(tmp_path / "bare.h264", scenes(1, 2, 3, frames_each=20))

    read = read_video(path, tell=untold)

    assert [(frame.number, frame.at) for frame in read.frames] == [(0, 0.0), (25, 1.0), (50, 2.0)]


def test_all_black_is_said_and_still_told(takeback: Takeback, tmp_path: Path) -> None:
    path = write_video(tmp_path / "black.mp4", [np.zeros((96, 160, 3), np.uint8)] * 20)

    ended = takeback("fingerprint", path, "--json")

    assert ended.code == 0
    assert [frame["quality"] for frame in json.loads(ended.lines[0])["frames"]] == [0]
    assert ended.errors == (
        f"{path}: not one frame shows enough to be recognised by its looks; only as a file\n"
    )
    assert read_query(path, tell=untold).clip.size == 0


def test_of_a_video_that_is_cut_off_the_rest_is_used_and_it_is_said(
    takeback: Takeback, tmp_path: Path
) -> None:
    whole = write_video(tmp_path / "whole.mp4", scenes(1, 2, 3, 4), movflags="+faststart")
    path = tmp_path / "cut.mp4"
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size * 6 // 10])

    ended = takeback("fingerprint", path, "--json")

    told = json.loads(ended.lines[0])
    assert ended.code == 0
    assert 2 <= len(told["frames"]) < 4
    assert "cut.mp4: it is cut off or damaged; " in ended.errors


def test_of_a_video_without_one_frame_that_can_be_decoded_nothing_is_told(
    takeback: Takeback, video: Path, tmp_path: Path
) -> None:
    whole = video.read_bytes()
    start, stop = whole.index(b"mdat") + 4, whole.index(b"moov") - 4
    path = tmp_path / "spoiled.mp4"
    path.write_bytes(whole[:start] + bytes(stop - start) + whole[stop:])

    ended = takeback("fingerprint", path)

    assert (ended.code, ended.lines) == (3, [])
    assert ended.errors.startswith(
        f"{path}: not one of its frames can be decoded; it is damaged or cut off\n"
    )


def test_what_is_no_video_is_said_in_a_line_each(
    takeback: Takeback, video: Path, tmp_path: Path
) -> None:
    text, empty, lost = tmp_path / "text.mp4", tmp_path / "empty.mp4", tmp_path / "lost.mp4"
    text.write_text("this is no video\n" * 99)
    empty.touch()
    # The index stands at the end, so nothing can be found without it.
    lost.write_bytes(video.read_bytes()[: video.stat().st_size // 2])
    sound = write_sound(tmp_path / "sound.m4a")
    noise = tmp_path / "noise.mkv"
    noise.write_bytes(b"\x1aE\xdf\xa3" + np.random.default_rng(1).bytes(5000))

    ended = takeback("fingerprint", text, empty, lost, sound, noise, video)

    unknown = "it is no video of a kind that can be read, or it is cut off or damaged"
    assert ended.code == 3
    assert ended.errors.splitlines() == [
        f"{text}: {unknown}",
        f"{empty}: the file is empty",
        f"{lost}: {unknown}",
        f"{sound}: there are no moving pictures in it, only sound or other data",
        f"{noise}: {unknown}",
        "takeback: 5 of 6 files could not be read",
    ]
    assert ended.lines[0] == str(video)


def test_a_video_that_sends_its_reader_nowhere_is_said_in_one_line(
    takeback: Takeback, tmp_path: Path
) -> None:
    path = tmp_path / "nowhere.mp4"
    begins = b"\0\0\0\x18ftypisom\0\0\0\0isommp42"
    path.write_bytes(begins + b"\0\0\0\x01mdat" + (2**63 - 1).to_bytes(8) + bytes(100))

    ended = takeback("fingerprint", path)

    assert ended.code == 3
    assert ended.errors.splitlines() == [
        f"{path}: it is no video of a kind that can be read, or it is cut off or damaged",
        "takeback: 1 of 1 files could not be read",
    ]


def test_frames_that_become_huge_on_the_way_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [
        write_video(tmp_path / "small.h264", scenes(1, 2)),
        write_video(tmp_path / "large.h264", scenes(3, 4, width=320, height=192)),
    ]
    path = tmp_path / "grows.h264"
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    assert [frame.at for frame in read_video(path, tell=untold).frames] == [0.0, 1.0]
    monkeypatch.setattr(contents, "MOST_PIXELS", 200 * 120)

    assert [frame.at for frame in read_video(path, tell=untold).frames] == [0.0]


def test_a_playlist_opens_no_other_file(takeback: Takeback, video: Path, tmp_path: Path) -> None:
    path = tmp_path / "playlist.mp4"
    path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n{video}\n#EXT-X-ENDLIST\n")

    ended = takeback("fingerprint", path)

    assert (ended.code, ended.lines) == (3, [])


def test_a_picture_named_as_a_video_is_still_a_picture(takeback: Takeback, tmp_path: Path) -> None:
    path = tmp_path / "really-a-png.mp4"
    path.write_bytes(encode(draw(), "PNG"))

    assert "views" in json.loads(takeback("fingerprint", path, "--json").lines[0])


@pytest.mark.parametrize(
    ("start", "is_one"),
    [
        (b"\0\0\0\x18ftypmp42", True),
        (b"\0\0\0\x18ftypheic", False),
        (b"\0\0\0\x1cftypavif", False),
        (b"\0\0\0\x08wide", True),
        (b"RIFF\0\0\0\0AVI LIST", True),
        (b"RIFF\0\0\0\0WEBPVP8 ", False),
        ((b"G" + bytes(187)) * 3, True),
        ((bytes(4) + b"G" + bytes(187)) * 3, True),
        (b"GIF89a" + b"G" * 394, False),
        (b"", False),
    ],
)
def test_videos_are_told_by_how_they_begin(start: bytes, is_one: bool) -> None:  # noqa: FBT001
    assert is_video(start) is is_one


def test_a_watcher_hears_how_far_it_is(video: Path) -> None:
    heard: list[tuple[float, float]] = []

    read_video(video, tell=lambda at, seconds: heard.append((at, seconds)))

    assert heard == [(0.0, 3.0), (1.0, 3.0), (2.0, 3.0)]


def test_cancelled_halfway_leaves_nothing_open(video: Path) -> None:
    opened = sorted(Path("/proc/self/fd").iterdir())

    def cancel(at: float, seconds: float) -> None:
        if at > seconds / 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_video(video, tell=cancel)

    assert sorted(Path("/proc/self/fd").iterdir()) == opened


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A list with one clip of three drawings."""
    clip = read_video(write_video(tmp_path / "known.mp4", scenes(1, 2, 3)), tell=untold)
    frames = [
        ListedFingerprint("vpdq-1", f"frame-{number:04}", bytes.fromhex(frame.fingerprint.hex))
        for number, frame in enumerate(clip.frames, 1)
    ]
    md5 = ListedFingerprint("md5", "file", bytes.fromhex(clip.md5))
    path = tmp_path / "list.sqlite3"
    with open_list(path, create=True) as connection:
        apply_page(connection, page(change("known", *frames, md5)), url="https://x.example")
    return path


@pytest.mark.parametrize("orientation", ["whole", "mirror"])
def test_a_short_clip_inside_a_long_letterboxed_copy_is_found(
    takeback: Takeback, listed: Path, tmp_path: Path, orientation: str
) -> None:
    # The clip begins between two seconds of the copy.
    shown = [*scenes(11, 12, 13, frames_each=9), *scenes(1, 2, 3), *scenes(14, 15, 16, 17, 18, 19)]
    step = 1 if orientation == "whole" else -1
    framed = [np.pad(pixels[:, ::step], ((32, 32), (0, 0), (0, 0))) for pixels in shown]
    path = write_video(tmp_path / "copy.mp4", framed)

    ended = takeback("match", path, "--list", listed, "--json")

    (match,) = json.loads(ended.lines[0])["matches"]
    assert (match["entry"], match["view"]) == ("known", "video")
    assert (match["clip_share"], match["orientation"]) == (1.0, orientation)
    assert 0.15 < match["query_share"] < 0.35


def test_the_very_same_video_is_named_once_and_as_such(
    takeback: Takeback, listed: Path, tmp_path: Path
) -> None:
    ended = takeback("match", tmp_path / "known.mp4", "--list", listed, "--json")

    (match,) = json.loads(ended.lines[0])["matches"]
    assert (match["entry"], match["view"], match["distance"]) == ("known", "file", 0)


def test_a_video_with_one_of_three_scenes_is_no_match(
    takeback: Takeback, listed: Path, tmp_path: Path
) -> None:
    other = write_video(tmp_path / "other.mp4", scenes(4, 5, 1))

    assert takeback("match", other, "--list", listed).code == 1
