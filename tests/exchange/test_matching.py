import json
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from takeback.exchange.match_schema import MatchIn, MatchOut
from takeback.exchange.matching import read_plainly, sought_of
from takeback.registry import entries, lookup
from takeback.registry.models import Collection, Feedback, Partner
from takeback.registry.partners import revoke_key
from tests.exchange.calls import Calls
from tests.registry.pictures import NOW, ORIGIN, OTHER_ORIGIN, bits_of, picture, video

pytestmark = pytest.mark.django_db
WHOLE = {"recipe": "pdq-1", "bits": bits_of(1, "whole")}
MD5 = {"recipe": "md5", "bits": bits_of(1, "file")[:32]}
UNKNOWN = {"recipe": "pdq-1", "bits": "f" * 64}


def test_each_fingerprint_gets_its_neighbours_in_the_order_sent(calls: Calls) -> None:
    (first,) = entries.put_in_force(ORIGIN, [picture(1, views=("whole",))], now=NOW)
    (clip,) = entries.put_in_force(OTHER_ORIGIN, [video(1, frames=1)], now=NOW)

    answer = calls.match({"fingerprints": [UNKNOWN, WHOLE, MD5]})

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.body["matches"] == [
        [],
        [{"entry": first, "distance": 0, "view": "whole"}],
        [{"entry": clip, "distance": 0, "view": "whole"}],
    ]
    assert answer.body["as_of"] == calls.feed().body["cursor"]
    assert MatchOut.model_validate(answer.body).model_dump(mode="json") == answer.body


def test_the_limit_narrows_what_is_near(calls: Calls) -> None:
    entries.put_in_force(ORIGIN, [picture(1, views=("whole",))], now=NOW)
    bits = f"{int(bits_of(1, 'whole'), 16) ^ 0b111:064x}"
    body = {"fingerprints": [{"recipe": "pdq-1", "bits": bits}]}

    distances = [
        [near["distance"] for near in calls.match(body | {"limit": limit}).body["matches"][0]]
        for limit in (2, 3)
    ]

    assert distances == [[], [3]]


def test_a_frame_of_a_video_is_not_looked_up_as_a_picture(calls: Calls) -> None:
    entries.put_in_force(ORIGIN, [video(1, frames=1)], now=NOW)
    frame = {"recipe": "pdq-1", "bits": bits_of(1, "frame-0001")}

    assert calls.match({"fingerprints": [frame]}).body["matches"] == [[]]


def test_promise_8_what_was_withdrawn_is_not_named_by_the_next_request(calls: Calls) -> None:
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    assert calls.match({"fingerprints": [WHOLE]}).body["matches"] != [[]]
    entries.withdraw(ORIGIN, now=NOW)

    assert calls.match({"fingerprints": [WHOLE]}).body["matches"] == [[]]


def test_a_thousand_fingerprints_go_with_one_request(calls: Calls) -> None:
    (entry,) = entries.put_in_force(ORIGIN, [picture(1)], now=NOW)
    body = json.dumps({"fingerprints": [WHOLE] * 1000}).encode()
    assert len(body) > 64 * 1024

    answer = calls.match(body)

    assert [near[0]["entry"] for near in answer.body["matches"]] == [entry] * 1000


def test_nothing_that_is_looked_up_is_kept(calls: Calls) -> None:
    calls.match({"fingerprints": [WHOLE, MD5]})

    assert (Feedback.objects.count(), Collection.objects.count()) == (0, 0)


