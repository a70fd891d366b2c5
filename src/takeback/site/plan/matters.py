"""What matters most in a plan: one thought at the top, so that nobody has to weigh the rest."""

from collections.abc import Collection
from typing import Literal

from takeback.guidance.facts import Facts, part_of

Matter = Literal[
    "danger", "threats_and_low", "threats", "trained", "passed_on", "taken_down", "calm"
]
TAKING_DOWN = frozenset(
    {"report_remove", "take_it_down", "fingerprint", "report_to_provider", "intimate_image_notice"}
)


def what_matters(steps: Collection[str], facts: Facts) -> Matter:
    """Return the first of these that is true of the plan; the page has a sentence for each."""
    if is_in_danger(facts):
        return "danger"
    if "do_not_pay" in steps:
        return "threats_and_low" if facts.low_mood is True else "threats"
    if {"police", "ceop"} & set(steps):
        return "trained"
    if part_of(facts) in {"received", "shared"}:
        return "passed_on"
    return "taken_down" if TAKING_DOWN & set(steps) else "calm"


def is_in_danger(facts: Facts) -> bool:
    """Whether somebody said that there is danger now; not having said leaves the page calmer."""
    return facts.in_danger is True or facts.meeting_threat is True
