import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from takeback.cases import keys
from takeback.cases.codes import read_code
from takeback.cases.holding import find_by_code
from takeback.cases.kept_plans import read_plan
from takeback.cases.models import Case, KeptPlan
from takeback.cases.queueing import Turns
from takeback.registry.models import Entry, EntryFingerprint
from takeback.site import limits
from takeback.site.questions.session import Visit, visit_from
from tests.registry.pictures import bits_of
from tests.site.plan.visits import cookie_of

pytestmark = pytest.mark.django_db

KEY = "0123456789abcdef" * 2
PDQ = "0f" * 32
REMOVE = object()
FRAME = {"at": 0.5, "quality": 80, "bits": PDQ}
VIDEO: dict[str, object] = {"kind": "video", "frames": [FRAME]}


def video_with(**changes: object) -> dict[str, object]:
    """Return a video of one frame, changed."""
    return VIDEO | {"frames": [FRAME | changes]}


@pytest.fixture(autouse=True)
def fresh_budgets() -> Iterator[None]:
    limits.forget_all()
    yield
    limits.forget_all()


def body(**changes: object) -> dict[str, object]:
    """Return what the page sends for one picture, changed; `REMOVE` leaves a key out."""
    whole = {
        "age_band": "13_15",
        "whose": "me",
        "consent": True,
        "pictures": [{"quality": 87, "pdq-1": {"whole": PDQ}}],
    }
    return {name: value for name, value in (whole | changes).items() if value is not REMOVE}


def send(content: object, **headers: str) -> Any:
    text = content if isinstance(content, bytes | str) else json.dumps(content)
    return Client().post(
        "/api/v1/cases", data=text, content_type="application/json", headers=headers
    )


def without_token(response: Any) -> dict[str, object]:
    return {name: value for name, value in response.json().items() if name != "add_more"}


def error_of(response: HttpResponse) -> tuple[int, str, str | None, str]:
    error = json.loads(response.content)["error"]
    return response.status_code, error["code"], error["field"], error["message"]


def test_a_case_is_opened_and_its_code_opens_it() -> None:
    response = send(body())

    answer = response.json()
    assert response.status_code == 201
    assert set(answer) == {"code", "case_name", "entries", "plan_kept", "add_more"}
    held = find_by_code(read_code(answer["code"]))
    assert held is not None
    assert held.case.name == answer["case_name"]
    assert answer["entries"] == [Entry.objects.get().public_id]
    assert response.headers["Cache-Control"] == "no-store"


def test_every_view_and_digest_is_kept() -> None:
    views = ["whole", "mirror", "flip", "turn-90", "turn-180", "turn-270", "transpose"]
    views += ["transverse"]
    picture = {
        "quality": 100,
        "md5": "AB" * 16,
        "sha256": "cd" * 32,
        "pdq-1": {view: bits_of(1, view) for view in views},
    }

    assert send(body(pictures=[picture])).status_code == 201

    rows = EntryFingerprint.objects.values_list("recipe", "view", "bits")
    kept = {(recipe, view): bytes(bits).hex() for recipe, view, bits in rows}
    expected = {("pdq-1", view): bits_of(1, view) for view in views}
    assert kept == expected | {("md5", "whole"): "ab" * 16, ("sha256", "whole"): "cd" * 32}


def test_a_hundred_pictures_of_five_views_fit_into_one_request() -> None:
    views = ["whole", "mirror", "turn-90", "turn-180", "turn-270"]
    pictures = [
        {
            "quality": 50,
            "pdq-1": {view: bits_of(number, view) for view in views},
        }
        for number in range(100)
    ]
    text = json.dumps(body(pictures=pictures), separators=(",", ":"))
    assert len(text) < 64 * 1024

    response = send(text)

    assert response.status_code == 201
    assert len(response.json()["entries"]) == 100


def test_the_same_request_sent_again_opens_one_case() -> None:
    headers = {"Idempotency-Key": KEY}
    first, again = send(body(), **headers), send(body(), **headers)

    assert (first.status_code, again.status_code) == (201, 201)
    # A minute may have begun between the two, and then the token is a newer one.
    assert without_token(first) == without_token(again)
    assert Case.objects.count() == 1


