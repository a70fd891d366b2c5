"""What must hold of every plan, each as a claim about facts and the plan that they lead to.

The tables here are written from what the services themselves say, not from the product's own; the
tests and the benchmark hold every plan against them.
"""

from collections.abc import Callable, Mapping
from datetime import date

from takeback.guidance.deciding import decide, rules_in_force
from takeback.guidance.facts import Facts
from takeback.guidance.plan import Plan, in_order, merge
from takeback.guidance.rulebook import load_rules
from takeback.guidance.steps import NEVER, Never
from takeback.sources.statements import load_statements

TODAY = date(2026, 12, 1)
UK = {"ENG", "WAL", "SCO", "NI"}
# Where a service or a law exists. What is in no table exists everywhere.
ONLY_IN = {
    "ceop": UK,
    "report_remove": UK,
    "iwf_report": UK,
    "report_harmful_content": UK,
    "professionals_helpline": UK,
    "outcome_21": {"ENG", "WAL"},
    "intimate_image_notice": UK | {"US"},
    "ncmec_report": {"US", "OTHER"},
    "national_hotline": {"IE", "OTHER"},
    "esafety_report": {"AU"},
}
# Services that make no sense before somebody has said that they are in that country.
NAMED_COUNTRY = {"ncmec_report", "national_hotline", "esafety_report"}
YOUNG = {"person_shown", "friend", "recipient", "sharer"}
GROWN = {"parent", "school_staff", "adult_shown_as_child"}
# Whom a step is not for, by who asks.
NOT_FOR_ASKER = {
    "tell_trusted_adult": GROWN,
    "report_remove": {"adult_shown_as_child"},
    "childline": {"adult_shown_as_child"},
    "parent_helpline": YOUNG | {"school_staff", "adult_shown_as_child"},
    "professionals_helpline": YOUNG | {"parent", "adult_shown_as_child"},
    "childrens_services": YOUNG | {"adult_shown_as_child"},
    "talk_it_through": YOUNG | {"adult_shown_as_child"},
    "check_on_mood": YOUNG | {"adult_shown_as_child"},
}
# Too old or too young: the services' own limits.
NOT_FOR_CHILDREN_UNDER_13 = {
    "report_harmful_content",  # 13 and over
    "stop_it_now",
    "legal_advice",
    "outcome_21",
}
NOT_FOR_CHILDREN = {"report_to_host"}
NOT_FOR_ADULTS = {"report_remove", "childline", "tell_trusted_adult"}
# Nothing for a picture in which the person shown was grown up already.
ONLY_FOR_PICTURES_OF_CHILDREN = {
    "report_remove",
    "take_it_down",
    "iwf_report",
    "ncmec_report",
}
# Each of these is enough for the police: the guide's three, and the newer ones.
TRIGGERS = (
    "coerced",
    "threatened",
    "exploited",
    "money_demanded",
    "adult_involved",
    "in_danger",
    "meeting_threat",
    "capacity_concern",
    "violent_or_unusual",
    "taken_without_knowledge",
    "malicious",
)
GROWN_UPS = {"adult_known", "adult_unknown", "organised_blackmail"}
PEERS = {"peer_known", "peer_ex"}
HINTS_OF_DANGER = ("threatened", "low_mood", "exploited", "money_demanded", "coerced")


def plan_of(facts: Facts) -> Plan:
    """Return the plan without the questions to ask next, which take most of the time."""
    given = tuple(decide(rules_in_force(load_rules(), today=TODAY), facts))
    steps = in_order(merge(given))
    standing = {"stay_calm", "do_not_look_or_copy", "stop_sharing_on"}
    said = [step.urgency for step in steps if step.step not in standing]
    warned = {one.decision.never for one in given if isinstance(one.decision, Never)}
    never = tuple(name for name in NEVER if name in warned)
    return Plan(min(said, key="EHDP".index), steps, never, ())


def names(plan: Plan) -> list[str]:
    """Return the steps by name, in order."""
    return [step.step for step in plan.steps]


