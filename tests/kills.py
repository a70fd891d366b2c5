"""Killing the service at random moments while cases are opened; what was shown must be kept."""

import random
import re
import threading
import time
from dataclasses import dataclass, field

import httpx

from tests.instance import Instance, opening


@dataclass
class Outcome:
    """What a run of kills left behind."""

    shown: list[str] = field(default_factory=list)  # codes that reached the page
    unanswered: int = 0  # openings that a kill interrupted
    kills: int = 0
    lost: list[int] = field(default_factory=list)  # places in `shown` whose code opens nothing


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
            code = _open(instance, chance)
            if code is None:
                outcome.unanswered += 1
                break
            outcome.shown.append(code)
        killer.join()
        outcome.kills += 1
        instance.start()
    outcome.lost = [
        place for place, code in enumerate(outcome.shown) if not opens(instance, code, chance)
    ]
    return outcome


def _address(chance: random.Random) -> dict[str, str]:
    return {"X-Forwarded-For": ".".join(str(chance.randrange(1, 255)) for _ in range(4))}


def _open(instance: Instance, chance: random.Random) -> str | None:
    """Return the code that was shown, or `None` when no answer came."""
    try:
        answer = httpx.post(
            f"{instance.url}/api/v1/cases",
            json=opening(chance),
            headers=_address(chance) | {"Idempotency-Key": f"{chance.getrandbits(128):032x}"},
            timeout=20,
        )
    except httpx.TransportError:
        return None
    if answer.status_code != 201:
        raise AssertionError(f"opening answered {answer.status_code}: {answer.text}")
    return str(answer.json()["code"])


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
