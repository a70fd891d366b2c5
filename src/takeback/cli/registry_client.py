"""Talking to a registry over HTTP, as a partner: what is asked, and what each answer means."""

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from takeback.cli.problems import AnswerIsNo, OutOfReach, WrongUse

PATIENCE_SECONDS = 60  # a page of 5,000 changes over a slow line
# Tried again after so many seconds: long enough for a restart, short enough to sit through.
WAITS_SECONDS = (1, 3, 9)
LONGEST_WAIT_SECONDS = 60  # however long a server asks us to wait
PAGE_ENTRIES = 5000  # the most that one page holds; of entries with many views it holds fewer
# A server that is busy, restarting, or behind a proxy that cannot reach it.
PASSING = frozenset({429, 500, 502, 503, 504})


class CursorUnknown(Exception):
    """The registry did not give out this cursor: the list has to be pulled from the start."""


@dataclass(frozen=True)
class Registry:
    """A registry's address, the key it gave us, and how to wait between tries."""

    url: str
    key: str
    sleep: Callable[[float], None]
    # None: over the network. Tests hand in their own.
    transport: httpx.BaseTransport | None = None


@dataclass(frozen=True)
class Question:
    """One HTTP request. `None`: without that part."""

    method: str
    path: str
    params: Mapping[str, str | int] | None = None
    json: Mapping[str, object] | None = None
    headers: Mapping[str, str] | None = None


def check_url(url: str) -> str:
    """Return the address without a slash at its end. Raises `WrongUse` when it cannot be used."""
    like = "give an address such as https://help.example.org"
    try:
        parts = urlsplit(url)
        has_port = parts.port is None or parts.port > 0
        httpx.URL(url)
    except (ValueError, httpx.InvalidURL) as error:
        raise WrongUse(f"--url is no address; {like}") from error
    if "@" in parts.netloc:
        # Not repeated: what stands before the @ is often a password.
        raise WrongUse(f"--url has a name or a password in it; {like}")
    is_one = parts.scheme in {"http", "https"} and has_port and not parts.query + parts.fragment
    if not is_one or not parts.hostname:
        raise WrongUse(f"--url is {url!r}; {like}")
    if parts.scheme == "http" and not _is_this_machine(parts.hostname):
        raise WrongUse(f"--url is {url!r}; over http anybody could read your key: use https")
    return url.rstrip("/")


def get_page(registry: Registry, cursor: str | None) -> object:
    """Return the feed's page after `cursor`, as its JSON; `None` starts from nothing.

    Raises `CursorUnknown`, `AnswerIsNo` when the key is refused, `OutOfReach` otherwise.
    """
    # Our own matcher compares the house recipe's fingerprints too.
    wanted: dict[str, str | int] = {"limit": PAGE_ENTRIES, "with": "house"}
    if cursor is not None:
        wanted["cursor"] = cursor
    response = _ask(registry, Question("GET", "/api/v1/feed", params=wanted))
    if response.status_code == httpx.codes.CONFLICT:
        raise CursorUnknown
    if response.status_code != httpx.codes.OK:
        raise OutOfReach(f"{registry.url} answered {_reason(response)}")
    return _json(registry, response)


def send_feedback(registry: Registry, answer: Mapping[str, object], *, key: str) -> str:
    """Send an answer about an entry and return the entry's state now.

    Sent again with the same idempotency key it counts once. Raises `AnswerIsNo` when the registry
    will not take it, `WrongUse` when it is not readable.
    """
    named = {"Idempotency-Key": key}
    response = _ask(registry, Question("POST", "/api/v1/feedback", json=answer, headers=named))
    if response.status_code == httpx.codes.ACCEPTED:
        return _state(registry, response)
    reason = _reason(response)
    if response.status_code in {httpx.codes.NOT_FOUND, httpx.codes.CONFLICT, httpx.codes.GONE}:
        raise AnswerIsNo(f"not taken: {reason}")
    if response.status_code in {httpx.codes.BAD_REQUEST, httpx.codes.UNPROCESSABLE_ENTITY}:
        raise WrongUse(f"not understood: {reason}")
    raise OutOfReach(f"{registry.url} answered {reason}")


def _ask(registry: Registry, question: Question) -> httpx.Response:
    """Ask, and ask again while the trouble may pass."""
    with httpx.Client(
        # The key goes to the address that was given and never where that one points.
        follow_redirects=False,
        timeout=PATIENCE_SECONDS,
        transport=registry.transport,
        headers={"Authorization": f"Bearer {registry.key}", "Accept": "application/json"},
    ) as client:
        request = client.build_request(
            question.method,
            registry.url + question.path,
            params=question.params,
            json=question.json,
            headers=question.headers,
        )
        for wait_seconds in (*WAITS_SECONDS, None):
            trouble, wait_longer = "", 0.0
            try:
                response = client.send(request)
            except httpx.HTTPError as error:
                trouble = f"{registry.url} could not be reached ({type(error).__name__})"
            else:
                if response.status_code not in PASSING:
                    return _check_answer(registry, response)
                trouble = f"{registry.url} answered {_reason(response)}"
                wait_longer = _seconds_asked_for(response)
            if wait_seconds is not None:
                registry.sleep(max(wait_seconds, wait_longer))
    raise OutOfReach(f"{trouble}; tried {len(WAITS_SECONDS) + 1} times: try again later")


def _check_answer(registry: Registry, response: httpx.Response) -> httpx.Response:
    if response.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
        raise AnswerIsNo(
            f"{registry.url} refused the key: it is mistyped or revoked; ask whoever runs it"
        )
    if response.is_redirect:
        there = _plain(response.headers.get("Location", "another address"))
        raise OutOfReach(f"{registry.url} points to {there}; if you trust that, give it as --url")
    return response


def _seconds_asked_for(response: httpx.Response) -> float:
    asked = response.headers.get("Retry-After", "")
    return min(float(asked), LONGEST_WAIT_SECONDS) if asked.isdecimal() else 0.0


def _json(registry: Registry, response: httpx.Response) -> object:
    try:
        return response.json()
    except (ValueError, RecursionError) as error:
        raise OutOfReach(
            f"{registry.url} answered with something that is no feed; is the address right?"
        ) from error


def _state(registry: Registry, response: httpx.Response) -> str:
    body = _json(registry, response)
    state = body.get("state") if isinstance(body, dict) else None
    return _plain(state) if isinstance(state, str) else "unknown"


def _reason(response: httpx.Response) -> str:
    """Return the status and, where the answer is one of a registry's errors, what it says."""
    try:
        error = response.json()["error"]
        said = f"{error['code']}: {error['message']}"
        if error.get("field"):
            said = f"{said} ({error['field']})"
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        said = "without saying why; is the address right?"
    return f"{response.status_code}, {_plain(said)}"


def _plain(text: str) -> str:
    """Return at most 300 characters, none that a terminal would obey."""
    return "".join(mark for mark in text[:300] if mark.isprintable())


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