def may_be_for_the_police(facts: Facts) -> bool:
    """Say whether something is enough for the police, or was not ruled out."""
    open_or_said = any(getattr(facts, name) is not False for name in TRIGGERS)
    return (
        open_or_said or facts.other_party not in PEERS or facts.age_in_image in {None, "under_13"}
    )


def is_for_the_police(facts: Facts) -> bool:
    """Say whether something was said that is enough for the police."""
    said = any(getattr(facts, name) is True for name in TRIGGERS)
    return said or facts.other_party in GROWN_UPS or "under_13" in _ages_shown(facts)


def _ages_shown(facts: Facts) -> set[str | None]:
    """Return the ages that bound the one in the picture: nobody is older in it than now."""
    return {facts.age_in_image, facts.age_now}


def shows_a_grown_up(facts: Facts) -> bool:
    """Say whether the person shown was 18 or over; whoever is under 18 now was not."""
    return facts.age_in_image == "18_plus" and facts.age_now in {None, "18_plus"}


def takes_back(name: str, facts: Facts) -> bool:
    """Say whether this one fact denies what may have given a danger step.

    Two do: that there is no danger, where it was only not ruled out; and that somebody grown up was
    grown up in the picture too, where the police were named because they had been a child.
    """
    if name == "in_danger":
        return facts.in_danger is False
    is_grown_up = facts.asker == "adult_shown_as_child" or facts.age_now == "18_plus"
    return name == "age_in_image" and facts.age_in_image == "18_plus" and is_grown_up


def danger_comes_first(facts: Facts, plan: Plan) -> bool:
    """Danger that was said, or that is hinted at and not denied, comes before everything."""
    said = facts.in_danger is True or facts.meeting_threat is True
    hinted = any(getattr(facts, name) is True for name in HINTS_OF_DANGER)
    if not said and not (facts.in_danger is None and hinted):
        return True
    first = plan.steps[0]
    return (first.step, first.urgency, plan.urgency) == ("call_emergency", "E", "E")


def police_are_named(facts: Facts, plan: Plan) -> bool:
    """The police are in the plan within hours whenever something is enough for them."""
    urgency = {step.step: step.urgency for step in plan.steps}
    return not is_for_the_police(facts) or urgency.get("police") in {"E", "H"}


def police_are_not_ruled_out_too_soon(facts: Facts, plan: Plan) -> bool:
    """Nobody reads "not required" while a trigger is true or was not said."""
    return "police_not_required" not in names(plan) or not may_be_for_the_police(facts)


def police_are_not_both(facts: Facts, plan: Plan) -> bool:
    """No plan says that the police are needed and that they are not."""
    del facts
    return not {"police", "police_not_required"} <= set(names(plan))


def the_ground_is_there(facts: Facts, plan: Plan) -> bool:
    """Staying calm and not looking are in every plan, at once, and stand early."""
    del facts
    early = {step.step for step in plan.steps if step.urgency == "E"}
    return {"stay_calm", "do_not_look_or_copy"} <= early


def steps_stand_once_and_in_order(facts: Facts, plan: Plan) -> bool:
    """No step comes twice, and the more urgent come first."""
    del facts
    urgencies = ["EHDP".index(step.urgency) for step in plan.steps]
    return len(set(names(plan))) == len(plan.steps) and urgencies == sorted(urgencies)


def reported_before_blocked(facts: Facts, plan: Plan) -> bool:
    """Notes first, then the report, then the block: otherwise the proof is out of reach."""
    del facts
    order = names(plan)
    if "stop_replying_and_block" not in order:
        return True
    blocked = order.index("stop_replying_and_block")
    before = {"keep_identifiers", "report_to_provider"} & set(order)
    return all(order.index(step) < blocked for step in before)


def every_step_exists_there(facts: Facts, plan: Plan) -> bool:
    """No step names a service or a law of another nation."""
    if facts.nation is None:
        return not NAMED_COUNTRY & set(names(plan))
    return all(facts.nation in ONLY_IN.get(step, {facts.nation}) for step in names(plan))