WRONG: list[tuple[Any, str | None]] = [
    ({}, "fingerprints"),
    ({"fingerprints": []}, "fingerprints"),
    ({"fingerprints": [WHOLE] * 1001}, "fingerprints"),
    ({"fingerprints": WHOLE}, "fingerprints"),
    ({"fingerprints": None}, "fingerprints"),
    ({"fingerprints": ["f" * 64]}, "fingerprints.0"),
    ({"fingerprints": [None]}, "fingerprints.0"),
    ({"fingerprints": [WHOLE, {"recipe": "pdq-1"}]}, "fingerprints.1.bits"),
    ({"fingerprints": [{"bits": "f" * 64}]}, "fingerprints.0.recipe"),
    ({"fingerprints": [WHOLE | {"recipe": "pdq-2"}]}, "fingerprints.0.recipe"),
    ({"fingerprints": [WHOLE | {"recipe": "vpdq-1"}]}, "fingerprints.0.recipe"),
    ({"fingerprints": [WHOLE | {"recipe": 1}]}, "fingerprints.0.recipe"),
    ({"fingerprints": [WHOLE | {"recipe": ["pdq-1"]}]}, "fingerprints.0.recipe"),
    ({"fingerprints": [WHOLE | {"recipe": "md5"}]}, "fingerprints.0.bits"),
    ({"fingerprints": [MD5 | {"recipe": "sha256"}]}, "fingerprints.0.bits"),
    ({"fingerprints": [WHOLE | {"bits": "f" * 63}]}, "fingerprints.0.bits"),
    ({"fingerprints": [WHOLE | {"bits": "f" * 65}]}, "fingerprints.0.bits"),
    ({"fingerprints": [WHOLE | {"bits": "F" * 64}]}, "fingerprints.0.bits"),
    ({"fingerprints": [WHOLE | {"bits": "g" * 64}]}, "fingerprints.0.bits"),
    ({"fingerprints": [WHOLE | {"bits": "f" * 63 + "\n"}]}, "fingerprints.0.bits"),
    ({"fingerprints": [WHOLE | {"bits": "f" * 64 + "\n"}]}, "fingerprints.0.bits"),
    ({"fingerprints": [WHOLE | {"bits": "\u0661" * 64}]}, "fingerprints.0.bits"),
    ({"fingerprints": [WHOLE | {"bits": 5}]}, "fingerprints.0.bits"),
    ({"fingerprints": [WHOLE | {"view": "whole"}]}, "fingerprints.0.view"),
    ({"fingerprints": [WHOLE], "limit": 32}, "limit"),
    ({"fingerprints": [WHOLE], "limit": -1}, "limit"),
    ({"fingerprints": [WHOLE], "limit": 1.0}, "limit"),
    ({"fingerprints": [WHOLE], "limit": True}, "limit"),
    ({"fingerprints": [WHOLE], "limit": "31"}, "limit"),
    ({"fingerprints": [WHOLE], "limit": None}, "limit"),
    ({"fingerprints": [WHOLE], "picture": "x"}, "picture"),
    ([], None),
    ("", None),
]


@pytest.mark.parametrize(("wrong", "field"), WRONG)
def test_what_is_not_documented_is_not_valid(
    calls: Calls, wrong: object, field: str | None
) -> None:
    answer = calls.match(json.dumps(wrong).encode())

    assert answer.status == 422
    assert answer.body["error"]["code"] == "not_valid"
    assert answer.body["error"]["field"] == field
    assert "f" * 32 not in json.dumps(answer.body)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 5000, b'{"limit": ' + b"9" * 5000])
def test_what_is_no_json_is_refused(calls: Calls, body: bytes) -> None:
    answer = calls.match(body)

    assert answer.status in {400, 422}
    assert set(answer.body) == {"error"}


@pytest.mark.parametrize(
    "asked",
    [
        *(wrong for wrong, _ in WRONG),
        {"fingerprints": [WHOLE]},
        {"fingerprints": [MD5, WHOLE, WHOLE | {"recipe": "sha256"}], "limit": 0},
        {"fingerprints": [UNKNOWN] * 1000, "limit": 31},
    ],
)
def test_the_plain_reader_takes_exactly_what_the_schema_takes(asked: object) -> None:
    body = json.dumps(asked).encode()
    try:
        read = MatchIn.model_validate_json(body)
    except ValidationError:
        assert read_plainly(body) is None
        return

    assert read_plainly(body) == (sought_of(read), read.limit)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"9" * 5000])
def test_the_plain_reader_takes_nothing_that_is_no_json(body: bytes) -> None:
    assert read_plainly(body) is None


def test_without_a_key_nothing_is_told(calls: Calls) -> None:
    answer = replace(calls, key=None).match({"fingerprints": [WHOLE]})

    assert (answer.status, answer.body["error"]["code"]) == (401, "no_key")


def test_a_revoked_key_opens_nothing_from_then_on(calls: Calls, partner: Partner) -> None:
    assert calls.match({"fingerprints": [WHOLE]}).status == 200
    revoke_key(partner.keys.get().key_id, now=NOW)

    assert calls.match({"fingerprints": [WHOLE]}).status == 401


def test_only_whoever_brings_a_key_may_send_more_than_64_kib(calls: Calls) -> None:
    body = json.dumps({"fingerprints": [WHOLE] * 1000}).encode()

    assert replace(calls, key=None).match(body).status == 413
    assert calls.match(body + b" " * 65_536).status == 413
    assert calls.feedback(body).status == 413


def test_an_answer_that_would_be_too_long_is_refused(
    calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookup, "MOST_NEIGHBOURS", 1)
    entries.put_in_force(ORIGIN, [picture(1)], now=NOW)

    answer = calls.match({"fingerprints": [WHOLE, WHOLE]})

    assert (answer.status, answer.body["error"]["code"]) == (422, "too_many_neighbours")


def test_while_the_first_index_is_built_partners_are_told_to_come_back(
    calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookup, "PATIENCE_SECONDS", 0.01)
    lookup.the_lookup.cache_clear()
    with lookup.the_lookup()._lock:
        answer = calls.match({"fingerprints": [WHOLE]})

    assert (answer.status, answer.body["error"]["code"]) == (503, "lookup_not_ready")
    assert int(answer.headers["Retry-After"]) > 0
