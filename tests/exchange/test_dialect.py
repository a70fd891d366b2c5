"""The expectations of hasher-matcher-actioner's own lookup tests, and what its server does besides.

`tests/test_match_api.py` of that project, version of 2026, is what the first tests follow: the same
requests, the same expectations, with our bank's name for its banks.
"""

import base64
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from takeback.registry import entries, lookup
from takeback.registry.models import Entry, Partner
from takeback.registry.partners import revoke_key
from tests.registry.pictures import NOW, ORIGIN, OTHER_ORIGIN, bits_of, picture, video

pytestmark = pytest.mark.django_db
PDQ = bits_of(1, "whole")
MD5 = bits_of(1, "file")[:32]
SIGNALS = {"pdq": PDQ, "video_md5": MD5}


class Caller:
    """A program written for hasher-matcher-actioner, pointed at `https://any:KEY@host`."""

    def __init__(self, key: str) -> None:
        self._client = Client(headers={"Authorization": _basic(f"any:{key}")})

    def get(self, address: str, **query: str | bool) -> Any:
        return self._client.get(address, query)

    def post(self, address: str, body: object, kind: str = "application/json") -> Any:
        return self._client.post(address, body, content_type=kind)


def _basic(words: str) -> str:
    return "Basic " + base64.b64encode(words.encode()).decode()


@pytest.fixture
def caller(key: str) -> Caller:
    return Caller(key)


@pytest.fixture
def number() -> int:
    """A picture and a video are listed; the picture's number."""
    entries.put_in_force(ORIGIN, [picture(1, views=("whole",))], now=NOW)
    entries.put_in_force(OTHER_ORIGIN, [video(1, frames=1)], now=NOW)
    return int(Entry.objects.order_by("pk")[0].pk)


@pytest.mark.usefixtures("number")
@pytest.mark.parametrize("signal_type", ["pdq", "video_md5"])
def test_raw_lookups(caller: Caller, signal_type: str) -> None:
    query: dict[str, str | bool] = {"signal": SIGNALS[signal_type], "signal_type": signal_type}

    plain = caller.get("/m/raw_lookup", **query)
    with_distance = caller.get("/m/raw_lookup", **query, include_distance=True)

    assert plain.status_code == with_distance.status_code == 200
    assert len(plain.json()["matches"]) >= 1
    assert len(with_distance.json()["matches"]) == len(plain.json()["matches"])
    for match in with_distance.json()["matches"]:
        assert "bank_content_id" in match
        assert "distance" in match


@pytest.mark.usefixtures("number")
@pytest.mark.parametrize("signal_type", ["pdq", "video_md5"])
def test_lookups(caller: Caller, signal_type: str) -> None:
    answer = caller.get("/m/lookup", signal=SIGNALS[signal_type], signal_type=signal_type)

    assert answer.status_code == 200
    assert set(answer.json()) == {"TAKEBACK"}
    assert len(answer.json()["TAKEBACK"]) > 0
    for match in answer.json()["TAKEBACK"]:
        assert "bank_content_id" in match
        assert "distance" in match


@pytest.mark.usefixtures("number")
@pytest.mark.parametrize(
    ("banks", "count"),
    [("", 1), ("TAKEBACK", 1), ("BANK_A,TAKEBACK", 1), ("NON_EXISTENT_BANK", 0)],
)
@pytest.mark.parametrize("include_distance", [True, False])
def test_raw_lookup_with_bank_filter(
    caller: Caller, banks: str, count: int, *, include_distance: bool
) -> None:
    query: dict[str, str | bool] = {"signal": PDQ, "signal_type": "pdq", "banks": banks}

    answer = caller.get("/m/raw_lookup", **query, include_distance=include_distance)

    assert answer.status_code == 200
    assert len(answer.json()["matches"]) == count


@pytest.mark.usefixtures("number")
@pytest.mark.parametrize(
    ("banks", "named"),
    [("TAKEBACK", {"TAKEBACK"}), ("BANK_A,TAKEBACK", {"TAKEBACK"}), ("NON_EXISTENT_BANK", set())],
)
def test_lookup_with_bank_filter(caller: Caller, banks: str, named: set[str]) -> None:
    answer = caller.get("/m/lookup", signal=PDQ, signal_type="pdq", banks=banks)

    assert answer.status_code == 200
    assert set(answer.json()) == named


def test_the_shapes_are_its_own(caller: Caller, number: int) -> None:
    near = f"{int(PDQ, 16) ^ 0b111:064x}"
    query: dict[str, str | bool] = {"signal": near, "signal_type": "pdq"}
    match = {"bank_content_id": number, "distance": "3"}

    assert caller.get("/m/raw_lookup", **query).json() == {"matches": [number]}
    query["include_distance"] = "1"
    assert caller.get("/m/raw_lookup", **query).json() == {"matches": [match]}
    query |= {"seed": "7", "bypass_coinflip": "true"}
    assert caller.get("/m/lookup", **query).json() == {"TAKEBACK": [match]}