def test_the_same_request_after_the_code_was_used_is_refused() -> None:
    headers = {"Idempotency-Key": KEY}
    send(body(), **headers)
    Case.objects.update(visited_on=Case.objects.get().opened_on)

    status, code, _, _ = error_of(send(body(), **headers))

    assert (status, code) == (409, "already_opened")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"age_band": "adult_shown"}, "age_band"),
        ({"age_band": ""}, "age_band"),
        ({"age_band": REMOVE}, "age_band"),
        ({"whose": "a_friend"}, "whose"),
        ({"consent": False}, "consent"),
        ({"consent": "true"}, "consent"),
        ({"consent": 1}, "consent"),
        ({"consent": REMOVE}, "consent"),
        ({"pictures": []}, "pictures"),
        ({"pictures": [{"quality": 87, "pdq-1": {"whole": PDQ}}] * 101}, "pictures"),
        ({"pictures": [{"quality": 87}]}, "pictures.0.pdq-1"),
        ({"pictures": [{"quality": 87, "pdq-1": {"mirror": PDQ}}]}, "pictures.0.pdq-1.whole"),
        (
            {"pictures": [{"quality": 87, "pdq-1": {"whole": PDQ, "crop": PDQ}}]},
            "pictures.0.pdq-1",
        ),
        (
            {"pictures": [{"quality": 87, "pdq-1": {"whole": PDQ}, "pdq-mean-1": {"whole": PDQ}}]},
            "pictures.0.pdq-mean-1",
        ),
        ({"pictures": [7]}, "pictures.0"),
        ({"pictures": [{"kind": "film"}]}, "pictures.0"),
        ({"pictures": [{"kind": ["video"]}]}, "pictures.0"),
        ({"pictures": [{"kind": "picture", "frames": []}]}, "pictures.0.quality"),
        ({"pictures": [{"kind": "video"}]}, "pictures.0.frames"),
        ({"pictures": [{"kind": "video", "frames": []}]}, "pictures.0"),
        ({"pictures": [{"kind": "video", "frames": [FRAME] * 601}]}, "pictures.0.frames"),
        ({"pictures": [VIDEO | {"quality": 80}]}, "pictures.0.quality"),
        ({"pictures": [video_with(at=-1)]}, "pictures.0.frames.0.at"),
        ({"pictures": [video_with(at="1")]}, "pictures.0.frames.0.at"),
        ({"pictures": [video_with(at=1e9)]}, "pictures.0.frames.0.at"),
        ({"pictures": [video_with(quality=101)]}, "pictures.0.frames.0.quality"),
        ({"pictures": [video_with(bits="0f")]}, "pictures.0.frames.0.bits"),
        ({"pictures": [video_with(picture="x")]}, "pictures.0.frames.0.picture"),
        ({"pictures": [{"quality": 101, "pdq-1": {"whole": PDQ}}]}, "pictures.0.quality"),
        ({"pictures": [{"quality": "87", "pdq-1": {"whole": PDQ}}]}, "pictures.0.quality"),
        ({"pictures": [{"quality": 87, "pdq-2": {"whole": PDQ}}]}, "pictures.0.pdq-1"),
        ({"note": "hello"}, "note"),
    ],
)
def test_what_is_not_as_asked_is_refused_naming_the_place(
    changes: dict[str, object], field: str
) -> None:
    status, code, named, _ = error_of(send(body(**changes)))

    assert (status, code, named) == (422, "not_valid", field)
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a" * 62, "31 bytes; a pdq-1 fingerprint has 32"),
        ("a" * 63, "63 digits; a pdq-1 fingerprint has 64"),
        ("", "0 bytes; a pdq-1 fingerprint has 32"),
        ("g" * 64, "no hexadecimal digit"),
        (" " + "a" * 63, "no hexadecimal digit"),
        ("\u0661" * 64, "no hexadecimal digit"),
    ],
)
def test_what_is_no_fingerprint_is_refused_without_repeating_it(text: str, said: str) -> None:
    pictures = [
        {"quality": 87, "pdq-1": {"whole": PDQ}},
        {"quality": 87, "pdq-1": {"whole": text}},
    ]
    response = send(body(pictures=pictures))

    status, code, field, message = error_of(response)
    assert (status, code, field) == (422, "not_valid", "pictures.1.pdq-1.whole")
    assert said in message
    assert not text or text.encode() not in response.content
    assert PDQ.encode() not in response.content


