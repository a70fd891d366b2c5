"""Cases opened and statuses read a second, over HTTP on this machine.

Run as `python -m bench.cases`. Each visitor is a thread of this same process and comes from a
network of its own, so that no budget is used up; the server has the rest of the machine. Opening
derives a code slowly on purpose: that, and not the database, is the limit.
"""

import random
import re
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from bench.writing import write
from tests.instance import Instance, opening, running

VISITORS = 4
SECONDS = 10.0  # of each measurement
PICTURES = 1


class Visitor:
    """Somebody with a browser and an address of their own."""

    def __init__(self, instance: Instance, number: int) -> None:
        self._chance = random.Random(number)
        self._browser = httpx.Client(base_url=instance.url, timeout=30)

    def open_case(self) -> str:
        """Open a case from another network each time; return the code."""
        address = ".".join(str(self._chance.randrange(1, 255)) for _ in range(4))
        while True:
            answer = self._browser.post(
                "/api/v1/cases",
                json=opening(self._chance, pictures=PICTURES),
                headers={"X-Forwarded-For": address},
            )
            if answer.status_code == 201:
                return str(answer.json()["code"])
            if answer.status_code != 503:
                raise SystemExit(f"opening answered {answer.status_code}: {answer.text}")
            time.sleep(0.1)

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


def main() -> None:
    """Measure openings, then status pages, first with one visitor and then with several."""
    figures: dict[str, object] = {"visitors": VISITORS, "pictures_a_case": PICTURES}
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder) / "data", TAKEBACK_TRUSTED_PROXIES="1") as instance,
    ):
        visitors = [Visitor(instance, number) for number in range(VISITORS)]
        for visitor in visitors:
            visitor.come_back(visitor.open_case())
        for count in (1, VISITORS):
            some = visitors[:count]
            name = f"with_{count}_at_once"
            figures[f"statuses_read_{name}"] = measure([each.read_status for each in some])
            figures[f"cases_opened_{name}"] = measure([each.open_case for each in some])
    write("cases", figures)


if __name__ == "__main__":
    main()