@pytest.mark.usefixtures("number")
def test_an_equal_file_has_no_distance(caller: Caller) -> None:
    answer = caller.get("/m/lookup", signal=f" {MD5.upper()} ", signal_type="video_md5")

    assert [match["distance"] for match in answer.json()["TAKEBACK"]] == ["-"]


def test_what_nobody_listed_matches_nothing(caller: Caller) -> None:
    assert caller.get("/m/lookup", signal=PDQ, signal_type="pdq").json() == {}
    assert caller.get("/m/raw_lookup", signal=PDQ, signal_type="pdq").json() == {"matches": []}


@pytest.mark.usefixtures("number")
def test_promise_8_what_was_withdrawn_matches_nothing(caller: Caller) -> None:
    assert caller.get("/m/lookup", signal=PDQ, signal_type="pdq").json() != {}
    entries.withdraw(ORIGIN, now=NOW)

    assert caller.get("/m/lookup", signal=PDQ, signal_type="pdq").json() == {}


@pytest.mark.parametrize("address", ["/m/lookup", "/m/raw_lookup"])
@pytest.mark.parametrize(
    ("signal_type", "signal"),
    [
        ("pdq", "f" * 63),
        ("pdq", "F" * 64),
        ("pdq", "g" * 64),
        ("pdq", "f" * 64 + "\n"),
        ("video_md5", "f" * 64),
        ("video_sha256", "f" * 32),
        ("nothing", "f" * 64),
        ("", "f" * 64),
    ],
)
def test_a_signal_that_cannot_be_is_a_bad_request_and_not_repeated(
    caller: Caller, address: str, signal_type: str, signal: str
) -> None:
    answer = caller.get(address, signal=signal, signal_type=signal_type)

    assert answer.status_code == 400
    assert set(answer.json()) == {"message"}
    assert "ffff" not in answer.json()["message"]


@pytest.mark.parametrize("missing", ["signal", "signal_type"])
def test_without_a_part_the_status_is_its_own(caller: Caller, missing: str) -> None:
    query: dict[str, str | bool] = {"signal": PDQ, "signal_type": "pdq"}
    del query[missing]

    raw, plain = caller.get("/m/raw_lookup", **query), caller.get("/m/lookup", **query)

    assert (raw.status_code, raw.json()[0]["loc"]) == (422, [missing])
    assert plain.status_code == 400


def test_a_flag_is_a_yes_or_a_no(caller: Caller) -> None:
    query: dict[str, str | bool] = {"signal": PDQ, "signal_type": "pdq", "include_distance": "two"}

    answer = caller.get("/m/raw_lookup", **query)

    assert (answer.status_code, answer.json()[0]["loc"]) == (422, ["include_distance"])


def test_of_a_parameter_that_is_given_twice_the_first_counts(caller: Caller) -> None:
    address = f"/m/lookup?signal={PDQ}&signal=x&signal_type=pdq"

    assert caller.get(address).status_code == 200


def test_an_endless_query_is_a_bad_request(caller: Caller) -> None:
    assert caller.get("/m/lookup?" + "a=1&" * 50).status_code == 400


def test_promise_2_an_address_to_fetch_a_picture_from_is_refused(caller: Caller) -> None:
    answer = caller.get("/m/lookup", url="https://example.org/a.jpg")

    assert answer.status_code == 403
    assert "send signal_type and signal" in answer.json()["message"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"\xff\xd8\xff", "image/jpeg"), (b"--x\r\n", "multipart/form-data; boundary=x")],
)
def test_promise_1_a_picture_is_refused_with_what_to_do_instead(
    caller: Caller, body: bytes, kind: str
) -> None:
    answer = caller.post("/m/lookup", body, kind)

    assert answer.status_code == 415
    assert "make the fingerprint where the picture is" in answer.json()["message"]


@pytest.mark.usefixtures("number")
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"signal": PDQ, "signal_type": "pdq"}, "application/json"),
        (f"signal={PDQ}&signal_type=pdq", "application/x-www-form-urlencoded"),
    ],
)
def test_a_signal_may_come_in_the_body(caller: Caller, body: object, kind: str) -> None:
    answer = caller.post("/m/lookup", body, kind)

    assert answer.status_code == 200
    assert len(answer.json()["pdq"]["TAKEBACK"]) == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"signal": "f"}', b"[" * 60_000])
def test_a_body_without_a_signal_is_refused(caller: Caller, body: bytes) -> None:
    assert caller.post("/m/lookup", body).status_code == 403


def test_a_signal_that_is_no_text_is_a_bad_request(caller: Caller) -> None:
    assert caller.post("/m/lookup", {"signal": 5, "signal_type": "pdq"}).status_code == 400


