"""What makes a situation one for the police: said, or not ruled out yet."""

from takeback.guidance.facts import Facts

# Booleans that are each enough. The first three are the guide's own; the rest are newer.
# Sources: statements `referral_grounds`, `adult_means_police`, `police_triggers`.
ENOUGH: tuple[str, ...] = (
    "adult_involved",
    "coerced",
    "threatened",
    "exploited",
    "money_demanded",
    "in_danger",
    "meeting_threat",
    "capacity_concern",
    "violent_or_unusual",
    "taken_without_knowledge",
    "malicious",
)
# Who, on the other side, is an adult or cannot be ruled out to be one.
ADULTS = frozenset({"adult_known", "adult_unknown", "organised_blackmail"})
PEERS = frozenset({"peer_known", "peer_ex"})


def was_under_13(facts: Facts) -> bool:
    """Say whether a child under 13 is in the picture; not said counts as no.

    Nobody is older in a picture than now: a child under 13 today was under 13 in it.
    """
    return "under_13" in {facts.age_in_image, facts.age_now}


def said(facts: Facts) -> tuple[str, ...]:
    """Return the facts that are each enough for the police, as far as they were said."""
    found = [name for name in ENOUGH if getattr(facts, name) is True]
    if facts.other_party in ADULTS:
        found.append("other_party")
    if was_under_13(facts):
        found.append("age_in_image")
    return tuple(found)


def open_still(facts: Facts) -> tuple[str, ...]:
    """Return the facts that could be enough and were not said to be otherwise."""
    found = [name for name in ENOUGH if getattr(facts, name) is None]
    if facts.other_party not in ADULTS | PEERS:
        found.append("other_party")
    if facts.age_in_image is None and not was_under_13(facts):
        found.append("age_in_image")
    return tuple(found)