def test_a_plain_picture_is_refused_by_its_number() -> None:
    pictures = [
        {"quality": 87, "pdq-1": {"whole": PDQ}},
        {"quality": 49, "pdq-1": {"whole": PDQ}},
    ]

    status, code, _, message = error_of(send(body(pictures=pictures)))

    assert (status, code) == (422, "too_plain")
    assert message.startswith("picture 2 has quality 49; it needs 50")
    assert not Case.objects.exists()


@pytest.mark.parametrize("key", ["", "short", "G" * 32, "0" * 33])
def test_a_request_key_of_another_form_is_refused(key: str) -> None:
    status, code, _, _ = error_of(send(body(), **{"Idempotency-Key": key}))

    assert (status, code) == (422, "not_valid")


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 30_000, b'{"age_band": 1e999}']
)
def test_what_is_not_our_json_is_refused(text: bytes) -> None:
    response = send(text)

    assert response.status_code in {400, 422}
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.elsewhere.example"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver:8000"},
        {"Origin": "https://testserver"},
        {"Origin": "http://[not-an-address"},
        {"Origin": ""},
    ],
)
def test_a_page_of_another_site_cannot_open_a_case(headers: dict[str, str]) -> None:
    status, code, _, _ = error_of(send(body(), **headers))

    assert (status, code) == (403, "cross_site")
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"},
    ],
)
def test_our_own_page_and_scripts_can(headers: dict[str, str]) -> None:
    assert send(body(), **headers).status_code == 201


def test_the_twenty_first_opening_in_an_hour_waits() -> None:
    assert {send(body()).status_code for _ in range(20)} == {201}

    response = send(body())

    assert error_of(response)[:2] == (429, "too_many")
    assert 3500 <= int(response.headers["Retry-After"]) <= 3600
    assert Case.objects.count() == 20


def test_when_too_many_are_waiting_the_answer_is_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turns = Turns(at_once=1, waiting=0)
    monkeypatch.setattr(keys, "turns", turns)

    with turns.take():
        response = send(body())

    assert error_of(response)[:2] == (503, "busy")
    assert response.headers["Retry-After"] == "5"
    assert send(body()).status_code == 201


def with_answers(door: str = "you") -> Client:
    """A browser in which a question was answered."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie_of(door, {"safety": ["none"]})
    return client


def send_from(client: Client, **changes: object) -> Any:
    return client.post(
        "/api/v1/cases",
        data=json.dumps(body(**changes)),
        content_type="application/json",
        headers={"Idempotency-Key": KEY},
    )


def test_the_plan_is_kept_behind_the_same_words_when_that_is_asked_for() -> None:
    answer = send_from(with_answers(), keep_plan=True).json()

    assert answer["plan_kept"] is True
    held = find_by_code(read_code(answer["code"]))
    assert held is not None
    kept = read_plan(held.case, key=held.key)
    assert kept is not None
    assert visit_from(kept) == Visit("you", {"safety": ["none"]})


@pytest.mark.parametrize("changes", [{}, {"keep_plan": False}])
def test_answers_are_not_kept_without_being_asked_for(changes: dict[str, object]) -> None:
    answer = send_from(with_answers(), **changes).json()

    assert answer["plan_kept"] is False
    assert KeptPlan.objects.count() == 0


def test_when_the_answers_were_wiped_meanwhile_it_is_said_and_the_pictures_are_taken() -> None:
    response = send_from(Client(), keep_plan=True)

    assert (response.status_code, response.json()["plan_kept"]) == (201, False)
    assert Entry.objects.count() == 1


def test_the_same_request_sent_again_says_again_whether_the_plan_is_kept() -> None:
    client = with_answers()
    first = send_from(client, keep_plan=True)

    # The answers are wiped between the two.
    again = send_from(Client(), keep_plan=True)

    assert without_token(again) == without_token(first)
    assert again.json()["plan_kept"] is True
    assert Case.objects.count() == 1


@pytest.mark.parametrize("given", ["yes", 1, None, [True]])
def test_keeping_the_plan_takes_yes_or_no(given: object) -> None:
    status, code, field, _ = error_of(send_from(with_answers(), keep_plan=given))

    assert (status, code, field) == (422, "not_valid", "keep_plan")
    assert not Case.objects.exists()


def test_keeping_the_plan_is_documented() -> None:
    schemas = Client().get("/api/v1/openapi.json").json()["components"]["schemas"]

    assert schemas["CaseIn"]["properties"]["keep_plan"]["default"] is False
    assert "keep_plan" not in schemas["CaseIn"]["required"]
    assert "plan_kept" in schemas["CaseOut"]["properties"]