def test_two_signals_are_compared(caller: Caller) -> None:
    other = f"{int(PDQ, 16) ^ 0b111111111:064x}"
    far = f"{int(PDQ, 16) ^ (1 << 32) - 1:064x}"

    near = caller.post("/m/compare", {"pdq": [PDQ, other], "video_md5": [MD5, MD5.upper()]})

    assert near.json() == {"pdq": [True, {"distance": 9}], "video_md5": [True, {}]}
    assert caller.post("/m/compare", {"pdq": [PDQ, far]}).json() == {
        "pdq": [False, {"distance": 32}]
    }


@pytest.mark.parametrize(
    "body", [[], b"null", {"pdq": PDQ}, {"pdq": [PDQ]}, {"pdq": [PDQ, 5]}, {"nothing": [PDQ, PDQ]}]
)
def test_what_cannot_be_compared_is_a_bad_request(caller: Caller, body: object) -> None:
    assert caller.post("/m/compare", body).status_code == 400


@pytest.mark.usefixtures("number")
def test_the_status_says_how_many_are_looked_up_and_since_which_day(caller: Caller) -> None:
    day = int(datetime(2026, 11, 22, tzinfo=UTC).timestamp())
    pdq = {"present": True, "built_to": day, "size": 1}
    none = {"present": True, "built_to": day, "size": 0}

    assert caller.get("/m/index/status").json() == {
        "pdq": pdq,
        "video_md5": pdq,
        "video_sha256": none,
    }
    assert caller.get("/m/index/status", signal_type="pdq").json() == {"pdq": pdq}
    assert caller.get("/m/index/status", signal_type="nothing").status_code == 400


def test_the_status_of_an_empty_list_has_no_day(caller: Caller) -> None:
    assert caller.get("/m/index/status").json()["pdq"] == {
        "present": True,
        "built_to": -1,
        "size": 0,
    }


def test_the_key_may_come_as_bearer_too(key: str) -> None:
    client = Client(headers={"Authorization": f"Bearer {key}"})

    assert client.get("/m/lookup", {"signal": PDQ, "signal_type": "pdq"}).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer x",
        "Digest x",
        "Basic",
        "Basic ?",
        "Basic /w==",
        _basic("any"),
        _basic("any:x"),
        _basic(f"any:tbk_{'0' * 12}_{'A' * 43}"),
    ],
)
@pytest.mark.parametrize("address", ["/m/lookup", "/m/raw_lookup", "/m/index/status"])
def test_without_a_live_key_nothing_is_told(db: None, address: str, header: str) -> None:
    client = Client(headers={"Authorization": header} if header else {})

    answer = client.get(address, {"signal": PDQ, "signal_type": "pdq"})

    assert (answer.status_code, set(answer.json())) == (401, {"message"})
    assert answer.headers["WWW-Authenticate"] == 'Basic realm="lookup"'


def test_a_key_in_the_query_opens_nothing(key: str) -> None:
    query = {"signal": PDQ, "signal_type": "pdq", "key": key, "access_token": key}

    assert Client().get("/m/lookup", query).status_code == 401


def test_a_revoked_key_opens_nothing(caller: Caller, partner: Partner) -> None:
    revoke_key(partner.keys.get().key_id, now=NOW)

    assert caller.get("/m/lookup", signal=PDQ, signal_type="pdq").status_code == 401


def test_another_method_is_not_allowed(caller: Caller) -> None:
    answer = caller.post("/m/raw_lookup", {})

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
    assert set(answer.json()) == {"message"}


def test_a_head_request_gets_the_headers_of_a_get(key: str) -> None:
    client = Client(headers={"Authorization": f"Bearer {key}"})

    answer = client.head("/m/index/status")

    assert (answer.status_code, answer.content) == (200, b"")


def test_while_the_first_index_is_built_callers_are_told_to_come_back(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookup, "PATIENCE_SECONDS", 0.01)
    lookup.the_lookup.cache_clear()
    with lookup.the_lookup()._lock:
        answer = caller.get("/m/lookup", signal=PDQ, signal_type="pdq")

    assert (answer.status_code, set(answer.json())) == (503, {"message"})
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.usefixtures("number")
def test_an_answer_that_would_be_too_long_is_refused(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookup, "MOST_NEIGHBOURS", 0)

    assert caller.get("/m/lookup", signal=PDQ, signal_type="pdq").status_code == 400


def test_while_the_database_is_away_callers_are_told_to_come_back(caller: Caller) -> None:
    def away(*_: object) -> object:
        raise OperationalError

    with connection.execute_wrapper(away):
        answer = caller.get("/m/lookup", signal=PDQ, signal_type="pdq")

    assert (answer.status_code, set(answer.json())) == (503, {"message"})
