from dataclasses import replace

import pytest
from django.test import Client

from takeback.exchange.schema import FeedOut
from takeback.registry import entries
from takeback.registry.lists import progress_of
from takeback.registry.models import Collection, Partner
from takeback.registry.partners import revoke_key
from tests.exchange.calls import FEED, Calls
from tests.registry.pictures import NOW, ORIGIN, OTHER_ORIGIN, bits_of, picture, video

pytestmark = pytest.mark.django_db


def test_a_partner_reads_what_to_look_for(calls: Calls) -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1, views=("whole",))], now=NOW)

    answer = calls.feed()

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.body["changes"] == [
        {
            "entry": entry,
            "state": "active",
            "fingerprints": [{"recipe": "pdq-1", "bits": bits_of(1, "whole"), "view": "whole"}],
            "assurance": "self_declared",
            "changed_at": "2026-11-22",
        }
    ]
    assert answer.body["more"] is False


def test_a_partner_with_our_matcher_is_given_the_house_recipe_too(calls: Calls) -> None:
    given = picture(1, views=("whole",), house_views=("cell-1",))
    entries.put_in_force(ORIGIN, [given], now=NOW)

    recipes = [
        [listed["recipe"] for listed in answer.body["changes"][0]["fingerprints"]]
        for answer in (calls.feed(), calls.feed(**{"with": "house"}))
    ]

    assert recipes == [["pdq-1"], ["pdq-1", "pdq-mean-1"]]


def test_a_video_is_told_to_everybody_under_a_recipe_of_its_own(calls: Calls) -> None:
    entries.put_in_force(ORIGIN, [video(1, frames=1)], now=NOW)

    (change,) = calls.feed().body["changes"]

    frame = {"recipe": "vpdq-1", "bits": bits_of(1, "frame-0001"), "view": "frame-0001"}
    assert change["fingerprints"][1] == frame


def test_a_partner_is_told_to_drop_what_was_withdrawn(calls: Calls) -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    cursor = calls.feed().body["cursor"]
    entries.withdraw(ORIGIN, now=NOW)

    (change,) = calls.feed(cursor=cursor).body["changes"]

    assert (change["entry"], change["state"], change["fingerprints"]) == (entry, "withdrawn", [])


def test_every_page_is_what_its_schema_says(calls: Calls) -> None:
    ids = entries.put_in_force(ORIGIN, [picture(number) for number in range(3)], now=NOW)
    cursor = calls.feed(limit=1).body["cursor"]
    entries.suspend(ids[0], now=NOW)
    entries.withdraw(ORIGIN, now=NOW)
    entries.put_in_force(OTHER_ORIGIN, [picture(4)], now=NOW)

    page = calls.feed(cursor=cursor).body

    assert FeedOut.model_validate(page).model_dump(mode="json") == page


def test_pages_follow_by_cursor_and_say_whether_more_waits(calls: Calls) -> None:
    ids = entries.put_in_force(ORIGIN, [picture(number) for number in range(3)], now=NOW)

    first = calls.feed(limit=2).body
    second = calls.feed(limit=2, cursor=first["cursor"]).body

    told = [change["entry"] for page in (first, second) for change in page["changes"]]
    assert told == ids
    assert (first["more"], second["more"]) == (True, False)


def test_coming_back_with_a_cursor_is_noted(calls: Calls, partner: Partner) -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    cursor = calls.feed().body["cursor"]
    assert progress_of(ORIGIN)[0].collected_on is None

    calls.feed(cursor=cursor)

    assert Collection.objects.get().partner == partner
    assert progress_of(ORIGIN)[0].collected_on is not None


def test_an_unknown_cursor_is_a_conflict_that_says_what_to_do(calls: Calls) -> None:
    answer = calls.feed(cursor="ffffffff-7")

    assert answer.status == 409
    assert answer.body["error"]["code"] == "cursor_unknown"
    assert "start again without a cursor" in answer.body["error"]["message"]
    assert Collection.objects.count() == 0


@pytest.mark.parametrize(
    "query",
    [
        {"cursor": ""},
        {"cursor": "12"},
        {"cursor": "ffffffff-7\n"},
        {"cursor": "\x00"},
        {"cursor": "a" * 10_000},
        {"limit": 0},
        {"limit": 5001},
        {"limit": -1},
        {"limit": "many"},
        {"limit": "9" * 5000},
        {"limit": "1.5"},
        {"with": "frames"},
        {"with": ""},
    ],
)
def test_a_query_that_cannot_be_is_not_valid(calls: Calls, query: dict[str, str | int]) -> None:
    answer = calls.feed(**query)

    assert answer.status == 422
    assert answer.body["error"]["code"] == "not_valid"
    assert answer.body["error"]["field"] == next(iter(query))


def test_a_part_of_the_query_that_is_not_known_is_not_valid(calls: Calls) -> None:
    answer = calls.feed(curser="12")

    assert (answer.status, answer.body["error"]["field"]) == (422, "curser")
    assert answer.body["error"]["message"].endswith("it has cursor, limit, with")


def test_the_name_that_the_code_uses_is_no_part_of_the_query(calls: Calls) -> None:
    assert calls.feed(beside="house").body["error"]["field"] == "beside"


def test_without_a_key_nothing_is_told(calls: Calls) -> None:
    answer = replace(calls, key=None).feed()

    assert answer.status == 401
    assert answer.body["error"]["code"] == "no_key"


def test_unknown_revoked_and_malformed_keys_get_the_very_same_answer(
    calls: Calls, key: str
) -> None:
    revoke_key(key.split("_")[1], now=NOW)
    unknown = f"tbk_{'0' * 12}_{'A' * 43}"

    answers = [replace(calls, key=wrong).feed() for wrong in (key, unknown, "x", "", "ü")]

    assert {answer.status for answer in answers} == {401}
    assert all(answer.body == answers[0].body for answer in answers)


@pytest.mark.parametrize("scheme", ["Basic", "Token", ""])
def test_a_key_is_taken_as_bearer_only(key: str, scheme: str) -> None:
    assert Client().get(FEED, headers={"Authorization": f"{scheme} {key}"}).status_code == 401


@pytest.mark.parametrize("name", ["key", "token", "access_token", "Authorization"])
def test_a_key_in_the_address_opens_nothing(key: str, name: str) -> None:
    assert Client().get(FEED, {name: f"Bearer {key}"}).status_code == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_the_feed_can_only_be_read(key: str, method: str) -> None:
    headers = {"Authorization": f"Bearer {key}"}

    answer = Client().generic(method, FEED, content_type="application/json", headers=headers)

    assert answer.status_code == 405
