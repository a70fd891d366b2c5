"""Plans: how long one takes, and whether what must hold does; a question page on a slow line.

Run as `python -m bench.guidance`. Ends with an error when anything that must hold does not.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from bench.writing import write
from takeback.guidance.fact_kinds import FactKind, fact_kinds
from takeback.guidance.facts import FACT_NAMES, Facts
from takeback.guidance.plan import make_plan
from tests.guidance.facts_strategy import HOURS, MOST_WORDS, PROVIDERS, said_in_every_way
from tests.guidance.invariants import INVARIANTS, TODAY, plan_of, takes_back
from tests.instance import running

SEED = 20261122
TIMED = 500
DRAWN = 100_000
BATCH = 5_000  # situations that one process looks at before the next are handed out
DANGER = {"call_emergency", "police"}

CHROMIUM = "/usr/bin/chromium"
QUESTION = "/family/q/1/"
BUDGET_BYTES = 100_000
BUDGET_SECONDS = 2.0
# Slow 3G as browsers' own tools define it, on a processor four times slower than this one.
SLOW_3G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400 * 1000 // 8,
    "uploadThroughput": 400 * 1000 // 8,
}
CPU_SLOWDOWN = 4
VISITS = 5


def drawn(chance: random.Random) -> Iterator[Facts]:
    """Yield situations without end; in some hardly anything was said, in some nearly all."""
    kinds = fact_kinds().values()
    while True:
        said = chance.uniform(0.05, 0.95)
        yield Facts(**{kind.name: _value(kind, chance) for kind in kinds if chance.random() < said})


def _value(kind: FactKind, chance: random.Random) -> Any:  # noqa: ANN401  whatever the fact is
    if kind.kind == "boolean":
        return chance.random() < 0.5
    if kind.kind == "number":
        return chance.choice(HOURS)
    if kind.kind == "one":
        return chance.choice(kind.words)
    return tuple(chance.sample(kind.words or PROVIDERS, chance.randint(0, MOST_WORDS)))


def time_of_a_plan() -> dict[str, float]:
    """Return the median and the 95th percentile of a whole plan, in milliseconds."""
    situations = list(islice(drawn(random.Random(SEED)), TIMED))
    make_plan(situations[0], today=TODAY)  # reads rules and sources
    times = []
    for facts in situations:
        start = time.perf_counter()
        make_plan(facts, today=TODAY)
        times.append((time.perf_counter() - start) * 1000)
    return {
        "plan_median_milliseconds": round(statistics.median(times), 2),
        "plan_95th_milliseconds": round(statistics.quantiles(times, n=20)[18], 2),
    }


def look_at_drawn(number: int) -> Counter[str]:
    """Hold one batch of drawn situations against all that must hold; count what does not."""
    chance = random.Random(SEED + number)
    broken: Counter[str] = Counter()
    for facts in islice(drawn(chance), BATCH):
        broken.update(_broken(facts))
        broken["more_facts_took_a_danger_step_away"] += _loses_danger(facts, chance)
    return broken


def look_at_triples(part: tuple[int, int]) -> Counter[str]:
    """Hold every `part[1]`th situation of three facts, from `part[0]` on, against all that must."""
    broken: Counter[str] = Counter()
    for facts in islice(said_in_every_way(3), part[0], None, part[1]):
        broken.update(_broken(facts))
    return broken


def _broken(facts: Facts) -> list[str]:
    plan = plan_of(facts)
    return [name for name, claim in INVARIANTS.items() if not claim(facts, plan)]


def _loses_danger(facts: Facts, chance: random.Random) -> bool:
    """Say whether a danger step was there with one fact less, and is not with it."""
    said = [name for name in FACT_NAMES if getattr(facts, name) is not None]
    if not said:
        return False
    name = chance.choice(said)
    if takes_back(name, facts):
        return False
    before = {step.step for step in plan_of(replace(facts, **{name: None})).steps} & DANGER
    return not before <= {step.step for step in plan_of(facts).steps}


def what_must_hold() -> dict[str, object]:
    """Return how many situations were looked at, how long it took and what did not hold."""
    cores = os.cpu_count() or 1
    start = time.perf_counter()
    with ProcessPoolExecutor(cores) as pool:
        broken = sum(pool.map(look_at_drawn, range(DRAWN // BATCH)), Counter[str]())
        drawn_seconds = time.perf_counter() - start
        parts = [(first, cores) for first in range(cores)]
        broken += sum(pool.map(look_at_triples, parts), Counter[str]())
    return {
        "drawn_situations": DRAWN,
        "drawn_seconds": round(drawn_seconds, 1),
        "situations_of_three_facts": sum(1 for _ in said_in_every_way(3)),
        "three_facts_seconds": round(time.perf_counter() - start - drawn_seconds, 1),
        "claims_held_against_each": len(INVARIANTS) + 1,
        "broken": dict(+broken),
    }


def a_question_on_a_slow_line() -> dict[str, object]:
    """Return bytes and seconds until somebody can answer: on a first visit, and the next question.

    An answer counts from the click to the next question; what the first visit brought is kept.
    """
    first: list[float] = []
    following: list[float] = []
    figures: dict[str, object] = {"slow_line": "400 kbit/s, 400 ms, CPU slowed 4 times"}
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder) / "data") as instance,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for _ in range(VISITS):
            context = browser.new_context(viewport={"width": 390, "height": 844})
            page = context.new_page()
            received = _slow_down(context.new_cdp_session(page))
            start = time.perf_counter()
            page.goto(instance.url + QUESTION, wait_until="commit")
            first.append(_seconds_until_usable(page, since=start))
            page.wait_for_load_state("networkidle")
            figures["question_bytes"] = int(sum(received))
            received.clear()
            page.locator("form.question input[value=none]").check()
            start = time.perf_counter()
            page.locator("form.question button").click(no_wait_after=True)
            page.wait_for_url(lambda address: not address.endswith(QUESTION), wait_until="commit")
            following.append(_seconds_until_usable(page, since=start))
            page.wait_for_load_state("networkidle")
            figures["next_question_bytes"] = int(sum(received))
            context.close()
        browser.close()
    figures["question_usable_seconds"] = round(statistics.median(first), 2)
    figures["next_question_usable_seconds"] = round(statistics.median(following), 2)
    return figures


def _slow_down(session: CDPSession) -> list[float]:
    """Make the page's line and processor slow; return a list that grows by what is received."""
    received: list[float] = []
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_3G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    return received


def _seconds_until_usable(page: Page, *, since: float) -> float:
    """Wait until the page has been painted with its form, and the button can be pressed."""
    page.locator("form.question button").click(trial=True)
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0")
    return time.perf_counter() - since


def main() -> None:
    """Measure, write the figures, and end with an error when something does not hold."""
    figures: dict[str, object] = {"seed": SEED, **time_of_a_plan(), **what_must_hold()}
    figures |= {"question_budget_bytes": BUDGET_BYTES, "question_budget_seconds": BUDGET_SECONDS}
    figures |= a_question_on_a_slow_line()
    write("guidance", figures)
    if figures["broken"]:
        sys.exit(f"does not hold: {figures['broken']}")


if __name__ == "__main__":
    main()
