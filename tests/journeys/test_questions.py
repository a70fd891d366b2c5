"""From each door to a plan in a real browser: scripts on and off, wide and narrow, by keyboard."""

import re

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.instance import Instance
from tests.journeys.browser import DESKTOP, NARROW, PHONE, Visit, visit

pytestmark = pytest.mark.journey

MOST_QUESTIONS = 25  # a walk that takes longer goes round in circles
LOOKS = [(NARROW, "light"), (DESKTOP, "dark")]


def _choose(page: Page, *answers: str) -> None:
    for answer in answers:
        page.locator(f"input[name=answer][value='{answer}']").check()
    page.get_by_role("button", name="Continue").click()


def _answer_the_rest(page: Page, **answers: str) -> list[str]:
    """Answer by address ("q9"), "rather not say" otherwise; return what was asked."""
    asked = []
    while found := re.search(r"/q/(\d+)/", page.url):
        asked.append(f"q{found.group(1)}")
        assert len(asked) < MOST_QUESTIONS
        _choose(page, answers.get(asked[-1], "unsaid"))
    return asked


def _check(made: Visit, state: str) -> None:
    assert made.findings() == [], state
    assert made.overflow() == 0, f"{state} is wider than the window"
    assert made.page.locator("h1:visible").count() == 1, state


@pytest.mark.parametrize("door", ["you", "family", "work"])
@pytest.mark.parametrize("scripts", ["on, desktop", "off, phone"])
def test_a_person_walks_from_a_door_to_a_plan(
    instance: Instance, browser: Browser, door: str, scripts: str
) -> None:
    options: dict[str, object] = {"viewport": DESKTOP}
    if scripts == "off, phone":
        options = {"viewport": PHONE, "java_script_enabled": False}

    with visit(browser, instance.url, **options) as made:
        page = made.page
        page.goto("/")
        page.locator(f"main a[href='/{door}/']").first.click()
        page.get_by_role("button", name="Get my plan").click()
        asked = _answer_the_rest(page, q1="none")
        expect(page).to_have_url(re.compile(f"/{door}/check/$"))
        page.get_by_role("button", name="Show me my plan").click()

        expect(page).to_have_url(re.compile(f"/{door}/plan/$"))
        expect(page.locator("h1")).to_be_visible()
        assert len(asked) > 5
        assert made.complaints == []


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS, ids=["320", "wide-dark"])
def test_every_state_of_the_questions_is_accessible(
    instance: Instance, browser: Browser, viewport: ViewportSize, scheme: str
) -> None:
    with visit(browser, instance.url, viewport=viewport, color_scheme=scheme) as made:
        page = made.page
        page.goto("/you/q/9/")
        _check(made, "wiped, or never begun")
        _choose(page)
        _check(made, "nothing chosen")
        _choose(page, "danger", "meeting")
        _check(made, "danger")
        page.get_by_role("button", name="Answer a few more questions first").click()
        answers = {"q2": "me", "q4": "18", "q6": "18"}
        while "/q/" in page.url and "/q/8/" not in page.url:
            number = re.sub(r".*/q/(\d+)/.*", r"q\1", page.url)
            page.locator("summary").click()
            _check(made, number)
            _choose(page, answers.get(number, "unsaid"))
        _check(made, "an adult's picture")
        page.get_by_role("link", name="Change that answer").click()
        _choose(page, "13_15")
        _answer_the_rest(page, q10="money", q14="social_public")
        _check(made, "the answers")
        page.goto("/you/q/15/")
        _check(made, "the long list of apps")
        page.goto("/you/")
        _check(made, "a door, under way")
        page.goto("/family/q/")
        _check(made, "begun at another door")
        page.goto("/you/wipe/")
        _check(made, "before wiping")
        page.get_by_role("button", name="Wipe them").click()
        _check(made, "wiped")


