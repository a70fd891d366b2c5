import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from takeback.cases import keys
from takeback.cases.actions import open_case
from takeback.cases.models import Case
from takeback.cases.queueing import Turns
from takeback.registry.models import Entry
from takeback.site import limits
from tests.cases.openings import opening

pytestmark = pytest.mark.django_db

WRONG = "pebble lantern otter violet walnut drum"


@pytest.fixture(autouse=True)
def fresh_budgets() -> Iterator[None]:
    limits.forget_all()
    yield
    limits.forget_all()


class Browser(Client):
    """Sends forms as browsers do; Django's own client would send multipart."""

    def send(self, address: str, **kwargs: Any) -> Any:
        form = urlencode(kwargs.pop("form", {}))
        return self.post(address, form, content_type="application/x-www-form-urlencoded", **kwargs)


@pytest.fixture
def browser() -> Browser:
    return Browser()


@pytest.fixture
def code(db: None) -> str:
    return open_case(opening(1, 2), now=timezone.now()).code


@pytest.fixture
def inside(code: str) -> Browser:
    """A browser in which the page of a case is open."""
    browser = Browser()
    browser.send("/return/", form={"words": code})
    return browser


def problem(response: Any) -> dict[str, object]:
    names = ("problem", "count", "position", "word", "suggestion", "wait_minutes")
    return {name: response.context[name] for name in names if response.context[name] is not None}


def test_the_words_are_asked_for(browser: Browser) -> None:
    response = browser.get("/return/")

    assert response.status_code == 200
    assert problem(response) == {}
    assert response.context["typed"] == ""


def test_the_six_words_open_the_page(browser: Browser, code: str) -> None:
    response = browser.send("/return/", form={"words": "1. " + code.upper().replace(" ", ",\n")})

    assert (response.status_code, response.headers["Location"]) == (302, "/page/")
    page = browser.get("/page/")
    assert page.status_code == 200
    assert page.context["case"].name == Case.objects.get().name
    assert page.context["today"] == timezone.now().date()
    assert page.context["done"] is None


def test_looking_at_the_page_counts_as_a_visit(inside: Browser) -> None:
    inside.get("/page/")

    assert Case.objects.get().visited_on == timezone.now().date()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", {"problem": "count", "count": 0}),
        ("pebble lantern", {"problem": "count", "count": 2}),
        (
            "pebble lantern ottre violet walnut drum",
            {
                "problem": "word",
                "count": 6,
                "position": 3,
                "word": "ottre",
                "suggestion": "otter",
            },
        ),
        (WRONG, {"problem": "unknown"}),
        ("<script>" * 100, {"problem": "count", "count": 50}),
    ],
)
def test_words_that_open_nothing_say_what_can_be_mended(
    browser: Browser, typed: str, expected: dict[str, object]
) -> None:
    response = browser.send("/return/", form={"words": typed})

    assert response.status_code == 422
    assert problem(response) == expected
    assert response.context["typed"] == typed[:500]
    assert b"<script>" * 2 not in response.content
    assert settings.SESSION_COOKIE_NAME not in response.cookies


def test_unknown_and_erased_codes_look_the_same(inside: Browser, code: str) -> None:
    inside.send("/page/erase/")

    erased = Browser().send("/return/", form={"words": code})
    unknown = Browser().send("/return/", form={"words": WRONG})

    def plain(response: Any) -> bytes:
        page: bytes = response.content.replace(code.encode(), b"X").replace(WRONG.encode(), b"X")
        return re.sub(rb'value="[^"]+"', b"", page)

    assert erased.status_code == unknown.status_code == 422
    assert plain(erased) == plain(unknown)


def test_the_eleventh_wrong_code_waits_and_the_right_one_too(browser: Browser, code: str) -> None:
    for _ in range(10):
        assert browser.send("/return/", form={"words": WRONG}).status_code == 422

    response = browser.send("/return/", form={"words": code})

    assert response.status_code == 429
    assert problem(response) == {"problem": "too_many", "wait_minutes": 60}
    assert 3590 <= int(response.headers["Retry-After"]) <= 3600
    # Another network is not held up.
    other = browser.send("/return/", form={"words": code}, REMOTE_ADDR="198.51.100.9")
    assert other.status_code == 302


def test_unreadable_words_use_up_no_tries(browser: Browser, code: str) -> None:
    for _ in range(30):
        browser.send("/return/", form={"words": "pebble"})

    assert browser.send("/return/", form={"words": code}).status_code == 302


