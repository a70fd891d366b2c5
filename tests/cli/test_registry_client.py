import json

import httpx
import pytest

from takeback.cli.problems import AnswerIsNo, OutOfReach, WrongUse
from takeback.cli.registry_client import CursorUnknown, check_url, get_page, send_feedback
from tests.cli.registries import KEY, URL, error, ok, scripted

ANSWER = {"entry": "a" * 26, "outcome": "removed"}


def test_a_page_is_asked_for_with_key_and_cursor() -> None:
    script = scripted(ok({"changes": []}))

    assert get_page(script.registry(), "0badcafe-7") == {"changes": []}
    (request,) = script.asked
    assert str(request.url) == f"{URL}/api/v1/feed?limit=5000&with=house&cursor=0badcafe-7"
    assert request.headers["Authorization"] == f"Bearer {KEY}"


def test_the_first_page_is_asked_for_without_a_cursor() -> None:
    script = scripted(ok({}))

    get_page(script.registry(), None)

    assert script.cursors() == [None]


def test_trouble_that_passes_is_waited_for() -> None:
    script = scripted(httpx.ConnectError("no"), error(503), error(429), ok({"more": False}))

    assert get_page(script.registry(), None) == {"more": False}
    assert script.slept == [1, 3, 9]


def test_a_registry_that_asks_to_wait_is_obeyed_within_reason() -> None:
    busy = error(503)
    busy.headers["Retry-After"] = "20"
    very_busy = error(503)
    very_busy.headers["Retry-After"] = "86400"
    script = scripted(busy, very_busy, ok({}))

    get_page(script.registry(), None)

    assert script.slept == [20, 60]


def test_trouble_that_stays_is_given_up_with_what_was_wrong() -> None:
    script = scripted(*[httpx.ReadTimeout("slow")] * 4)

    with pytest.raises(OutOfReach, match=r"could not be reached \(ReadTimeout\); tried 4 times"):
        get_page(script.registry(), None)


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_an_answer_and_not_tried_again(status: int) -> None:
    script = scripted(error(status))

    with pytest.raises(AnswerIsNo, match="refused the key") as problem:
        get_page(script.registry(), None)

    assert len(script.asked) == 1
    assert KEY not in str(problem.value)


def test_a_redirection_is_shown_and_the_key_not_sent_there() -> None:
    script = scripted(httpx.Response(301, headers={"Location": "https://elsewhere.example/"}))

    with pytest.raises(OutOfReach, match=r"points to https://elsewhere\.example/"):
        get_page(script.registry(), None)

    assert {request.url.host for request in script.asked} == {"registry.example"}


def test_an_unknown_cursor_is_told_apart() -> None:
    with pytest.raises(CursorUnknown):
        get_page(scripted(error(409, "cursor_unknown")).registry(), "0badcafe-7")


def test_something_that_is_no_feed_is_said_to_be_none() -> None:
    script = scripted(httpx.Response(200, text="<html>Welcome</html>"))

    with pytest.raises(OutOfReach, match="is the address right"):
        get_page(script.registry(), None)


def test_another_status_is_shown_with_its_reason() -> None:
    with pytest.raises(OutOfReach, match="422, some_code: what to do"):
        get_page(scripted(error(422)).registry(), "x")


@pytest.mark.parametrize("answer", ["<html>", '{"changes": [', "[" * 100_000, "\ufeff"])
def test_what_is_no_json_is_out_of_reach(answer: str) -> None:
    script = scripted(httpx.Response(200, text=answer))

    with pytest.raises(OutOfReach, match="is the address right"):
        get_page(script.registry(), None)


@pytest.mark.parametrize("body", ["", "{}", "[]", '{"error": 7}', '{"error": {"code": 1}}'])
def test_an_error_of_no_known_form_is_shown_by_its_status(body: str) -> None:
    script = scripted(httpx.Response(404, text=body))

    with pytest.raises(OutOfReach, match="404, without saying why"):
        get_page(script.registry(), None)


def test_what_a_registry_says_cannot_move_the_terminals_cursor() -> None:
    script = scripted(error(422, message="\x1b[2Jgone\n" + "x" * 9999))

    with pytest.raises(OutOfReach) as problem:
        get_page(script.registry(), None)

    assert str(problem.value).isprintable()
    assert len(str(problem.value)) < 400


def test_an_answer_is_sent_with_its_name() -> None:
    script = scripted(httpx.Response(202, json={"entry": "a" * 26, "state": "active"}))

    assert send_feedback(script.registry(), ANSWER, key="name-1") == "active"
    (request,) = script.asked
    assert (request.method, request.url.path) == ("POST", "/api/v1/feedback")
    assert request.headers["Idempotency-Key"] == "name-1"
    assert json.loads(request.content) == ANSWER


def test_an_answer_is_sent_again_under_the_same_name() -> None:
    taken = httpx.Response(202, json={"state": "withdrawn"})
    script = scripted(httpx.ReadTimeout("lost"), taken)

    assert send_feedback(script.registry(), ANSWER, key="name-1") == "withdrawn"
    assert [request.headers["Idempotency-Key"] for request in script.asked] == ["name-1"] * 2


@pytest.mark.parametrize("body", [{}, [], {"state": 7}])
def test_a_receipt_without_a_state_is_still_a_receipt(body: object) -> None:
    script = scripted(httpx.Response(202, json=body))

    assert send_feedback(script.registry(), ANSWER, key="name-1") == "unknown"


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (401, AnswerIsNo),
        (404, AnswerIsNo),
        (409, AnswerIsNo),
        (400, WrongUse),
        (422, WrongUse),
        (413, OutOfReach),
    ],
)
def test_each_refusal_of_an_answer_has_its_exit_code(status: int, problem: type[Exception]) -> None:
    with pytest.raises(problem):
        send_feedback(scripted(error(status)).registry(), ANSWER, key="name-1")


@pytest.mark.parametrize(
    ("url", "used"),
    [
        ("https://help.example.org/", "https://help.example.org"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://localhost:8000/", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_address_is_used_without_its_last_slash(url: str, used: str) -> None:
    assert check_url(url) == used


@pytest.mark.parametrize(
    "url",
    [
        "",
        "help.example.org",
        "127.0.0.1:8000",
        "ftp://help.example.org",
        "https://",
        "https://help.example.org:door",
        "https://help.example.org:99999",
        "https://[::1",
        "https://help.example.org/?cursor=1",
        "https://help.example.org/#top",
    ],
)
def test_what_is_no_web_address_is_wrong_use(url: str) -> None:
    with pytest.raises(WrongUse, match="give an address such as"):
        check_url(url)


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(WrongUse) as refused:
        check_url("https://me:secret@help.example.org")

    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("url", ["http://help.example.org", "http://10.0.0.7:8000"])
def test_a_key_is_not_sent_where_others_could_read_it(url: str) -> None:
    with pytest.raises(WrongUse, match="use https"):
        check_url(url)
