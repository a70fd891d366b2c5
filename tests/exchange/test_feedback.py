import json

import pytest

from takeback.registry import entries
from takeback.registry.models import Feedback, Partner
from tests.exchange.calls import Calls
from tests.registry.pictures import NOW, ORIGIN, picture

pytestmark = pytest.mark.django_db
KEY = "Idempotency-Key"


@pytest.fixture
def entry() -> str:
    return entries.put_in_force(ORIGIN, [picture(1)], now=NOW)[0]


def test_an_answer_is_kept_and_receipted(calls: Calls, partner: Partner, entry: str) -> None:
    body = {"entry": entry, "outcome": "removed", "count": 3, "note_code": "account_closed"}

    answer = calls.feedback(body)

    assert (answer.status, answer.body) == (202, {"entry": entry, "state": "active"})
    kept = Feedback.objects.get()
    assert (kept.partner, kept.outcome, kept.count) == (partner, "removed", 3)
    assert kept.note_code == "account_closed"


@pytest.mark.parametrize(
    "outcome", ["seen", "removed", "blocked", "not_this", "not_prohibited", "unsure"]
)
def test_every_documented_outcome_is_taken(calls: Calls, entry: str, outcome: str) -> None:
    assert calls.feedback({"entry": entry, "outcome": outcome}).status == 202


@pytest.mark.parametrize(
    "note", [None, "account_closed", "reported_to_authority", "already_removed", "other"]
)
def test_every_documented_note_is_taken(calls: Calls, entry: str, note: str | None) -> None:
    assert calls.feedback({"entry": entry, "outcome": "seen", "note_code": note}).status == 202


def test_an_answer_sent_again_under_its_key_is_receipted_again_and_kept_once(
    calls: Calls, entry: str
) -> None:
    body = {"entry": entry, "outcome": "seen"}

    answers = [calls.feedback(body, **{KEY: "job-7.1~a_B"}) for _ in range(2)]

    assert answers[0].status == answers[1].status == 202
    assert Feedback.objects.count() == 1


def test_another_answer_under_the_same_key_is_a_conflict(calls: Calls, entry: str) -> None:
    calls.feedback({"entry": entry, "outcome": "seen"}, **{KEY: "a"})

    answer = calls.feedback({"entry": entry, "outcome": "removed"}, **{KEY: "a"})

    assert answer.status == 409
    assert answer.body["error"]["code"] == "idempotency_conflict"
    assert Feedback.objects.get().outcome == "seen"


def test_an_unknown_entry_is_not_found(calls: Calls) -> None:
    answer = calls.feedback({"entry": "a" * 26, "outcome": "seen"})

    assert answer.status == 404
    assert answer.body["error"]["code"] == "entry_unknown"


def test_an_answer_about_a_withdrawn_entry_is_taken_and_says_so(calls: Calls, entry: str) -> None:
    entries.withdraw(ORIGIN, now=NOW)

    answer = calls.feedback({"entry": entry, "outcome": "removed"})

    assert (answer.status, answer.body["state"]) == (202, "withdrawn")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"entry": "A" * 26}, "entry"),
        ({"entry": "a" * 25}, "entry"),
        ({"entry": None}, "entry"),
        ({"entry": ["a"]}, "entry"),
        ({"outcome": "deleted"}, "outcome"),
        ({"outcome": 1}, "outcome"),
        ({"count": 0}, "count"),
        ({"count": 1_000_001}, "count"),
        ({"count": "3"}, "count"),
        ({"count": 1.0}, "count"),
        ({"count": True}, "count"),
        ({"count": None}, "count"),
        ({"note_code": "she lives nearby"}, "note_code"),
        ({"note": "she lives nearby"}, "note"),
        ({"picture": "x"}, "picture"),
    ],
)
def test_what_is_not_documented_is_not_valid_and_nothing_is_kept(
    calls: Calls, entry: str, wrong: dict[str, object], field: str
) -> None:
    answer = calls.feedback({"entry": entry, "outcome": "seen", **wrong})

    assert answer.status == 422
    assert answer.body["error"]["code"] == "not_valid"
    assert answer.body["error"]["field"] == field
    assert "nearby" not in json.dumps(answer.body["error"]["message"])
    assert Feedback.objects.count() == 0


@pytest.mark.parametrize("missing", ["entry", "outcome"])
def test_a_missing_part_is_named(calls: Calls, entry: str, missing: str) -> None:
    body = {"entry": entry, "outcome": "seen"}
    del body[missing]

    answer = calls.feedback(body)

    assert (answer.status, answer.body["error"]["field"]) == (422, missing)


@pytest.mark.parametrize("wrong", ["", "a" * 65, "a b", "ü", "a/b", "a,b"])
def test_a_key_of_other_characters_is_not_valid(calls: Calls, entry: str, wrong: str) -> None:
    answer = calls.feedback({"entry": entry, "outcome": "seen"}, **{KEY: wrong})

    assert answer.status == 422
    assert Feedback.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b"\xff\xfe{}", 400),
        (b'{"count": ' + b"9" * 5000 + b"}", 400),
        (b"[" * 30_000, 400),
        (b"null", 422),
        (b"[]", 422),
        (b'"text"', 422),
        (b'{"entry": "\\ud800", "outcome": "seen"}', 422),
        (b'{"count": NaN}', 422),
        (b'{"entry": "' + b"a" * 70_000 + b'"}', 413),
    ],
)
def test_a_body_that_is_no_answer_is_refused(calls: Calls, body: bytes, status: int) -> None:
    answer = calls.feedback(body)

    assert answer.status == status
    assert set(answer.body) == {"error"}


def test_an_answer_without_a_key_is_not_taken(calls: Calls, entry: str) -> None:
    stranger = Calls(calls.client, None)

    assert stranger.feedback({"entry": entry, "outcome": "seen"}).status == 401
    assert Feedback.objects.count() == 0