def test_when_too_many_are_waiting_the_words_stay(
    browser: Browser, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = Turns(at_once=1, waiting=0)
    monkeypatch.setattr(keys, "turns", turns)

    with turns.take():
        response = browser.send("/return/", form={"words": code})

    assert response.status_code == 503
    assert problem(response) == {"problem": "busy", "wait_minutes": 1}
    assert response.context["typed"] == code
    assert response.headers["Retry-After"] == "5"


@pytest.mark.parametrize("address", ["/page/", "/page/stop/", "/page/erase/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_the_words_there_is_no_page(browser: Browser, address: str, method: str) -> None:
    response = browser.get(address) if method == "get" else browser.send(address)

    if (address, method) == ("/page/", "post"):
        assert response.status_code == 405
    else:
        assert (response.status_code, response.headers["Location"]) == (302, "/return/")


def test_stopping_asks_first_then_withdraws_and_says_so_once(inside: Browser) -> None:
    asked = inside.get("/page/stop/")
    assert asked.context["case"].pictures_in_force == 2
    assert set(Entry.objects.values_list("state", flat=True)) == {"active"}

    done = inside.send("/page/stop/")

    assert (done.status_code, done.headers["Location"]) == (302, "/page/")
    assert set(Entry.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert inside.get("/page/").context["done"] == "withdrawn"
    assert inside.get("/page/").context["done"] is None


def test_stopping_twice_leads_to_the_page(inside: Browser) -> None:
    inside.send("/page/stop/")
    inside.get("/page/")

    assert inside.get("/page/stop/").headers["Location"] == "/page/"
    assert inside.send("/page/stop/").headers["Location"] == "/page/"
    assert inside.get("/page/").context["done"] is None


def test_erasing_asks_first_then_deletes_and_says_so(inside: Browser, code: str) -> None:
    asked = inside.get("/page/erase/")
    assert asked.templates[0].name == "site/page_erase.html"
    assert asked.context["case"].name == Case.objects.get().name

    done = inside.send("/page/erase/", follow=True)

    assert done.redirect_chain == [("/page/erase/", 302)]
    assert done.templates[0].name == "site/erased.html"
    assert not Case.objects.exists()
    assert done.cookies[settings.SESSION_COOKIE_NAME].value == ""
    assert inside.get("/page/erase/").headers["Location"] == "/return/"
    assert inside.send("/return/", form={"words": code}).status_code == 422


def test_the_second_of_two_hurried_clicks_on_erase_says_that_it_is_done(inside: Browser) -> None:
    inside.send("/page/erase/")

    second = inside.send("/page/erase/", follow=True)

    assert second.templates[0].name == "site/erased.html"


def test_a_page_whose_case_is_gone_asks_for_the_words(inside: Browser) -> None:
    Case.objects.all().delete()

    response = inside.get("/page/")

    assert response.headers["Location"] == "/return/"
    assert response.cookies[settings.SESSION_COOKIE_NAME].value == ""


def test_closing_forgets_the_page_on_this_device(inside: Browser) -> None:
    response = inside.send("/page/close/")

    assert (response.status_code, response.headers["Location"]) == (302, "/signed-out/")
    assert response.cookies[settings.SESSION_COOKIE_NAME].value == ""
    assert inside.get("/page/").headers["Location"] == "/return/"


def test_leaving_forgets_everything_and_goes_somewhere_ordinary(inside: Browser) -> None:
    response = inside.get("/leave/")

    assert (response.status_code, response.headers["Location"]) == (302, settings.EXIT_URL)
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        assert response.cookies[name].value == ""
    assert inside.get("/page/").headers["Location"] == "/return/"


def test_a_form_without_its_token_is_refused(code: str) -> None:
    browser = Browser(enforce_csrf_checks=True)

    assert browser.send("/return/", form={"words": code}).status_code == 403


def test_the_token_changes_when_a_page_is_opened(code: str) -> None:
    browser = Browser(enforce_csrf_checks=True)
    page = browser.get("/return/").content.decode()
    before = browser.cookies[settings.CSRF_COOKIE_NAME].value
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None

    response = browser.send("/return/", form={"words": code, "csrfmiddlewaretoken": token[1]})

    assert response.status_code == 302
    assert browser.cookies[settings.CSRF_COOKIE_NAME].value != before


def test_the_session_holds_the_key_sealed_for_half_an_hour(inside: Browser) -> None:
    cookie = inside.cookies[settings.SESSION_COOKIE_NAME]

    assert cookie["max-age"] == 1800
    assert cookie["httponly"] is True
    assert str(Case.objects.get().pk) not in re.findall(r'"case": (\d+)', cookie.value)
    assert set(inside.session.keys()) == {"case", "key"}


def test_opening_one_page_closes_the_one_before(inside: Browser) -> None:
    other = open_case(opening(3), now=timezone.now())

    inside.send("/return/", form={"words": other.code})

    assert inside.get("/page/").context["case"].name == other.case_name
