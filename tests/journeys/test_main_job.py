"""The reason the service exists, from a picture on a device to the news that a copy was removed."""

import base64
import hashlib
import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.instance import Instance
from tests.journeys.browser import (
    DESKTOP,
    NARROW,
    PHONE,
    Visit,
    agree,
    answer_about,
    choose,
    come_back,
    go_on,
    letters_shown,
    read_words,
    type_back,
    visit,
    wait_until_ready,
)

pytestmark = pytest.mark.journey


def _fill_in(made: Visit, photograph: Path, *, offline: bool) -> None:
    """Walk from the first page to the moment of sending."""
    page = made.page
    page.goto("/")
    page.get_by_role("link", name="me in the picture").click()
    page.locator("main a[href='/you/start/']").first.click()
    wait_until_ready(page)
    page.context.set_offline(offline)
    choose(page, photograph)
    go_on(page)
    answer_about(page)
    agree(page)
    expect(page.locator("#start-send")).to_be_visible()


@pytest.mark.parametrize("viewport", [NARROW, PHONE, DESKTOP], ids=["320", "phone", "desktop"])
def test_a_photograph_becomes_a_case_a_partner_finds_a_copy_and_the_visitor_learns_it(
    instance: Instance,
    browser: Browser,
    photograph: Path,
    copy_of_it: Path,
    tmp_path: Path,
    viewport: dict[str, int],
) -> None:
    partner = f"Example Videos {viewport['width']}"
    key = instance.add_partner(partner)
    registry = ("--url", instance.url, "--key", key)
    pictures_list = str(tmp_path / "example.list")

    with visit(browser, instance.url, viewport=viewport) as made:
        _fill_in(made, photograph, offline=True)
        made.page.context.set_offline(False)
        made.page.locator("#start-send").click()
        words = read_words(made.page)
        type_back(made.page, words)

        assert instance.takeback("list", "pull", *registry, "--to", pictures_list).returncode == 0
        matched = instance.takeback("match", str(copy_of_it), "--list", pictures_list, "--json")
        assert matched.returncode == 0, matched.stderr
        nearest = json.loads(matched.stdout)["matches"][0]
        assert nearest["view"] == "whole"
        assert nearest["distance"] <= 31
        # Asking again tells the registry that the list has been collected.
        assert instance.takeback("list", "pull", *registry, "--to", pictures_list).returncode == 0
        # Other visitors may have listed the same photograph: a partner answers about each entry.
        for match in json.loads(matched.stdout)["matches"]:
            answered = instance.takeback(
                "feedback", *registry, "--entry", match["entry"], "--outcome", "removed"
            )
            assert answered.returncode == 0, answered.stderr

        come_back(made.page, words)
        section = made.page.get_by_role("region", name=partner)
        for _ in range(20):
            if "removed" in section.inner_text().lower():
                break
            made.page.wait_for_timeout(500)
            made.page.reload()
        expect(section).to_contain_text("removed")
        expect(section).to_contain_text("Collected your fingerprints on")
        assert made.complaints == []


