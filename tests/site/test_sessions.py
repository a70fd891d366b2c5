from datetime import datetime, timedelta
from typing import cast

import pytest
from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings
from django.utils import timezone

from takeback.site.sessions import MOST_BYTES, Sealed, SessionStore, SessionTooLarge, seal, unseal
from tests.cases.openings import NOW

CONTENT = {"case": 7, "key": "a secret in base64"}
LATER = NOW + timedelta(minutes=30)
SEALED = Sealed(CONTENT, NOW)


def begun_hours_ago(hours: int) -> datetime:
    return timezone.now().replace(microsecond=0) - timedelta(hours=hours)


def in_a_minute() -> datetime:
    return timezone.now() + timedelta(minutes=1)


def test_what_was_sealed_comes_back_with_its_beginning() -> None:
    assert unseal(seal(SEALED, until=LATER), now=NOW) == SEALED


def test_it_can_be_read_until_it_expires_and_not_after() -> None:
    text = seal(SEALED, until=LATER)

    assert unseal(text, now=LATER - timedelta(seconds=1)) == SEALED
    assert unseal(text, now=LATER) is None


def test_nothing_of_it_can_be_read_on_the_device() -> None:
    text = seal(SEALED, until=LATER)

    assert "secret" not in text
    assert "case" not in text
    assert text != seal(SEALED, until=LATER)


def test_every_change_of_the_text_makes_it_worthless() -> None:
    text = seal(SEALED, until=LATER)

    for place in range(0, len(text) - 4, 7):
        other = "A" if text[place] != "A" else "B"
        assert unseal(text[:place] + other + text[place + 1 :], now=NOW) is None


@pytest.mark.parametrize("text", ["", "x", "....", "A" * 200, "\u00e9" * 40, "A" * 1_000_000])
def test_what_is_not_ours_is_nothing(text: str) -> None:
    assert unseal(text, now=NOW) is None


def test_another_instance_cannot_read_it() -> None:
    text = seal(SEALED, until=LATER)

    with override_settings(SECRET_KEY="another secret key"):
        assert unseal(text, now=NOW) is None


def test_too_much_for_a_cookie_is_refused_with_its_size() -> None:
    with pytest.raises(SessionTooLarge, match=f"a cookie holds {MOST_BYTES}"):
        seal(Sealed({"text": "x" * 4000}, NOW), until=LATER)


def test_a_session_saved_is_loaded_again() -> None:
    store = SessionStore()
    store["case"] = 7
    store.save()

    again = SessionStore(store.session_key)
    assert again["case"] == 7
    assert not again.is_empty()


def test_saving_again_does_not_move_the_beginning() -> None:
    old = Sealed({"case": 7}, begun_hours_ago(3))
    store = SessionStore(seal(old, until=in_a_minute()))
    store.save()

    again = unseal(str(store.session_key), now=begun_hours_ago(0))
    assert again == old


def test_no_session_lasts_longer_than_four_hours_however_often_it_is_used() -> None:
    almost = Sealed({"case": 7}, begun_hours_ago(4) + timedelta(minutes=2))
    store = SessionStore(seal(almost, until=in_a_minute()))
    store.save()
    text = str(store.session_key)

    assert unseal(text, now=begun_hours_ago(0) + timedelta(minutes=1)) is not None
    assert unseal(text, now=begun_hours_ago(0) + timedelta(minutes=3)) is None


def test_flushing_begins_anew() -> None:
    store = SessionStore(seal(Sealed({"case": 7}, begun_hours_ago(3)), until=in_a_minute()))
    assert store["case"] == 7
    store.flush()
    store["case"] = 8
    store.save()

    begun = unseal(str(store.session_key), now=begun_hours_ago(0))
    assert begun is not None
    assert begun.begun > begun_hours_ago(1)


def test_the_other_methods_of_a_store_keep_nothing() -> None:
    store = SessionStore()
    store.create()
    store["case"] = 7
    store.cycle_key()
    SessionStore.clear_expired()

    assert store["case"] == 7
    assert store.exists("anything") is False


@pytest.mark.parametrize("cookie", ["forged", "A" * 5000])
def test_a_forged_cookie_is_an_empty_session_and_is_taken_away(cookie: str) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(str(list(request.session.keys())))

    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = cookie
    response = cast("HttpResponse", SessionMiddleware(view)(request))

    assert response.content == b"[]"
    assert response.cookies[settings.SESSION_COOKIE_NAME].value == ""
