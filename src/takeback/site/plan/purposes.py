"""What steps are for, so that a long list for one day can be read a few steps at a time."""

from collections.abc import Iterable
from typing import Literal

Purpose = Literal["safe", "tell", "take_down", "support"]
# As many as can be taken in at a glance; more are shown in parts.
MOST_AT_A_GLANCE = 6
_SAFE: tuple[Purpose, ...] = ("safe",)
_TELL: tuple[Purpose, ...] = ("tell",)
_TAKE_DOWN: tuple[Purpose, ...] = ("take_down",)
_SUPPORT: tuple[Purpose, ...] = ("support",)
# Where a step can be for more than one thing, it stays with the step before it if it can, and
# otherwise opens a part that is not there yet.
PURPOSES: dict[str, tuple[Purpose, ...]] = {
    "call_emergency": _SAFE,
    "stay_calm": _SAFE,
    "do_not_look_or_copy": _SAFE,
    "stop_sharing_on": _SAFE,
    "do_not_pay": _SAFE,
    "tell_trusted_adult": ("support", "safe"),
    "check_on_mood": ("safe", "support"),
    "keep_identifiers": _SAFE,
    "stop_replying_and_block": _SAFE,
    "contact_bank": ("safe", "tell"),
    "police": _TELL,
    "ceop": _TELL,
    "childrens_services": _TELL,
    "childline": ("tell", "support"),
    "report_remove": _TAKE_DOWN,
    "take_it_down": _TAKE_DOWN,
    "fingerprint": _TAKE_DOWN,
    "report_to_provider": ("take_down", "safe"),
    "intimate_image_notice": _TAKE_DOWN,
    "iwf_report": ("take_down", "tell"),
    "ncmec_report": ("tell", "take_down"),
    "esafety_report": ("tell", "take_down"),
    "national_hotline": ("tell", "take_down"),
    "tell_school": ("tell", "support"),
    "secure_accounts": _SAFE,
    "search_delisting": _TAKE_DOWN,
    "list_recipients": ("tell", "safe"),
    "ask_holder_to_delete": ("take_down", "tell"),
    "delete_own_copy": ("take_down", "tell"),
    "report_harmful_content": ("take_down", "tell"),
    "escalate_to_regulator": ("take_down", "tell"),
    "report_to_host": _TAKE_DOWN,
    "change_number": _SAFE,
    "adult_services": _SUPPORT,
    "parent_helpline": _SUPPORT,
    "professionals_helpline": _SUPPORT,
    "professional_help": _SUPPORT,
    "stop_it_now": _SUPPORT,
    "legal_advice": _SUPPORT,
    "police_not_required": ("support", "tell"),
    "talk_it_through": _SUPPORT,
    "law_talk": _SUPPORT,
    "outcome_21": _SUPPORT,
    "review_privacy": _SUPPORT,
}


def parts_of(steps: Iterable[str]) -> tuple[tuple[Purpose | None, tuple[str, ...]], ...]:
    """Return the steps in parts, in the order they came, each part with what it is for.

    One part for `None` when there are few steps, or when the order would name a purpose twice.
    """
    listed = tuple(steps)
    parts: list[tuple[Purpose, list[str]]] = []
    for step in listed:
        if parts and parts[-1][0] in PURPOSES[step]:
            parts[-1][1].append(step)
        else:
            named = {purpose for purpose, _ in parts}
            fresh = [purpose for purpose in PURPOSES[step] if purpose not in named]
            parts.append(((fresh or PURPOSES[step])[0], [step]))
    purposes = [purpose for purpose, _ in parts]
    if len(listed) <= MOST_AT_A_GLANCE or len(set(purposes)) < len(purposes):
        return ((None, listed),)
    return tuple((purpose, tuple(one)) for purpose, one in parts)
