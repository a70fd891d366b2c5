"""What several rules ask about a situation; each answer says what "not said" leads to."""

from takeback.guidance.facts import YOUNG_ASKERS, Age, Channel, Facts, OtherParty, part_of
from takeback.guidance.triggers import open_still, said

# Ways that run over an app, a site or an account, where a provider can be told.
ONLINE: frozenset[Channel] = frozenset(
    {
        "group_chat",
        "social_public",
        "social_private",
        "encrypted_dm",
        "website",
        "porn_site",
        "game_live",
        "cloud",
    }
)
SEEN_BY_THE_PROVIDER: frozenset[Channel] = ONLINE - {"encrypted_dm", "cloud"}
# Where many people can see it.
OPEN: frozenset[Channel] = frozenset({"social_public", "website", "porn_site"})
# Where it reaches more than the few whom it was meant for.
WIDE: frozenset[Channel] = OPEN | {"group_chat", "school_wide", "game_live"}
UNDER_18: frozenset[Age] = frozenset({"under_13", "13_15", "16_17"})
WEBSITES: frozenset[Channel] = frozenset({"website", "porn_site"})
# Known from the internet only, or not known at all.
STRANGERS: frozenset[OtherParty] = frozenset(
    {"online_only_claims_peer", "adult_unknown", "organised_blackmail", "unknown"}
)
HOURS_IN_A_WEEK = 168.0


def goes_through(facts: Facts, channels: frozenset[Channel]) -> bool:
    """Say whether one of these channels was named; none when nothing was said."""
    return not channels.isdisjoint(facts.channels or ())


def is_online(facts: Facts) -> bool:
    """Say whether the picture is with some provider; not said counts as no.

    A provider named for a picture that is not online only carried it from one to another.
    """
    if facts.online is True or goes_through(facts, ONLINE):
        return True
    return facts.online is None and bool(facts.providers)


def is_said_where(facts: Facts) -> bool:
    """Say whether anything at all was said of where the picture is."""
    return any(answer is not None for answer in (facts.online, facts.channels, facts.providers))


def is_posted(facts: Facts) -> bool:
    """Say whether it is up where others can see it; not said counts as no."""
    return facts.online is True or goes_through(facts, OPEN)


def may_be_up(facts: Facts) -> bool:
    """Say whether a provider could find the picture by a notice.

    Not said whether it is up counts as yes where somebody else could see it; nobody but those who
    write to each other sees an encrypted chat.
    """
    if facts.online is not None:
        return facts.online
    if facts.channels:
        return goes_through(facts, SEEN_BY_THE_PROVIDER)
    return bool(facts.providers)


def shows_a_child(facts: Facts) -> bool:
    """Say whether somebody under 18 is in the picture; not said counts as yes.

    Nobody is older in a picture than now, so whoever is under 18 today was so in it.
    """
    return facts.age_in_image != "18_plus" or facts.age_now in UNDER_18


def is_about_a_child(facts: Facts) -> bool:
    """Say whether a child may need looking after: in the picture, or sent it, or passing it on.

    A child who was sent a picture of an adult is one; ages that were not said count as under 18.
    """
    if part_of(facts) in {"received", "shared", "friend"}:
        return facts.asker not in YOUNG_ASKERS or facts.asker_age != "18_plus"
    return shows_a_child(facts) and not is_grown_up_now(facts)


def is_grown_up_now(facts: Facts) -> bool:
    """Say whether the person shown is 18 or over today; not said counts as no."""
    return facts.asker == "adult_shown_as_child" or facts.age_now == "18_plus"


def was_a_child_then(facts: Facts) -> bool:
    """Say whether the person shown is grown up now, and was said to be under 18 in the picture."""
    if facts.asker == "adult_shown_as_child":
        return shows_a_child(facts)
    return facts.age_now == "18_plus" and facts.age_in_image in UNDER_18


def asks_for_the_child_shown(facts: Facts) -> bool:
    """Say whether this is about whoever is in the picture; a part not said counts as that."""
    return part_of(facts) in {"shown", None}


def can_report_and_remove(facts: Facts) -> bool:
    """Say whether Report Remove may be for them: shown, a child then and a child now.

    It needs a link or the file; saying nothing of either counts as having one.
    """
    if not shows_a_child(facts) or is_grown_up_now(facts):
        return False
    if facts.online is False and facts.has_the_file is False and not is_posted(facts):
        return False
    return asks_for_the_child_shown(facts)


def has_it_for_a_fingerprint(facts: Facts) -> bool:
    """Say whether the child shown may have the file; not said counts as yes."""
    if facts.has_the_file is False or not shows_a_child(facts):
        return False
    return asks_for_the_child_shown(facts)


def is_blackmail(facts: Facts) -> bool:
    """Say whether somebody threatens, wants or got money, or uses the child.

    Not said counts as no; money that was paid was wanted.
    """
    said_of_it = (facts.threatened, facts.money_demanded, facts.paid, facts.exploited)
    return True in said_of_it or facts.other_party == "organised_blackmail"


def is_hard_to_bear(facts: Facts) -> bool:
    """Say whether the child is in low spirits or under threat; not said counts as no."""
    return facts.low_mood is True or is_blackmail(facts)


def is_by_a_stranger(facts: Facts) -> bool:
    """Say whether nobody here knows the other one; saying nothing of them counts as no."""
    return facts.other_party in STRANGERS


def is_passed_on_by_an_ex(facts: Facts) -> bool:
    """Say whether a former partner passed it on, or it spread; not said counts as no."""
    if facts.other_party != "peer_ex":
        return False
    return facts.spread is True or facts.shared_onwards is True


def may_be_for_the_police(facts: Facts) -> bool:
    """Say whether a plan for these facts names the police; what was not said calls nobody."""
    if said(facts) or facts.paid is True:
        return True
    return was_a_child_then(facts) or is_passed_on_by_an_ex(facts)


def may_be_evidence(facts: Facts) -> bool:
    """Say whether the police may need what is on a device: it is for them, or by a stranger.

    Somebody known only from the internet may be an adult; saying nothing of them counts as no.
    """
    return may_be_for_the_police(facts) or is_by_a_stranger(facts)


def is_contained(facts: Facts) -> bool:
    """Say whether the picture stayed with few people who are known, and nothing calls for police.

    It takes somebody to say that it is not online; what else was not said counts as quiet.
    """
    if facts.online is not False or facts.spread is True or facts.shared_onwards is True:
        return False
    if is_by_a_stranger(facts) or goes_through(facts, WIDE):
        return False
    return not said(facts) and facts.paid is not True


def is_willing_and_ruled_out(facts: Facts) -> bool:
    """Say whether it was willing and stayed close, and every ground for the police was ruled out.

    Anything that was not said makes this no.
    """
    if facts.willing is not True or facts.ai_made is True or not shows_a_child(facts):
        return False
    if facts.spread is not False or facts.shared_onwards is not False:
        return False
    if facts.online is True or goes_through(facts, WIDE):
        return False
    if part_of(facts) != "shown" or may_be_for_the_police(facts):
        return False
    return not open_still(facts)


def is_unanswered(facts: Facts, *, hours: float) -> bool:
    """Say whether a provider refused, or had at least so many hours; not said counts as no.

    Whoever has not told the provider yet cannot have been refused.
    """
    if facts.provider_reported is False:
        return False
    if facts.provider_refused is True:
        return True
    waited = facts.hours_since_provider_report
    return waited is not None and waited >= hours
