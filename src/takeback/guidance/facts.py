"""What somebody said about what happened; `None` everywhere means that it was not said."""

from dataclasses import dataclass, fields
from typing import Literal

Nation = Literal["ENG", "WAL", "SCO", "NI", "US", "IE", "AU", "OTHER"]
Asker = Literal[
    "person_shown",
    "parent",
    "friend",
    "recipient",
    "sharer",
    "school_staff",
    "adult_shown_as_child",
]
Age = Literal["under_13", "13_15", "16_17", "18_plus"]
OtherParty = Literal[
    "peer_known",
    "peer_ex",
    "online_only_claims_peer",
    "adult_known",
    "adult_unknown",
    "organised_blackmail",
    "unknown",
]
Channel = Literal[
    "own_device",
    "one_known_peer",
    "group_chat",
    "school_wide",
    "social_public",
    "social_private",
    "encrypted_dm",
    "sms_mms",
    "website",
    "porn_site",
    "game_live",
    "cloud",
]
ChildsPart = Literal["shown", "received", "shared"]
# Whose words a plan is written in.
Reader = Literal["under_13", "13_17", "adult", "parent", "professional"]
READERS: tuple[Reader, ...] = ("under_13", "13_17", "adult", "parent", "professional")

UNITED_KINGDOM: frozenset[Nation] = frozenset({"ENG", "WAL", "SCO", "NI"})
NATIONS: tuple[Nation, ...] = ("ENG", "WAL", "SCO", "NI", "US", "IE", "AU", "OTHER")
EVERYWHERE: frozenset[Nation] = frozenset(NATIONS)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of one situation; the age bands are closed, the hours whole or broken.

    `age_now` is of the person shown, `asker_age` of whoever asks when that is somebody else who is
    young. `childs_part` is what the child did about whom a parent or a school asks: is shown in the
    picture, was sent it, or passed it on. `channels` and `providers` are `None` when nothing was
    said and empty when somebody said that there is none. `other_party` "unknown" means that
    somebody answered that they do not know who it is.
    """

    nation: Nation | None = None
    asker: Asker | None = None
    childs_part: ChildsPart | None = None
    age_in_image: Age | None = None
    age_now: Age | None = None
    asker_age: Age | None = None
    other_party: OtherParty | None = None
    channels: tuple[Channel, ...] | None = None
    providers: tuple[str, ...] | None = None
    in_danger: bool | None = None
    meeting_threat: bool | None = None
    adult_involved: bool | None = None
    coerced: bool | None = None
    threatened: bool | None = None
    exploited: bool | None = None
    money_demanded: bool | None = None
    paid: bool | None = None
    capacity_concern: bool | None = None
    violent_or_unusual: bool | None = None
    sexual_acts_shown: bool | None = None
    taken_without_knowledge: bool | None = None
    ai_made: bool | None = None
    shared_onwards: bool | None = None
    spread: bool | None = None
    at_school: bool | None = None
    online: bool | None = None
    willing: bool | None = None
    malicious: bool | None = None
    has_the_file: bool | None = None
    low_mood: bool | None = None
    provider_reported: bool | None = None
    provider_refused: bool | None = None
    hours_since_provider_report: float | None = None


FACT_NAMES: tuple[str, ...] = tuple(field.name for field in fields(Facts))
YOUNG_ASKERS = frozenset({"person_shown", "friend", "recipient", "sharer"})


def reader_of(facts: Facts) -> Reader | None:
    """Return whose words to use; `None` when it was not said who asks.

    A young person who did not say their age is spoken to as 13 to 17.
    """
    if facts.asker is None:
        return None
    if facts.asker == "parent":
        return "parent"
    if facts.asker == "school_staff":
        return "professional"
    if facts.asker == "adult_shown_as_child":
        return "adult"
    age = facts.age_now if facts.asker == "person_shown" else facts.asker_age
    if age == "18_plus":
        return "adult"
    return "under_13" if age == "under_13" else "13_17"


def part_of(facts: Facts) -> Literal["shown", "received", "shared", "friend"] | None:
    """Return what the asker, or the child they ask about, has to do with the picture.

    `None` when a parent or a school did not say, or nobody said who asks.
    """
    if facts.asker in {"person_shown", "adult_shown_as_child"}:
        return "shown"
    if facts.asker == "recipient":
        return "received"
    if facts.asker == "sharer":
        return "shared"
    if facts.asker == "friend":
        return "friend"
    return facts.childs_part
