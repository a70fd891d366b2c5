"""Which facts a rule looks at."""

from typing import cast

from takeback.guidance.ask_next import Watched
from takeback.guidance.facts import Facts
from takeback.guidance.rulebook import Rule


def looked_at(rule: Rule, facts: Facts) -> set[str]:
    """Return the facts that `rule` itself looks at for these facts."""
    watched = Watched(facts)
    rule.decide(cast("Facts", watched))
    return watched.looked_at