def every_step_is_for_who_asks(facts: Facts, plan: Plan) -> bool:
    """No step is for somebody else, or for another age."""
    steps = set(names(plan))
    wrong = {step for step, askers in NOT_FOR_ASKER.items() if facts.asker in askers}
    wrong |= _not_for_the_age_of_whoever_asks(facts)
    if facts.age_now == "18_plus":
        wrong |= {"report_remove"}
    if shows_a_grown_up(facts):
        wrong |= ONLY_FOR_PICTURES_OF_CHILDREN
        wrong |= set() if _a_child_was_sent_or_shared_it(facts) else {"ceop"}
    elif facts.age_in_image is not None:
        wrong |= {"adult_services"}
    return not steps & wrong


def _a_child_was_sent_or_shared_it(facts: Facts) -> bool:
    """CEOP is for what is done to a child under 18, whoever is in the picture they were sent."""
    if facts.asker in {"parent", "school_staff", None}:
        return facts.childs_part in {"received", "shared"}
    return facts.asker in YOUNG - {"person_shown"} and facts.asker_age != "18_plus"


def _not_for_the_age_of_whoever_asks(facts: Facts) -> set[str]:
    if facts.asker not in YOUNG:
        return set()
    age = facts.age_now if facts.asker == "person_shown" else facts.asker_age
    if age == "18_plus":
        return NOT_FOR_ADULTS
    return NOT_FOR_CHILDREN | (NOT_FOR_CHILDREN_UNDER_13 if age == "under_13" else set())


def every_step_has_reasons_and_sources(facts: Facts, plan: Plan) -> bool:
    """Each step names the rules that gave it and statements that stand in the sources."""
    del facts
    known = load_statements().keys()
    return all(step.because and step.sources and set(step.sources) <= known for step in plan.steps)


def nobody_is_sent_to_whoever_did_it(facts: Facts, plan: Plan) -> bool:
    """The holder is asked to delete it only when they are a peer and nothing is against it."""
    if "ask_holder_to_delete" not in names(plan):
        return True
    return not is_for_the_police(facts) and facts.other_party not in GROWN_UPS | {
        "online_only_claims_peer"
    }


def nothing_is_deleted_that_police_may_need(facts: Facts, plan: Plan) -> bool:
    """Copies are left where they are while the police may want them."""
    return "delete_own_copy" not in names(plan) or not is_for_the_police(facts)


def nobody_pays(facts: Facts, plan: Plan) -> bool:
    """Whoever is asked for money, or has paid, is told and warned not to pay, within hours."""
    asked = facts.money_demanded is True or facts.paid is True
    said = {step.step for step in plan.steps if step.urgency in {"E", "H"}}
    return not asked or ("do_not_pay" in said and "pay" in plan.never)


def the_usual_warnings_are_there(facts: Facts, plan: Plan) -> bool:
    """Whoever asks is warned of looking, copying and passing on."""
    del facts
    return {"look_at_it", "copy_or_screenshot", "forward_it"} <= set(plan.never)


def an_adult_is_not_approached(facts: Facts, plan: Plan) -> bool:
    """Where somebody grown up is behind it, the plan warns of contacting them."""
    grown_up = facts.adult_involved is True or facts.other_party in {"adult_known", "adult_unknown"}
    return not grown_up or "contact_the_adult" in plan.never


INVARIANTS: Mapping[str, Callable[[Facts, Plan], bool]] = {
    claim.__name__: claim
    for claim in (
        danger_comes_first,
        police_are_named,
        police_are_not_ruled_out_too_soon,
        police_are_not_both,
        the_ground_is_there,
        steps_stand_once_and_in_order,
        reported_before_blocked,
        every_step_exists_there,
        every_step_is_for_who_asks,
        every_step_has_reasons_and_sources,
        nobody_is_sent_to_whoever_did_it,
        nothing_is_deleted_that_police_may_need,
        nobody_pays,
        the_usual_warnings_are_there,
        an_adult_is_not_approached,
    )
}
