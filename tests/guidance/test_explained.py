from dataclasses import replace
from datetime import date

import pytest

from takeback.guidance.explained import (
    AskNext,
    ExplainedStep,
    LawNote,
    explain,
    written,
)
from takeback.guidance.facts import Facts
from takeback.guidance.plan import Plan, PlannedStep
from takeback.guidance.rulebook import Rule, rule
from takeback.guidance.steps import Step, Urgency
from takeback.guidance.wording import load_words
from takeback.sources.laws import load_laws
from takeback.sources.providers import load_providers
from takeback.sources.services import load_services
from takeback.sources.statements import load_statements

TODAY = date(2026, 11, 22)
READ, READ_AGAIN = date(2026, 11, 22), date(2027, 11, 22)
PARENT = Facts(nation="ENG", asker="parent")


def planned(
    step: str,
    urgency: Urgency = Urgency.HOURS,
    *,
    because: tuple[str, ...] = ("calm_comes_first",),
    providers: tuple[str, ...] = (),
) -> PlannedStep:
    return PlannedStep(step, urgency, providers, because, ("stay_calm",))


def plan(*steps: PlannedStep, never: tuple[str, ...] = (), ask: tuple[str, ...] = ()) -> Plan:
    return Plan(urgency=Urgency.HOURS, steps=steps, never=never, ask_next=ask)


def only_step(planned_step: PlannedStep, facts: Facts = PARENT) -> ExplainedStep:
    explained = explain(plan(planned_step), facts, today=TODAY)
    return explained.groups[0].steps[0]


def resting_on(law: str | None) -> Rule:
    @rule(sources=["stay_calm"], reviewed_on=READ, review_by=READ_AGAIN, law=law)
    def made_up(facts: Facts) -> Step:
        """Decides nothing of use."""
        del facts
        return Step("intimate_image_notice", Urgency.HOURS)

    return made_up


def laws_of(law: str | None, facts: Facts) -> tuple[LawNote, ...]:
    step = planned("intimate_image_notice", because=("made_up",))
    explained = explain(plan(step), facts, today=TODAY, rules=[resting_on(law)])
    return explained.groups[0].steps[0].laws


def test_steps_stand_in_groups_by_urgency_and_stay_in_order() -> None:
    explained = explain(
        plan(
            planned("call_emergency", Urgency.EMERGENCY),
            planned("stay_calm", Urgency.EMERGENCY),
            planned("police", Urgency.HOURS),
            planned("secure_accounts", Urgency.DAYS),
            planned("law_talk", Urgency.PLANNED),
        ),
        PARENT,
        today=TODAY,
    )

    assert [(group.name, [step.step for step in group.steps]) for group in explained.groups] == [
        ("now", ["call_emergency", "stay_calm"]),
        ("today", ["police"]),
        ("week", ["secure_accounts", "law_talk"]),
    ]
    assert [step.urgency for step in explained.groups[2].steps] == ["D", "P"]


def test_a_group_without_steps_is_left_out() -> None:
    explained = explain(plan(planned("police")), PARENT, today=TODAY)

    assert [group.name for group in explained.groups] == ["today"]


def test_a_step_is_in_the_words_of_whoever_asks() -> None:
    words = load_words().steps["stay_calm"]

    assert only_step(planned("stay_calm")).title == words["parent"].title
    young = Facts(asker="person_shown", age_now="under_13")
    assert only_step(planned("stay_calm"), young).how == words["under_13"].how


@pytest.mark.parametrize(
    ("step", "reader"),
    [
        ("police", "parent"),
        ("tell_trusted_adult", "13_17"),
        ("professionals_helpline", "professional"),
    ],
)
def test_without_an_asker_the_words_are_those_of_the_usual_reader(step: str, reader: str) -> None:
    told = only_step(planned(step), Facts())

    assert told.title == load_words().steps[step][reader].title  # type: ignore[index]


def test_the_reader_of_a_plan_without_an_asker_is_not_known() -> None:
    explained = explain(plan(), Facts(), today=TODAY)

    assert (explained.reader, explained.groups) == (None, ())
    assert explained.danger == (
        "If somebody is in danger right now, that comes first: call 999 in the UK, or the "
        "emergency number where you are."
    )


def test_a_plan_made_for_a_reader_is_told_to_that_reader() -> None:
    made = replace(plan(planned("stay_calm")), reader="under_13")

    explained = explain(made, Facts(), today=TODAY)

    assert explained.reader == "under_13"
    assert explained.groups[0].steps[0].title == (
        load_words().of("stay_calm", "under_13", nation=None).title
    )


@pytest.mark.parametrize(
    ("facts", "title"),
    [
        (Facts(nation="SCO", asker="parent"), "Is your child in danger? Call 999"),
        (Facts(nation="US", asker="parent"), "Is your child in danger? Call 911"),
        (
            Facts(asker="parent"),
            "Is your child in danger? Call 999 in the UK, or the emergency number where you are",
        ),
    ],
)
def test_the_number_to_call_is_that_of_the_nation(facts: Facts, title: str) -> None:
    assert only_step(planned("call_emergency"), facts).title == title


