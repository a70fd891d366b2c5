"""Cases opened, pictures added, statuses and the feed read, over HTTP on this machine.

Run as `python -m bench.cases`. Each visitor is a thread of this same process and comes from a
network of its own, so that no budget is used up; the server has the rest of the machine. Opening
derives a code slowly on purpose: that, and not the database, is the limit.
"""

import random
import re
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from bench.writing import write
from takeback.fingerprint.views import VIEW_TABLE
from tests.instance import Instance, opening, running

VISITORS = 4
SECONDS = 10.0  # of each measurement
PICTURES = 1
# A hundred pictures do not fit one request: so many go with each.
PICTURES_A_REQUEST = 8
BIG_CASE = 96
BIG_CASES = 10  # filled into the feed, which is then pulled


class Visitor:
    """Somebody with a browser and an address of their own."""

    def __init__(self, instance: Instance, number: int) -> None:
        self._chance = random.Random(number)
        self._browser = httpx.Client(base_url=instance.url, timeout=30)

    def open_case(self, pictures: int = PICTURES) -> dict[str, str]:
        """Open a case from another network each time; return the answer."""
        headers = {"X-Forwarded-For": self._address()}
        while True:
            answer = self._browser.post(
                "/api/v1/cases",
                json=opening(self._chance) | {"pictures": self._pictures(pictures)},
                headers=headers,
            )
            if answer.status_code == 201:
                return dict(answer.json())
            if answer.status_code != 503:
                raise SystemExit(f"opening answered {answer.status_code}: {answer.text}")
            time.sleep(0.1)

    def open_big_case(self) -> None:
        """Open a case with as many pictures as it takes, request after request."""
        token = self.open_case(PICTURES_A_REQUEST)["add_more"]
        for _ in range(BIG_CASE // PICTURES_A_REQUEST - 1):
            body = {"add_to": token, "pictures": self._pictures(PICTURES_A_REQUEST)}
            address = {"X-Forwarded-For": self._address()}
            answer = self._browser.post("/api/v1/cases/pictures", json=body, headers=address)
            if answer.status_code != 201:
                raise SystemExit(f"adding answered {answer.status_code}: {answer.text}")

    def _address(self) -> str:
        return ".".join(str(self._chance.randrange(1, 255)) for _ in range(4))

    def _pictures(self, count: int) -> list[dict[str, object]]:
        """Return what the page sends of pictures of which every view is listed: random bits."""
        return [{"quality": 90, "md5": self._bits(128)} | self._views() for _ in range(count)]

    def _views(self) -> dict[str, dict[str, str]]:
        return {
            recipe: {view.name: self._bits(256) for view in VIEW_TABLE if view.recipe == recipe}
            for recipe in ("pdq-1", "pdq-mean-1")
        }

    def _bits(self, count: int) -> str:
        return f"{self._chance.getrandbits(count):0{count // 4}x}"

    def come_back(self, code: str) -> None:
        """Type the six words, as a person does."""
        page = self._browser.get("/return/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        if token is None:
            raise SystemExit("the page that asks for the words has no form")
        form = {"csrfmiddlewaretoken": token[1], "words": code}
        headers = {"Origin": str(self._browser.base_url).rstrip("/")}
        if self._browser.post("/return/", data=form, headers=headers).status_code != 302:
            raise SystemExit("the six words did not open the page")

    def read_status(self) -> None:
        """Load the page of the case that is open."""
        if self._browser.get("/page/").status_code != 200:
            raise SystemExit("the page of the case did not answer")


def measure(works: list[Callable[[], object]]) -> dict[str, float]:
    """Let each work repeat itself at the same time; return how often a second, and how long."""
    took: list[float] = []
    until = time.perf_counter() + SECONDS

    def repeat(work: Callable[[], object]) -> None:
        while (start := time.perf_counter()) < until:
            work()
            took.append(time.perf_counter() - start)

    started = time.perf_counter()
    threads = [threading.Thread(target=repeat, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if not took:
        raise SystemExit("nothing was measured: every visitor failed")
    return {
        "a_second": round(len(took) / (time.perf_counter() - started), 1),
        "median_milliseconds": round(1000 * statistics.median(took), 1),
        "slowest_milliseconds": round(1000 * max(took), 1),
    }


def measure_big_cases(visitor: Visitor) -> dict[str, float]:
    """Return how long a case with as many pictures as it takes needs, request after request."""
    took = []
    for _ in range(BIG_CASES):
        start = time.perf_counter()
        visitor.open_big_case()
        took.append(time.perf_counter() - start)
    return {
        "pictures": BIG_CASE,
        "requests": BIG_CASE // PICTURES_A_REQUEST,
        "median_seconds": round(statistics.median(took), 2),
    }


def measure_feed(instance: Instance, folder: Path) -> dict[str, float]:
    """Return what a first pull of the whole list takes, the command's start included."""
    key, path = instance.add_partner("Bench"), folder / "list.sqlite3"
    start = time.perf_counter()
    done = instance.takeback("list", "pull", "--url", instance.url, "--key", key, "--to", str(path))
    took = time.perf_counter() - start
    if done.returncode != 0:
        raise SystemExit(f"the list could not be pulled: {done.stderr}")
    with sqlite3.connect(path) as connection:
        (entries,) = connection.execute("SELECT count(*) FROM entries").fetchone()
    connection.close()
    return {
        "entries": entries,
        "seconds": round(took, 2),
        "bytes_an_entry_on_disk": round(path.stat().st_size / entries),
    }


def main() -> None:
    """Measure status pages and openings, first with one visitor and then with several."""
    figures: dict[str, object] = {
        "visitors": VISITORS,
        "pictures_a_case": PICTURES,
        "fingerprints_a_picture": len(VIEW_TABLE) + 1,
    }
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder) / "data", TAKEBACK_TRUSTED_PROXIES="1") as instance,
    ):
        visitors = [Visitor(instance, number) for number in range(VISITORS)]
        for visitor in visitors:
            visitor.come_back(visitor.open_case()["code"])
        for count in (1, VISITORS):
            some = visitors[:count]
            name = f"with_{count}_at_once"
            figures[f"statuses_read_{name}"] = measure([each.read_status for each in some])
            figures[f"cases_opened_{name}"] = measure([each.open_case for each in some])
        figures["big_case_opened"] = measure_big_cases(visitors[0])
        figures["feed_pulled"] = measure_feed(instance, Path(folder))
    write("cases", figures)


if __name__ == "__main__":
    main()
