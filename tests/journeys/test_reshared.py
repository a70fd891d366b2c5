"""Copies as they go round are found: mirrored, cropped, screenshotted, a part of a video."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pdqhash
import pytest
from PIL import Image, ImageDraw, ImageOps
from playwright.sync_api import Browser

from tests.fingerprint.photographs import open_photograph
from tests.instance import Instance
from tests.journeys.browser import (
    PHONE,
    agree,
    answer_about,
    choose,
    go_on,
    read_words,
    visit,
)
from tests.site.start.videos import film, moving

pytestmark = pytest.mark.journey


def _mirrored(picture: Image.Image) -> Image.Image:
    return ImageOps.mirror(picture).resize((picture.width * 3 // 4, picture.height * 3 // 4))


def _cropped(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    return picture.crop(
        (round(0.043 * width), round(0.071 * height), round(0.937 * width), round(0.958 * height))
    )


def _screenshotted(picture: Image.Image) -> Image.Image:
    """On a phone's screen, full width, with an app's bars and lines of text around it."""
    screen = Image.new("RGB", (720, 1480), "white")
    draw = ImageDraw.Draw(screen)
    draw.rectangle((0, 0, 720, 56), fill="#202124")
    draw.ellipse((24, 84, 104, 164), fill="#c0c8d0")
    for line, length in enumerate((300, 180)):
        draw.rectangle((128, 92 + 40 * line, 128 + length, 112 + 40 * line), fill="#444444")
    shown = picture.resize((720, picture.height * 720 // picture.width))
    screen.paste(shown, (0, 200))
    for line, length in enumerate((610, 560, 640, 300)):
        top = 260 + shown.height + 48 * line
        draw.rectangle((32, top, 32 + length, top + 22), fill="#5f6368")
    draw.rectangle((0, 1400, 720, 1480), fill="#f1f3f4")
    return screen


def _square(picture: Image.Image) -> Image.Image:
    return ImageOps.fit(picture, (min(picture.size),) * 2)


def _pdq(picture: Image.Image) -> int:
    bits, _ = pdqhash.compute(np.asarray(picture))
    return int("".join(str(bit) for bit in bits), 2)


def _list_a_file(instance: Instance, browser: Browser, file: Path) -> str:
    """Choose the file on the page, go the whole way, and return the id of its entry."""
    with visit(browser, instance.url, viewport=PHONE) as made:
        page = made.page
        page.goto("/you/start/")
        choose(page, file)
        go_on(page)
        answer_about(page)
        agree(page)
        with page.expect_response("**/api/v1/cases") as answer:
            page.locator("#start-send").click()
        read_words(page)
        assert made.complaints == []
        [entry] = answer.value.json()["entries"]
    return str(entry)


def _listed_bits(instance: Instance, key: str, entry: str) -> list[int]:
    """Every pdq-1 fingerprint of one entry, as any partner gets them."""
    cursor: str | None = None
    bits: list[int] = []
    while True:
        page = httpx.get(
            f"{instance.url}/api/v1/feed",
            params={} if cursor is None else {"cursor": cursor},
            headers={"Authorization": f"Bearer {key}"},
        ).json()
        for change in page["changes"]:
            if change["entry"] == entry:
                bits += [
                    int(one["bits"], 16)
                    for one in change["fingerprints"]
                    if one["recipe"] == "pdq-1"
                ]
        if not page["more"]:
            return bits
        cursor = page["cursor"]


def _matches(instance: Instance, file: Path, pictures_list: Path) -> list[dict[str, Any]]:
    done = instance.takeback("match", str(file), "--list", str(pictures_list), "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    matches: list[dict[str, Any]] = json.loads(done.stdout)["matches"]
    return matches


@pytest.fixture(scope="module")
def picture() -> Image.Image:
    """A cup of coffee, that no other journey lists."""
    return open_photograph("coffee.png")


@pytest.fixture(scope="module")
def key(instance: Instance) -> str:
    """The key of a partner of these journeys."""
    return instance.add_partner("Example Copies")


@pytest.fixture(scope="module")
def entry(
    instance: Instance,
    browser: Browser,
    picture: Image.Image,
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    """The entry of that picture, listed from the page."""
    path = tmp_path_factory.mktemp("original") / "coffee.jpg"
    picture.save(path, quality=90)
    return _list_a_file(instance, browser, path)


@pytest.fixture(scope="module")
def pictures_list(
    instance: Instance, key: str, entry: str, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The partner's list, brought up to date after the picture was listed."""
    del entry
    path = tmp_path_factory.mktemp("list") / "example.list"
    done = instance.takeback("list", "pull", "--url", instance.url, "--key", key, "--to", str(path))
    assert done.returncode == 0, done.stderr
    return path


@pytest.mark.parametrize("change", [_mirrored, _cropped, _screenshotted])
def test_a_changed_copy_is_found_by_our_own_matcher(
    instance: Instance,
    picture: Image.Image,
    entry: str,
    pictures_list: Path,
    tmp_path: Path,
    change: Callable[[Image.Image], Image.Image],
) -> None:
    change(picture).save(tmp_path / "copy.jpg", quality=70)

    matches = _matches(instance, tmp_path / "copy.jpg", pictures_list)

    assert entry in {match["entry"] for match in matches}


@pytest.mark.parametrize("change", [_mirrored, _square])
def test_a_plain_look_up_of_one_fingerprint_finds_the_mirrored_and_the_square_copy(
    instance: Instance,
    picture: Image.Image,
    key: str,
    entry: str,
    change: Callable[[Image.Image], Image.Image],
) -> None:
    wanted = _pdq(change(picture))

    distances = [(wanted ^ listed).bit_count() for listed in _listed_bits(instance, key, entry)]

    assert min(distances) <= 31
    # Without the further views it would not have been.
    assert (wanted ^ _pdq(picture)).bit_count() > 31


def test_another_picture_is_not_found(
    instance: Instance, entry: str, pictures_list: Path, tmp_path: Path
) -> None:
    open_photograph("rocket.jpg").save(tmp_path / "other.png")

    done = instance.takeback(
        "match", str(tmp_path / "other.png"), "--list", str(pictures_list), "--json"
    )

    assert entry not in done.stdout


def test_a_listed_video_is_found_inside_a_longer_one(
    instance: Instance, browser: Browser, key: str, tmp_path: Path
) -> None:
    clip, longer, pictures_list = (tmp_path / name for name in ("c.webm", "l.mp4", "l.list"))
    frames = moving(40)
    other = [np.ascontiguousarray(frame[:, :, ::-1].transpose(1, 0, 2)[:120]) for frame in frames]
    other = [np.tile(frame, (1, 2, 1))[:, :160] for frame in other]
    clip.write_bytes(film(frames))
    longer.write_bytes(film(other[:20] + frames + other[20:], "mp4, h264"))

    entry = _list_a_file(instance, browser, clip)
    registry = ("--url", instance.url, "--key", key)
    assert instance.takeback("list", "pull", *registry, "--to", str(pictures_list)).returncode == 0

    matches = _matches(instance, longer, pictures_list)
    assert entry in {match["entry"] for match in matches}
