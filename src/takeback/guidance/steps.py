"""What there is to do: every step, who may get it and where, in the order to do them."""

from dataclasses import dataclass
from enum import StrEnum

from takeback.guidance.facts import EVERYWHERE, READERS, UNITED_KINGDOM, Nation, Reader


class Urgency(StrEnum):
    """How soon: emergency now, within hours, within a day or two, when things are calmer."""

    EMERGENCY = "E"
    HOURS = "H"
    DAYS = "D"
    PLANNED = "P"


URGENCIES = tuple(Urgency)


@dataclass(frozen=True)
class Step:
    """Something to do, how soon, and for some steps with which providers (directory ids)."""

    step: str
    urgency: Urgency
    providers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Never:
    """Something not to do, by its name in `NEVER`."""

    never: str


@dataclass(frozen=True)
class Kind:
    """Who a step can be given to, and in which nations it exists."""

    readers: frozenset[Reader]
    nations: frozenset[Nation]


ALL = frozenset(READERS)
YOUNG: frozenset[Reader] = frozenset({"under_13", "13_17"})
GROWN: frozenset[Reader] = frozenset({"adult", "parent", "professional"})


def _kind(readers: frozenset[Reader] = ALL, nations: frozenset[Nation] = EVERYWHERE) -> Kind:
    return Kind(readers, nations)


# The order is the order to do them among steps of one urgency. See `plan.in_order` for the three
# exceptions: a report before a block, the safeguarding lead, and advice before the police.
STEPS: dict[str, Kind] = {
    "call_emergency": _kind(),
    "stay_calm": _kind(),
    "do_not_look_or_copy": _kind(),
    "stop_sharing_on": _kind(),
    "do_not_pay": _kind(),
    "tell_trusted_adult": _kind(YOUNG),
    "check_on_mood": _kind(frozenset({"parent", "professional"})),
    "keep_identifiers": _kind(),
    "stop_replying_and_block": _kind(),
    "contact_bank": _kind(),
    "police": _kind(),
    "ceop": _kind(ALL, UNITED_KINGDOM),
    "childrens_services": _kind(frozenset({"parent", "professional"})),
    "childline": _kind(ALL - {"adult"}),
    "report_remove": _kind(ALL - {"adult"}, UNITED_KINGDOM),
    "take_it_down": _kind(),
    "fingerprint": _kind(),
    "report_to_provider": _kind(),
    "intimate_image_notice": _kind(ALL, UNITED_KINGDOM | {"US"}),
    "iwf_report": _kind(ALL, UNITED_KINGDOM),
    "ncmec_report": _kind(ALL, frozenset({"US", "OTHER"})),
    "esafety_report": _kind(ALL, frozenset({"AU"})),
    "national_hotline": _kind(ALL, frozenset({"IE", "OTHER"})),
    "tell_school": _kind(),
    "secure_accounts": _kind(),
    "search_delisting": _kind(),
    "list_recipients": _kind(),
    "ask_holder_to_delete": _kind(),
    "delete_own_copy": _kind(),
    "report_harmful_content": _kind(ALL - {"under_13"}, UNITED_KINGDOM),
    "escalate_to_regulator": _kind(),
    "report_to_host": _kind(GROWN),
    "change_number": _kind(),
    "adult_services": _kind(frozenset({"adult", "parent", "professional"})),
    "parent_helpline": _kind(frozenset({"parent"})),
    "professionals_helpline": _kind(frozenset({"professional"}), UNITED_KINGDOM),
    "professional_help": _kind(),
    "stop_it_now": _kind(ALL - {"under_13"}),
    "legal_advice": _kind(ALL - {"under_13"}),
    "police_not_required": _kind(),
    "talk_it_through": _kind(frozenset({"parent", "professional"})),
    "law_talk": _kind(),
    "outcome_21": _kind(ALL - {"under_13"}, frozenset({"ENG", "WAL"})),
    "review_privacy": _kind(),
}
# Done at once in every situation, so they say nothing about how urgent this one is.
STANDING = frozenset({"stay_calm", "do_not_look_or_copy", "stop_sharing_on"})
# Steps that stand between somebody and harm: never taken away by what else is said.
DANGER = frozenset({"call_emergency", "police"})

# Warnings about how a grown-up treats a child; they are not for somebody young to read.
NEVER_FOR_GROWN_UPS = frozenset(
    {"promise_secrecy", "blame_or_shame", "take_the_phone_as_punishment", "question_other_children"}
)
NEVER: tuple[str, ...] = (
    "look_at_it",
    "copy_or_screenshot",
    "forward_it",
    "search_for_it",
    "pay",
    "send_more",
    "pose_as_the_child",
    "confront_a_stranger",
    "contact_the_adult",
    "promise_secrecy",
    "blame_or_shame",
    "take_the_phone_as_punishment",
    "delete_before_asking_police",
    "question_other_children",
    "use_copyright_notice",
    "name_them_publicly",
    "test_the_service",
)