def test_only_the_fingerprints_leave_and_no_other_host_is_asked(
    instance: Instance, browser: Browser, photograph: Path
) -> None:
    file = photograph.read_bytes()
    traces = [
        photograph.name,
        photograph.stem,
        "Telling Camera",
        base64.b64encode(file[300:360]).decode(),
        file[300:330].hex(),
    ]

    with visit(browser, instance.url, viewport=PHONE) as made:
        _fill_in(made, photograph, offline=False)
        shown = letters_shown(made.page)
        assert made.sent() == []  # nothing was sent before the button
        made.page.locator("#start-send").click()
        read_words(made.page)

        [sent] = made.sent()
        body = json.loads(sent.post_data or "")

    assert (sent.method, urlsplit(sent.url).path) == ("POST", "/api/v1/cases")
    assert body == json.loads(shown), "what was sent is not what was shown"
    assert set(body) == {"age_band", "whose", "consent", "pictures"}
    [picture] = body["pictures"]
    assert set(picture) == {"quality", "md5", "sha256", "pdq-1", "pdq-mean-1"}
    assert picture["md5"] == hashlib.md5(file).hexdigest()  # noqa: S324 - exchanges ask for it
    assert picture["sha256"] == hashlib.sha256(file).hexdigest()
    assert {"whole", "mirror", "turn-90", "turn-180", "turn-270"} < set(picture["pdq-1"])
    assert {"cell-1", "cell-12"} < set(picture["pdq-mean-1"])
    fingerprints = [*picture["pdq-1"].values(), *picture["pdq-mean-1"].values()]
    assert {len(bits) for bits in fingerprints} == {64}

    assert made.hosts() == {urlsplit(instance.url).netloc}
    derived = [*fingerprints, picture["md5"], picture["sha256"]]
    for request in made.requests:
        carried = " ".join([request.url, *request.headers.values()])
        if request is not sent:
            carried += request.post_data or ""
            assert not any(value in carried for value in derived)
        assert not any(trace in carried for trace in traces)
    assert not any(trace in (sent.post_data or "") for trace in traces)


def test_the_browser_and_the_command_line_make_the_same_fingerprint(
    instance: Instance, browser: Browser, photograph: Path
) -> None:
    with visit(browser, instance.url, viewport=DESKTOP) as made:
        _fill_in(made, photograph, offline=True)
        body = json.loads(letters_shown(made.page))
    done = instance.takeback("fingerprint", str(photograph), "--json")

    there, here = body["pictures"][0]["pdq-1"]["whole"], json.loads(done.stdout)["pdq"]
    # Two JPEG decoders round a few pixels differently.
    assert (int(there, 16) ^ int(here, 16)).bit_count() <= 4


def test_withdrawing_on_the_page_takes_the_entry_off_the_partners_list(
    instance: Instance, browser: Browser, photograph: Path, copy_of_it: Path, tmp_path: Path
) -> None:
    registry = ("--url", instance.url, "--key", instance.add_partner("Example Pictures"))
    pictures_list = str(tmp_path / "example.list")
    with visit(browser, instance.url, viewport=PHONE) as made:
        _fill_in(made, photograph, offline=False)
        made.page.locator("#start-send").click()
        words = read_words(made.page)
        instance.takeback("list", "pull", *registry, "--to", pictures_list)
        before = json.loads(
            instance.takeback("match", str(copy_of_it), "--list", pictures_list, "--json").stdout
        )

        come_back(made.page, words)
        made.page.locator("a[href='/page/stop/']").click()
        made.page.locator("main form[method=post] button").first.click()
        expect(made.page.locator(".tb-card--good")).to_contain_text("taken back")
    instance.takeback("list", "pull", *registry, "--to", pictures_list)
    after = json.loads(
        instance.takeback("match", str(copy_of_it), "--list", pictures_list, "--json").stdout
    )

    gone = {m["entry"] for m in before["matches"]} - {m["entry"] for m in after["matches"]}
    assert len(gone) == 1


def test_deleting_everything_leaves_words_that_open_nothing(
    instance: Instance, browser: Browser, photograph: Path
) -> None:
    with visit(browser, instance.url, viewport=PHONE) as made:
        _fill_in(made, photograph, offline=False)
        made.page.locator("#start-send").click()
        words = read_words(made.page)
        come_back(made.page, words)

        made.page.locator("a[href='/page/erase/']").click()
        made.page.locator("main form[method=post] button").first.click()
        made.page.goto("/return/")
        made.page.fill("#words", " ".join(words))
        made.page.get_by_role("button", name="Open my page").click()

        expect(made.page.locator(".govuk-error-summary")).to_be_visible()
        assert made.page.locator("#words").input_value() == " ".join(words)
