"""When a question is asked and an option offered: each from the facts said before it.

The first line of each docstring is printed in the reference page of the questions.
"""

from takeback.guidance import triggers
from takeback.guidance.facts import Channel, Facts, part_of

# Where a picture can be so that an app or a site can be asked about it.
ON_AN_APP: frozenset[Channel] = frozenset(
    ("group_chat", "social_public", "social_private", "encrypted_dm", "game_live")
)
ON_A_SITE: frozenset[Channel] = frozenset(("website", "porn_site", "cloud"))


def always(facts: Facts) -> bool:
    """Always."""
    del facts
    return True


def shown(facts: Facts) -> bool:
    """Whoever asks is in the picture, or asks about the child who is; or did not say."""
    return part_of(facts) in {"shown", None}


def of_somebody_else(facts: Facts) -> bool:
    """The picture is of somebody else."""
    return not shown(facts)


def shown_before_now(facts: Facts) -> bool:
    """The person shown may have been younger in the picture than now."""
    return shown(facts) and facts.age_now != "under_13"


def mood_not_said(facts: Facts) -> bool:
    """Nobody has said yet how they feel."""
    return facts.low_mood is None


def more_than_received(facts: Facts) -> bool:
    """The child was not only sent it."""
    return part_of(facts) != "received"


def money_demanded(facts: Facts) -> bool:
    """Somebody asks for money."""
    return facts.money_demanded is True


def under_18_or_received(facts: Facts) -> bool:
    """The picture is of somebody under 18, or a child was sent it."""
    return _under_18(facts) or part_of(facts) == "received"


def under_18_or_of_somebody_else(facts: Facts) -> bool:
    """The picture is of somebody under 18, or of neither who asks nor their child."""
    return _under_18(facts) or of_somebody_else(facts)


def under_18_and_their_own(facts: Facts) -> bool:
    """The picture is of somebody under 18: of whoever asks, their child or their friend."""
    return _under_18(facts) and part_of(facts) in {"shown", "friend", None}


def under_18_and_not_only_received(facts: Facts) -> bool:
    """The picture is of somebody under 18, and the child was not only sent it."""
    return _under_18(facts) and more_than_received(facts)


def on_an_app_or_site(facts: Facts) -> bool:
    """It is where an app or a site can be asked about it."""
    return bool((ON_AN_APP | ON_A_SITE) & set(facts.channels or ()))


def can_be_reported(facts: Facts) -> bool:
    """It is on an app or a site, and of somebody under 18: who asks, their child or friend."""
    return on_an_app_or_site(facts) and under_18_and_their_own(facts)


def school_or_no_trigger(facts: Facts) -> bool:
    """A school asks; or it shows whoever asks or their child, and nothing said needs the police."""
    if facts.asker == "school_staff":
        return True
    return shown(facts) and _under_18(facts) and not triggers.said(facts)


def threats(facts: Facts) -> bool:
    """Somebody threatens, or asks for money."""
    return facts.threatened is True or facts.money_demanded is True


def now_16_or_over(facts: Facts) -> bool:
    """The person shown is 16 or over, or their age was not said."""
    return facts.age_now not in {"under_13", "13_15"}


def now_18_or_over(facts: Facts) -> bool:
    """The person shown is 18 or over, or their age was not said."""
    return facts.age_now in {"18_plus", None}


def on_an_app(facts: Facts) -> bool:
    """It is on social media, in messages, in a game or in a live stream."""
    return bool(ON_AN_APP & set(facts.channels or ()))


def in_a_game(facts: Facts) -> bool:
    """It is in a game or a live stream."""
    return _is_on(facts, "game_live")


def on_a_website_or_ai_made(facts: Facts) -> bool:
    """It is on a website, or made or changed by a computer."""
    return _is_on(facts, "website") or facts.ai_made is True


def on_a_website(facts: Facts) -> bool:
    """It is on a website."""
    return _is_on(facts, "website")


def on_any_site(facts: Facts) -> bool:
    """It is on a website, of whatever kind."""
    return _is_on(facts, "website", "porn_site")


def on_an_adult_site(facts: Facts) -> bool:
    """It is on a site for adults."""
    return _is_on(facts, "porn_site")


def in_the_cloud(facts: Facts) -> bool:
    """It is in an online store of pictures or files."""
    return _is_on(facts, "cloud")


def in_messages_or_the_cloud(facts: Facts) -> bool:
    """It is in messages, or in an online store of pictures or files."""
    return _is_on(facts, "encrypted_dm", "group_chat", "cloud")


def _is_on(facts: Facts, *channels: Channel) -> bool:
    return bool(set(channels) & set(facts.channels or ()))


def _under_18(facts: Facts) -> bool:
    return facts.age_in_image != "18_plus"
