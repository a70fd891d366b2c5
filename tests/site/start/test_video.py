"""A video becomes fingerprints of its frames, on the device; what cannot be read is said."""

import hashlib
import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.site.start.pictures import bits_apart, cat, encode
from tests.site.start.start_page import OPENED, StartPage
from tests.site.start.videos import KINDS, Frame, film, moov_first, moving, sound_only, turned

DONE = {"status": 201, "json": OPENED}


def _clip(page: StartPage, video: bytes) -> dict[str, Any]:
    clip: dict[str, Any] = page.fingerprint(video)["done"]["clip"]
    return clip


def _bits_off(clip: dict[str, Any], frames: list[Frame]) -> list[int]:
    """How far each fingerprint is from the frame that it should be of."""
    return [
        bits_apart(made["bits"], Image.fromarray(frame))
        for made, frame in zip(clip["frames"], frames, strict=True)
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_video_gives_a_frame_a_second(maker: StartPage, kind: str) -> None:
    frames = moving(20)

    clip = _clip(maker, film(frames, kind))

    assert clip["note"] is None
    assert clip["seconds"] == pytest.approx(4, abs=0.3)
    assert [frame["at"] for frame in clip["frames"]] == pytest.approx([0, 1, 2, 3], abs=0.02)
    assert min(frame["quality"] for frame in clip["frames"]) >= 50
    # Encoding costs some bits; 12 were the most that were measured.
    assert max(_bits_off(clip, frames[::5])) <= 20


def test_the_digests_are_those_of_the_whole_file(maker: StartPage) -> None:
    video = film(moving(10))

    done = maker.fingerprint(video)["done"]

    assert done["md5"] == hashlib.md5(video, usedforsecurity=False).hexdigest()
    assert done["sha256"] == hashlib.sha256(video).hexdigest()


def test_bars_that_stay_are_cut_off(maker: StartPage) -> None:
    clip = _clip(maker, film(moving(15, border=40)))

    assert max(_bits_off(clip, moving(15)[::5])) <= 20


def test_a_video_is_shown_upright_before_it_is_looked_at(maker: StartPage) -> None:
    frames = moving(15)

    clip = _clip(maker, turned(film(frames, "mp4, h264")))

    upright = [np.rot90(frame, -1).copy() for frame in frames[::5]]
    assert max(_bits_off(clip, upright)) <= 20


def test_a_frame_like_the_last_one_is_left_out(maker: StartPage) -> None:
    still = moving(1) * 20
    late = moving(21)[20:] * 10

    clip = _clip(maker, film(still + late))

    assert [frame["at"] for frame in clip["frames"]] == pytest.approx([0, 4], abs=0.02)


@pytest.mark.parametrize(
    ("seconds", "count", "apart"),
    [(0, 1, 1), (0.4, 1, 1), (12.2, 13, 1), (600, 600, 1), (600.1, 301, 2), (1210, 404, 3)],
)
def test_at_most_600_frames_are_looked_at_evenly(
    maker: StartPage, seconds: float, count: int, apart: int
) -> None:
    ask = "async ([address, seconds]) => (await import(address)).timesIn(seconds)"

    times = maker.page.evaluate(ask, [f"{maker.static}video/clip.js", seconds])

    assert times == [number * apart for number in range(count)]


def test_uneven_times_are_no_trouble(maker: StartPage) -> None:
    video = film(moving(2) + moving(40)[20:], rate=Fraction(7, 3))

    clip = _clip(maker, video)

    assert clip["seconds"] == pytest.approx(22 * 3 / 7, abs=0.5)
    assert all(abs(frame["at"] - round(frame["at"])) <= 0.25 for frame in clip["frames"])


@pytest.mark.parametrize(
    ("video", "note"),
    [
        (film([np.zeros((120, 160, 3), np.uint8)] * 10), "plain"),
        (film(moving(10), "mp4, h264", codec="mpeg4"), "not-decoded"),
    ],
    ids=["all black", "unknown codec"],
)
def test_what_gives_no_frame_is_found_only_as_the_file_it_is(
    maker: StartPage, video: bytes, note: str
) -> None:
    done = maker.fingerprint(video)["done"]

    assert (done["clip"]["note"], done["clip"]["frames"]) == (note, [])
    assert done["sha256"] == hashlib.sha256(video).hexdigest()


def test_a_file_cut_off_gives_what_comes_before_the_cut(start: StartPage) -> None:
    video = moov_first(film(moving(40), "mp4, h264"))

    states = start.choose(video[: len(video) * 2 // 3])

    assert states == ["ready"]
    assert re.match("A video of [3-6] seconds: [3-6] frames", start.notes()[0])
    assert start.notes()[0].endswith(
        "The end of this file is missing. If it is still being saved, wait and choose it again."
    )


@pytest.mark.parametrize(
    ("video", "reason"),
    [
        (sound_only(), "no-video"),
        (film(moving(20), "mp4, h264")[:3000], "truncated"),
        (b"\x1a\x45\xdf\xa3" + bytes(500), "not-decoded"),
    ],
    ids=["only sound", "cut before its table", "nothing in it"],
)
def test_a_bad_video_says_what_is_wrong(maker: StartPage, video: bytes, reason: str) -> None:
    assert maker.fingerprint(video)["reason"] == reason


def test_the_row_says_how_long_it_is_and_offers_no_preview(start: StartPage) -> None:
    states = start.choose(film(moving(15)), encode(cat(), "PNG"))

    assert states == ["ready", "ready"]
    assert start.notes()[0] == "A video of 3 seconds: 3 frames have a fingerprint."
    assert [button.is_visible() for button in start.page.locator("[data-show]").all()] == [
        False,
        True,
    ]


def test_a_video_travels_as_its_frames_and_digests(start: StartPage) -> None:
    sent = start.serve(DONE)
    start.choose(film(moving(15)))
    start.answer()
    start.send()
    expect(start.page.locator("#start-words li")).to_have_count(6)

    assert sent[0].post_data_json
    [video] = sent[0].post_data_json["pictures"]
    assert set(video) == {"kind", "md5", "sha256", "frames"}
    assert video["kind"] == "video"
    assert [set(frame) for frame in video["frames"]] == [{"at", "quality", "bits"}] * 3
    assert all(re.fullmatch("[0-9a-f]{64}", frame["bits"]) for frame in video["frames"])


# Stands in for a worker in the middle of a long video.
HALFWAY = """
Worker.prototype.postMessage = function ({ number }) {
  this.onmessage({ data: { number, progress: { part: "frames", done: 12, of: 60 } } });
};
"""


def test_it_says_how_far_it_is_and_can_be_stopped(page: Page, server: str) -> None:
    page.add_init_script(HALFWAY)
    start = StartPage(page, server).open("you")
    start.hand_over(film(moving(5)))
    expect(page.locator(".start-state")).to_have_text("12 of 60 seconds")

    page.get_by_role("button", name="Stop").click()

    expect(page.locator(".start-state")).to_have_text("Stopped")


def test_the_reader_of_videos_is_loaded_only_for_a_video_and_from_here(start: StartPage) -> None:
    start.choose(encode(cat(), "PNG"))
    assert not [request for request in start.requests if "/video/" in request.url]

    start.choose(film(moving(5)))

    loaded = [request.url for request in start.requests if "mediabunny" in request.url]
    assert len(loaded) == 1
    assert all(request.url.startswith(start.server) for request in start.requests)


def test_without_a_line_it_asks_for_one_and_then_works(start: StartPage) -> None:
    start.page.context.set_offline(True)
    assert start.choose(film(moving(10))) == ["failed"]
    assert "needs one more piece" in start.notes()[0]

    start.page.context.set_offline(False)
    start.page.locator("[data-retry]:visible").click()

    expect(start.page.locator("#start-count")).to_have_text("1 picture is ready.")


def _without_decoders(page: Page) -> None:
    """As in a browser that plays videos but lends nobody its decoders."""

    def serve(route: Route) -> None:
        response = route.fetch()
        body = "delete globalThis.VideoDecoder;\n" + response.text()
        route.fulfill(response=response, body=body)

    page.route("**/start/worker.js", serve)


def test_without_decoders_the_browsers_player_gives_the_frames(page: Page, server: str) -> None:
    _without_decoders(page)
    start = StartPage(page, server).open("you")
    sent = start.serve(DONE)

    assert start.choose(film(moving(15))) == ["ready"]
    start.answer()
    start.send()
    expect(page.locator("#start-words li")).to_have_count(6)

    assert not [request for request in start.requests if "mediabunny" in request.url]
    assert page.locator("video").count() == 0
    assert sent[0].post_data_json
    clip = sent[0].post_data_json["pictures"][0]
    assert [frame["at"] for frame in clip["frames"]] == [0, 1, 2]
    assert max(_bits_off(clip, moving(15)[::5])) <= 20


def test_a_webm_file_cut_off_is_read_as_far_as_it_goes(page: Page, server: str) -> None:
    video = film(moving(40))
    start = StartPage(page, server).open("you")

    assert start.choose(video[: len(video) // 2]) == ["ready"]

    assert re.search("[2-6] frames have a fingerprint", start.notes()[0])
