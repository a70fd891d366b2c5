from datetime import date

import pytest

from takeback.guidance.contacts import (
    CONTACTS,
    contacts_for,
    emergency_number,
    people_for,
    police_number,
)
from takeback.guidance.facts import NATIONS, READERS, UNITED_KINGDOM, Nation, Reader
from takeback.guidance.steps import DANGER, STEPS
from takeback.sources.services import load_services, needs_a_check

TODAY = date(2026, 11, 22)
ANY_NATION: tuple[Nation | None, ...] = (*NATIONS, None)
ANY_READER: tuple[Reader | None, ...] = (*READERS, None)


def names(step: str, nation: Nation | None, reader: Reader | None) -> list[str]:
    return [service.id for service in contacts_for(step, nation, reader)]


def test_every_step_has_been_given_a_thought_and_no_other() -> None:
    assert list(CONTACTS) == list(STEPS)


def test_every_service_named_exists_and_is_named_once_a_step() -> None:
    for step, offered in CONTACTS.items():
        assert set(offered) <= set(load_services()), step
        assert len(set(offered)) == len(offered), step


@pytest.mark.parametrize("reader", ANY_READER)
@pytest.mark.parametrize("nation", ANY_NATION)
@pytest.mark.parametrize("step", sorted(DANGER))
def test_a_danger_step_always_has_a_route_that_somebody_checked(
    step: str, nation: Nation | None, reader: Reader | None
) -> None:
    routes = contacts_for(step, nation, reader)

    assert any(not needs_a_check(service, today=TODAY) for service in routes)


@pytest.mark.parametrize("nation", NATIONS)
@pytest.mark.parametrize("reader", READERS)
def test_nobody_is_sent_to_a_service_of_another_nation_or_for_somebody_else(
    nation: Nation, reader: Reader
) -> None:
    for step in STEPS:
        for service in contacts_for(step, nation, reader):
            assert nation in service.nations
            assert reader in service.readers


def test_a_nation_not_said_gets_what_holds_in_the_whole_kingdom_or_anywhere() -> None:
    for step in STEPS:
        for service in contacts_for(step, None, None):
            assert set(service.nations) >= UNITED_KINGDOM or "OTHER" in service.nations

    assert names("call_emergency", None, None) == ["emergency", "emergency_elsewhere"]
    assert "nhs_111" not in names("professional_help", None, None)


def test_services_come_in_the_order_to_offer_them() -> None:
    assert names("parent_helpline", "SCO", "parent") == [
        "nspcc_helpline",
        "youngminds_parents",
        "children_first",
    ]
    assert names("police", "AU", "parent") == ["police_au", "accce"]


@pytest.mark.parametrize(
    ("reader", "expected"),
    [("13_17", ["shore"]), ("parent", ["stop_it_now"]), (None, ["stop_it_now", "shore"])],
)
def test_the_reader_decides_who_is_offered(reader: Reader | None, expected: list[str]) -> None:
    assert names("stop_it_now", "ENG", reader) == expected


def test_no_child_is_sent_to_a_service_for_adults_pictures() -> None:
    for nation in ANY_NATION:
        for reader in ("under_13", "13_17"):
            for step in STEPS:
                offered = names(step, nation, reader)
                assert not {"revenge_porn_helpline", "stopncii"} & set(offered), step


@pytest.mark.parametrize(
    ("nation", "emergency", "police"),
    [
        ("ENG", "999", "101"),
        ("NI", "999", "101"),
        ("US", "911", "your local police"),
        ("IE", "112", "your local police"),
        ("AU", "000", "131 444"),
        ("OTHER", "the emergency number where you are", "your local police"),
        (
            None,
            "999 in the UK, or the emergency number where you are",
            "101 in the UK, or your local police",
        ),
    ],
)
def test_each_nation_has_its_own_words_for_whom_to_call(
    nation: Nation | None, emergency: str, police: str
) -> None:
    assert emergency_number(nation) == emergency
    assert police_number(nation) == police


def test_every_step_about_a_service_of_a_nation_leads_to_one_there() -> None:
    needed = {
        "ceop",
        "childline",
        "report_remove",
        "take_it_down",
        "iwf_report",
        "ncmec_report",
        "esafety_report",
        "national_hotline",
        "parent_helpline",
        "professionals_helpline",
        "report_harmful_content",
        "adult_services",
        "professional_help",
    }

    for step in sorted(needed):
        for nation in STEPS[step].nations:
            for reader in STEPS[step].readers:
                assert names(step, nation, reader), (step, nation, reader)


def test_everybody_to_turn_to_is_named_once() -> None:
    people = people_for(("childline", "tell_trusted_adult"), "ENG", reader="13_17")

    assert [service.id for service in people].count("childline") == 1
