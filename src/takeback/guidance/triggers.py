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


def said(facts: Facts) -> tuple[str, ...]:
    """Return the facts that are each enough for the police, as far as they were said."""
    found = [name for name in ENOUGH if getattr(facts, name) is True]
    if facts.other_party in ADULTS:
        found.append("other_party")
    if facts.age_in_image == "under_13":
        found.append("age_in_image")
    return tuple(found)


def open_still(facts: Facts) -> tuple[str, ...]:
    """Return the facts that could be enough and were not said to be otherwise."""
    found = [name for name in ENOUGH if getattr(facts, name) is None]
    if facts.other_party not in ADULTS | PEERS:
        found.append("other_party")
    if facts.age_in_image is None:
        found.append("age_in_image")
    return tuple(found)