def test_every_part_of_a_step_has_its_numbers_filled_in() -> None:
    for step, words in load_words().steps.items():
        for reader in words:
            asker = {
                "under_13": Facts(nation="ENG", asker="person_shown", age_now="under_13"),
                "13_17": Facts(nation="ENG", asker="person_shown", age_now="13_15"),
                "adult": Facts(nation="ENG", asker="adult_shown_as_child"),
                "parent": PARENT,
                "professional": Facts(nation="ENG", asker="school_staff"),
            }[reader]
            told = only_step(planned(step), asker)
            assert "{" not in " ".join([told.title, told.who, *told.how, told.time, told.expect])


def test_a_nation_with_words_of_its_own_gets_them() -> None:
    wales = only_step(planned("tell_school"), Facts(nation="WAL", asker="parent"))
    england = only_step(planned("tell_school"))

    assert "designated safeguarding person" in wales.how[0]
    assert "designated safeguarding lead" in england.how[0]


def test_reasons_are_told_in_the_voice_of_whoever_asks() -> None:
    step = planned("stay_calm", because=("calm_comes_first", "a_threatened_child_is_not_to_blame"))
    because = load_words().because

    grown = only_step(step)
    young = only_step(step, Facts(asker="friend", asker_age="13_15"))

    assert grown.because == (
        because["calm_comes_first"].adult,
        because["a_threatened_child_is_not_to_blame"].adult,
    )
    assert young.because[0] == because["calm_comes_first"].young


def test_a_rule_without_a_reason_in_words_leaves_the_step_standing() -> None:
    step = only_step(planned("stay_calm", because=("no_such_rule",)))

    assert step.because == ()
    assert step.title == "Take a few minutes before you talk"


def test_two_rules_with_the_same_reason_say_it_once() -> None:
    step = planned("police", because=("danger_is_for_the_police", "danger_is_for_the_police"))

    assert len(only_step(step).because) == 1


def test_a_step_carries_its_sources() -> None:
    assert only_step(planned("stay_calm")).sources == (load_statements()["stay_calm"],)


def test_services_from_memory_or_overdue_are_checked_first() -> None:
    step = only_step(planned("parent_helpline"))
    later = explain(plan(planned("parent_helpline")), PARENT, today=date(2031, 1, 1))

    assert [service.id for service in step.services] == ["nspcc_helpline", "youngminds_parents"]
    assert step.check_first == {"youngminds_parents"}
    assert later.groups[0].steps[0].check_first == {"nspcc_helpline", "youngminds_parents"}


def test_services_are_those_of_the_nation() -> None:
    scotland = only_step(planned("parent_helpline"), Facts(nation="SCO", asker="parent"))

    assert load_services()["children_first"] in scotland.services


def test_a_step_names_the_providers_it_is_for_and_leaves_out_unknown_ones() -> None:
    step = only_step(planned("report_to_provider", providers=("instagram", "another", "discord")))

    assert step.providers == (load_providers()["instagram"], load_providers()["discord"])


def test_a_law_in_force_is_told_with_the_day_it_began() -> None:
    assert laws_of("us_48_hours", Facts(nation="US", asker="parent")) == (
        LawNote(load_laws()["us_48_hours"], "This has been the law since 19 May 2026."),
    )


def test_a_law_in_force_without_a_day_is_told_as_in_force() -> None:
    notes = laws_of("eu_notices", Facts(nation="IE", asker="parent"))

    assert [note.words for note in notes] == ["This is the law now."]


def test_a_law_whose_start_is_unknown_is_never_told_as_in_force() -> None:
    notes = laws_of("uk_48_hours", PARENT)

    assert [note.words for note in notes] == [
        "This law was passed. We could not confirm that it has begun."
    ]


def test_a_law_of_another_nation_is_left_out() -> None:
    assert laws_of("us_48_hours", PARENT) == ()
    assert len(laws_of("us_48_hours", Facts(asker="parent"))) == 1


def test_a_law_that_has_not_begun_is_left_out() -> None:
    step = planned("intimate_image_notice", because=("made_up",))
    facts = Facts(nation="US", asker="parent")

    before = explain(plan(step), facts, today=date(2026, 5, 18), rules=[resting_on("us_48_hours")])

    assert before.groups[0].steps[0].laws == ()


def test_a_rule_that_rests_on_no_law_gives_no_note() -> None:
    assert laws_of(None, PARENT) == ()


def test_the_rules_of_the_book_are_used_unless_others_are_given() -> None:
    step = planned("intimate_image_notice", because=("uk_providers_get_a_notice",))

    assert [note.law.id for note in only_step(step).laws] == ["uk_48_hours"]


def test_warnings_and_questions_are_told_in_the_voice_of_whoever_asks() -> None:
    words = load_words()
    given = plan(never=("pay", "forward_it"), ask=("in_danger", "nation"))

    grown = explain(given, PARENT, today=TODAY)
    young = explain(given, Facts(asker="person_shown"), today=TODAY)

    assert grown.never == (words.never["pay"].adult, words.never["forward_it"].adult)
    assert young.never == (words.never["pay"].young, words.never["forward_it"].young)
    assert grown.ask_next == (
        AskNext("in_danger", words.facts["in_danger"]),
        AskNext("nation", words.facts["nation"]),
    )


def test_a_day_is_written_in_words() -> None:
    assert written(date(2026, 1, 2)) == "2 January 2026"
