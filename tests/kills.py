"""Killing the service at random moments while cases are opened; what was shown must be kept."""

import random
import re
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.instance import Instance, opening


@dataclass
class Outcome:
    """What a run of kills left behind."""

    shown: list[str] = field(default_factory=list)  # codes that reached the page
    added: list[str] = field(default_factory=list)  # entries whose adding was acknowledged
    unanswered: int = 0  # openings that a kill interrupted
    kills: int = 0
    lost: list[int] = field(default_factory=list)  # places in `shown` whose code opens nothing
    not_listed: list[str] = field(default_factory=list)  # those of `added` that partners never get


def open_cases_while_killing(
    instance: Instance, chance: random.Random, *, openings: int
) -> Outcome:
    """Open `openings` cases; kill every process at random moments and start again.

    The service must be running, with `TAKEBACK_TRUSTED_PROXIES=1`: each opening comes from an
    address of its own.
    """
    outcome = Outcome()
    while len(outcome.shown) + outcome.unanswered < openings:
        killer = threading.Timer(chance.uniform(0.05, 2.0), instance.kill)
        killer.start()
        while len(outcome.shown) + outcome.unanswered < openings:
            answer = _open(instance, chance)
            if answer is None:
                outcome.unanswered += 1
                break
            outcome.shown.append(answer["code"])
            entry = _add(instance, answer["add_more"], chance)
            if entry is None:
                break
            outcome.added.append(entry)
        killer.join()
        outcome.kills += 1
        instance.start()
    in_feed = _in_feed(instance)
    outcome.not_listed = [entry for entry in outcome.added if entry not in in_feed]
    outcome.lost = [
        place for place, code in enumerate(outcome.shown) if not opens(instance, code, chance)
    ]
    return outcome


def _address(chance: random.Random) -> dict[str, str]:
    return {"X-Forwarded-For": ".".join(str(chance.randrange(1, 255)) for _ in range(4))}


def _open(instance: Instance, chance: random.Random) -> dict[str, Any] | None:
    """Return what the page was told, or `None` when no answer came."""
    return _post(instance, "/api/v1/cases", opening(chance), chance)


def _add(instance: Instance, token: str, chance: random.Random) -> str | None:
    """Add a picture; return its entry's id, or `None` when no answer came."""
    body = {"add_to": token, "pictures": opening(chance)["pictures"]}
    answer = _post(instance, "/api/v1/cases/pictures", body, chance)
    return None if answer is None else str(answer["entries"][0])


def _in_feed(instance: Instance) -> set[str]:
    """Return the entries that a partner who comes now is given."""
    headers = {"Authorization": f"Bearer {instance.add_partner('Looks after kills')}"}
    page = httpx.get(f"{instance.url}/api/v1/feed?limit=5000", headers=headers, timeout=20).json()
    return {change["entry"] for change in page["changes"]}


def _post(
    instance: Instance, path: str, body: dict[str, object], chance: random.Random
) -> dict[str, Any] | None:
    headers = _address(chance) | {"Idempotency-Key": f"{chance.getrandbits(128):032x}"}
    try:
        answer = httpx.post(f"{instance.url}{path}", json=body, headers=headers, timeout=20)
    except httpx.TransportError:
        return None
    if answer.status_code != 201:
        raise AssertionError(f"{path} answered {answer.status_code}: {answer.text}")
    return dict(answer.json())


def opens(instance: Instance, code: str, chance: random.Random) -> bool:
    """Type the six words on the page, as a person does; does the case open?"""
    with httpx.Client(base_url=instance.url, headers=_address(chance), timeout=20) as browser:
        page = browser.get("/return/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token is not None
        form = {"csrfmiddlewaretoken": token[1], "words": code}
        for _ in range(10):
            answer = browser.post(
                "/return/", data=form, headers={"Referer": f"{instance.url}/return/"}
            )
            if answer.status_code != 503:
                break
            time.sleep(float(answer.headers.get("Retry-After", "1")))
        return answer.status_code == 302 and browser.get("/page/").status_code == 200
