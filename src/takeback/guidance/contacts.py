"""Step -> whom to turn to for it, in the order to offer them, for one nation and reader."""

from collections.abc import Iterable

from takeback.guidance.facts import UNITED_KINGDOM, Nation, Reader
from takeback.sources.services import Service, load_services

EMERGENCY = ("emergency", "emergency_us", "emergency_ie", "emergency_au", "emergency_elsewhere")
POLICE = (
    "police",
    "fbi",
    "police_us",
    "police_ie",
    "garda_child_abuse_line",
    "police_au",
    "accce",
    "police_elsewhere",
    "ncmec_cybertipline",
)
CHILDRENS_HELPLINES = (
    "childline",
    "meic",
    "childline_ie",
    "kids_helpline",
    "childhelp",
    "child_helpline_international",
)
ADULTS_PICTURES = (
    "revenge_porn_helpline",
    "image_abuse_helpline_us",
    "hotline_ie",
    "esafety",
    "stopncii",
)
LAWYERS = (
    "youth_justice_legal_centre",
    "child_law_advice",
    "clan_childlaw",
    "childrens_law_centre_ni",
    "lawhelp_us",
    "flac_ie",
    "youth_law_australia",
)
SOCIAL_WORK = ("childrens_services", "social_work_scotland", "gateway_ni", "tusla", "childhelp")
LOW_MOOD = (
    "samaritans",
    "shout",
    "papyrus",
    "nhs_111",
    "nhs_24",
    "lifeline_ni",
    "rape_crisis_scotland",
    "nexus_ni",
    "lifeline_988",
    "kids_helpline",
    "lifeline_au",
    "childline_ie",
    "kooth",
    "befrienders",
    "child_helpline_international",
)
PARENTS_HELPLINES = (
    "nspcc_helpline",
    "youngminds_parents",
    "children_first",
    "parentline_ni",
    "childhelp",
    "ispcc_support_line",
    "parentline_ie",
    "parent_lines_au",
    "child_helpline_international",
)
ABOUT_OWN_BEHAVIOUR = ("stop_it_now", "shore", "stop_it_now_us", "stop_it_now_au")
NATIONAL_HOTLINES = ("hotline_ie", "inhope", "needhelpnow_ca", "netsafe_nz")
REGULATORS = ("ftc_take_it_down", "media_commission_ie", "esafety", "ofcom")

# Every step of `steps.STEPS`, so that a new one is given a thought; most need nobody else.
CONTACTS: dict[str, tuple[str, ...]] = {
    "call_emergency": EMERGENCY,
    "stay_calm": (),
    "do_not_look_or_copy": (),
    "stop_sharing_on": (),
    "do_not_pay": (),
    "tell_trusted_adult": CHILDRENS_HELPLINES,
    "check_on_mood": LOW_MOOD,
    "keep_identifiers": (),
    "stop_replying_and_block": (),
    "contact_bank": ("bank_159",),
    "police": POLICE,
    "ceop": ("ceop",),
    "childrens_services": SOCIAL_WORK,
    "childline": CHILDRENS_HELPLINES,
    "report_remove": ("report_remove",),
    "take_it_down": ("take_it_down",),
    "fingerprint": (),
    "report_to_provider": (),
    "intimate_image_notice": ("ftc_take_it_down",),
    "iwf_report": ("iwf_report",),
    "ncmec_report": ("ncmec_cybertipline",),
    "esafety_report": ("esafety",),
    "national_hotline": NATIONAL_HOTLINES,
    "tell_school": (),
    "secure_accounts": ("ncsc_accounts",),
    "search_delisting": (),
    "list_recipients": (),
    "ask_holder_to_delete": (),
    "delete_own_copy": (),
    "report_harmful_content": ("report_harmful_content",),
    "escalate_to_regulator": REGULATORS,
    "report_to_host": ("iwf_report", *NATIONAL_HOTLINES, "ncmec_cybertipline", "esafety"),
    "change_number": (),
    "adult_services": ADULTS_PICTURES,
    "parent_helpline": PARENTS_HELPLINES,
    "professionals_helpline": ("posh", "nspcc_helpline"),
    "professional_help": LOW_MOOD,
    "stop_it_now": ABOUT_OWN_BEHAVIOUR,
    "legal_advice": LAWYERS,
    "police_not_required": (),
    "talk_it_through": ("ceop_education", "internet_matters"),
    "law_talk": ("online_safety_hub_ni", "hwb"),
    "outcome_21": ("youth_justice_legal_centre",),
    "review_privacy": ("internet_matters",),
}


def contacts_for(step: str, nation: Nation | None, reader: Reader | None) -> tuple[Service, ...]:
    """Return the services for a step, in the order to offer them.

    A nation that was not said: those of the whole United Kingdom and those for anywhere. A reader
    who was not said rules nobody out.
    """
    services = load_services()
    return tuple(
        service
        for service in (services[name] for name in CONTACTS[step])
        if _is_there(service, nation) and (reader is None or reader in service.readers)
    )


def people_for(
    steps: Iterable[str], nation: Nation | None, *, reader: Reader | None
) -> tuple[Service, ...]:
    """Return everybody to turn to for these steps, each once, in order; as `contacts_for`."""
    found = {
        service.id: service for step in steps for service in contacts_for(step, nation, reader)
    }
    return tuple(found.values())


def emergency_number(nation: Nation | None) -> str:
    """Return what to call in danger, to stand after "call": a number, or in words which one."""
    return _number(EMERGENCY, nation, elsewhere="the emergency number where you are")


def police_number(nation: Nation | None) -> str:
    """Return what to call when it is no emergency: a number, or in words which police."""
    return _number(("police", "police_au"), nation, elsewhere="your local police")


def _is_there(service: Service, nation: Nation | None) -> bool:
    if nation is None:
        return "OTHER" in service.nations or set(service.nations) >= UNITED_KINGDOM
    return nation in service.nations


def _number(names: tuple[str, ...], nation: Nation | None, *, elsewhere: str) -> str:
    services = load_services()
    if nation is None:
        return f"{services[names[0]].phone} in the UK, or {elsewhere}"
    # Elsewhere the number of the European Union is offered beside these words, not in them.
    if nation == "OTHER":
        return elsewhere
    there = (services[name] for name in names if nation in services[name].nations)
    return next((service.phone for service in there if service.phone), elsewhere)
