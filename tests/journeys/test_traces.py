"""Promises 4 and 9, on a whole running instance: what is stored and printed tells nothing."""

import random
import re
from itertools import pairwise
from pathlib import Path

import httpx

from tests.dumps import everything_stored
from tests.instance import Instance, opening, running
from tests.kills import opens

ADDRESS = "203.0.113.77"
AGENT = "TellingBrowser/9.9"
REFERRER = "https://telling.example/somewhere"
TRACES = {"X-Forwarded-For": ADDRESS, "User-Agent": AGENT, "Referer": REFERRER}


def _use_everything(instance: Instance) -> str:
    """Open a case, come back to it, and fail in every way that answers; return the code."""
    key = instance.add_partner("Example Videos")
    with httpx.Client(base_url=instance.url, headers=TRACES, timeout=30) as browser:
        opened = browser.post("/api/v1/cases", json=opening(random.Random(4)))
        browser.get("/")
        browser.get("/not-here/?who=me")
        browser.get("/", headers={"Host": "telling.example"})
        browser.post("/return/", data={"words": "typed but wrong"})  # no form token
        browser.post("/api/v1/cases", content=b"{", headers={"Content-Type": "application/json"})
        browser.post("/api/v1/cases", content=b"x" * 70_000)
        browser.get("/api/v1/feed")
        browser.get("/api/v1/feed", headers={"Authorization": f"Bearer {key}"})
    code = str(opened.json()["code"])
    assert opens(instance, code, random.Random(5))
    return code


def test_promise_4_no_addresses_or_devices(tmp_path: Path) -> None:
    with running(tmp_path / "data", TAKEBACK_TRUSTED_PROXIES="1") as instance:
        _use_everything(instance)
        assert instance.stop() == 0
        stored = everything_stored(instance)

    for trace in (ADDRESS, AGENT, "TellingBrowser", "telling.example", "127.0.0.1"):
        # The log names the address that it serves at, once, and nobody else's.
        expected = instance.log().count("127.0.0.1") if trace == "127.0.0.1" else 0
        assert stored.count(trace.encode()) == expected, trace


def test_promise_9_a_database_dump_reads_like_noise(tmp_path: Path) -> None:
    with running(tmp_path / "data", TAKEBACK_TRUSTED_PROXIES="1") as instance:
        code = _use_everything(instance)
        assert instance.stop() == 0
        stored = everything_stored(instance)

    assert b"Example Videos" in stored  # the search sees what is stored
    assert code.encode() not in stored
    words = code.split()
    for first, second in pairwise(words):
        # One word alone may be a case's name or a column; two neighbours are the code.
        assert not re.search(rb"(?i)%b\W{0,3}%b" % (first.encode(), second.encode()), stored)
    for secret in (instance.data / "secrets").iterdir():
        assert secret.read_text().encode() not in stored
        assert bytes.fromhex(secret.read_text()) not in stored