def test_an_answer_can_be_given_with_the_keyboard_alone(
    instance: Instance, browser: Browser
) -> None:
    with visit(browser, instance.url) as made:
        page = made.page
        page.goto("/you/q/1/")
        page.locator("input[value=none]").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/you/q/2/$"))
        page.locator("input[value=me]").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/you/q/5/$"))

        page.go_back()
        expect(page.locator("input[value=friend]")).to_be_checked()


def test_what_went_wrong_takes_the_focus_and_leads_to_the_answers(
    instance: Instance, browser: Browser
) -> None:
    with visit(browser, instance.url, viewport=PHONE) as made:
        page = made.page
        page.goto("/you/q/1/")
        _choose(page)
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        page.locator(".govuk-error-summary a").click()

        expect(page.locator("#answer-danger")).to_be_focused()


def test_none_of_these_unticks_the_others_and_is_unticked_by_them(
    instance: Instance, browser: Browser
) -> None:
    with visit(browser, instance.url) as made:
        page = made.page
        page.goto("/you/q/1/")
        page.locator("#answer-danger").check()
        page.locator("#answer-meeting").check()
        page.locator("#answer-none").check()
        expect(page.locator("input:checked")).to_have_count(1)
        page.locator("#answer-hurting").check()

        expect(page.locator("input:checked")).to_have_count(1)
        expect(page.locator("#answer-none")).not_to_be_checked()


def test_without_scripts_two_that_do_not_go_together_are_said_so_and_stay_ticked(
    instance: Instance, browser: Browser
) -> None:
    with visit(browser, instance.url, java_script_enabled=False, viewport=PHONE) as made:
        page = made.page
        page.goto("/family/q/1/")
        _choose(page, "danger", "none")

        expect(page.locator(".govuk-error-summary")).to_contain_text("do not go together")
        expect(page.locator("#answer-danger")).to_be_checked()
        expect(page.locator("#answer-none")).to_be_checked()


def test_going_back_in_the_browser_loses_no_later_answer(
    instance: Instance, browser: Browser
) -> None:
    with visit(browser, instance.url) as made:
        page = made.page
        page.goto("/family/q/")
        _answer_the_rest(page, q1="none", q3="received")
        for _ in range(2):  # what comes out of the browser's memory is loaded again: wait for that
            page.go_back(wait_until="commit")
            page.wait_for_load_state("networkidle")
        _choose(page, "unsure")

        expect(page).to_have_url(re.compile("/family/check/$"))
        expect(page.locator("dl")).to_contain_text("None of these. They are safe for now")


def test_going_back_to_what_went_wrong_asks_the_question_again(
    instance: Instance, browser: Browser
) -> None:
    with visit(browser, instance.url, viewport=PHONE) as made:
        page = made.page
        page.goto("/you/q/1/")
        _choose(page)
        expect(page).to_have_title(re.compile("^Error: "))
        _choose(page, "none")
        expect(page).to_have_url(re.compile("/q/2/$"))

        page.go_back()

        expect(page).to_have_title(re.compile("^Question 1 "))
        expect(page.locator("#answer-none")).to_be_checked()


def test_answers_that_were_wiped_meanwhile_are_spoken_of_gently(
    instance: Instance, browser: Browser
) -> None:
    with visit(browser, instance.url) as made:
        page = made.page
        page.goto("/you/q/")
        _choose(page, "none")
        page.context.clear_cookies(name="s")
        _choose(page, "friend")

        expect(page).to_have_url(re.compile(r"/you/q/1/"))
        expect(page.locator(".govuk-inset-text")).to_contain_text(
            "The answer you just gave is kept."
        )


def test_leaving_wipes_the_answers(instance: Instance, browser: Browser) -> None:
    with visit(browser, instance.url) as made:
        page = made.page
        page.goto("/you/q/")
        _choose(page, "none")
        page.context.request.get("/leave/", max_redirects=0)
        page.goto("/you/")

        expect(page.locator("main")).not_to_contain_text("Go on where you were")
