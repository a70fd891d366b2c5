"""Keeping the plan behind the same six words: offered to whoever has one, and never ticked."""

from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Page, expect

from tests.instance import Instance
from tests.site.plan.visits import cookie_of
from tests.site.start.pictures import cat, encode
from tests.site.start.start_page import OPENED, StartPage

KEEP = "#start-keep-plan"


@pytest.fixture
def answered(page: Page, server: str, instance: Instance) -> StartPage:
    """At the question whether it is all right, with answers given at the young person's door."""
    secret = (instance.data / "secrets" / "secret_key").read_text("ascii").strip()
    with override_settings(SECRET_KEY=secret):
        cookie = cookie_of("you", {"safety": ["none"]})
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": cookie, "url": server}])
    start = StartPage(page, server).open("you")
    start.choose(encode(cat(), "PNG"))
    start.go_on()
    page.get_by_label("13 to 15", exact=True).check()
    start.go_on()
    return start


def agree(start: StartPage, *, keep: bool) -> None:
    start.page.locator("#start-consent").check()
    if keep:
        start.page.locator(KEEP).check()
    start.go_on()


def opened(*, plan_kept: bool) -> dict[str, Any]:
    return {"status": 201, "json": OPENED | {"plan_kept": plan_kept}}


def test_it_is_not_ticked_and_then_says_nothing(answered: StartPage) -> None:
    expect(answered.page.locator(KEEP)).not_to_be_checked()
    agree(answered, keep=False)

    assert "keep_plan" not in answered.shown_request()
    expect(answered.page.locator("#start-leaves")).not_to_contain_text("plan")
    answered.serve(opened(plan_kept=False))
    answered.send()
    expect(answered.page.locator("#start-words li")).to_have_count(6)
    expect(answered.page.locator("#start-plan-kept")).to_be_hidden()
    expect(answered.page.locator("#start-plan-not-kept")).to_be_hidden()


@pytest.mark.parametrize(
    ("is_kept", "sentence"),
    [
        (True, "Your plan is kept behind the same words."),
        (False, "The plan could not be kept"),
    ],
)
def test_when_it_is_ticked_it_is_sent_shown_and_answered(
    answered: StartPage, *, is_kept: bool, sentence: str
) -> None:
    agree(answered, keep=True)

    assert answered.shown_request()["keep_plan"] is True
    expect(answered.page.locator("#start-leaves")).to_contain_text("you want to keep your plan")
    answered.serve(opened(plan_kept=is_kept))
    answered.send()
    expect(answered.page.locator("#start-words-intro")).to_contain_text(sentence)
    shown = "#start-plan-kept" if is_kept else "#start-plan-not-kept"
    hidden = "#start-plan-not-kept" if is_kept else "#start-plan-kept"
    expect(answered.page.locator(shown)).to_be_visible()
    expect(answered.page.locator(hidden)).to_be_hidden()
