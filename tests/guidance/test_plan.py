"""How what the rules decided becomes one plan: each step once, in the order to do them."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from takeback.guidance.deciding import Given
from takeback.guidance.facts import Facts
from takeback.guidance.plan import PlannedStep, in_order, make_plan, merge
from takeback.guidance.rulebook import Decision, Rule, load_rules, rule
from takeback.guidance.steps import STANDING, STEPS, Never, Step, Urgency

TODAY = date(2026, 11, 22)
E, H, D, P = Urgency


def deciding(decision: Decision, *, name: str, sources: tuple[str, ...] = ("stay_calm",)) -> Rule:
    def always(facts: Facts) -> Decision:
        """The same is decided, whatever was said."""
        del facts
        return decision

    made = rule(sources=sources, reviewed_on=TODAY, review_by=date(2027, 11, 22))(always)
    return replace(made, name=name)


def given(decision: Step | Never, *, name: str = "a", sources: tuple[str, ...] = ("s",)) -> Given:
    return Given(deciding(decision, name=name, sources=sources), decision)


def planned(step: str, urgency: Urgency) -> PlannedStep:
    return PlannedStep(step, urgency, (), (), ())


def names(*steps: PlannedStep) -> list[str]:
    return [step.step for step in in_order(steps)]


def test_a_step_that_two_rules_gave_stands_once_with_both_reasons() -> None:
    merged = merge(
        [
            given(Step("police", D), name="slow", sources=("first", "both")),
            given(Step("police", H), name="quick", sources=("both", "second")),
        ]
    )

    assert merged == (PlannedStep("police", H, (), ("slow", "quick"), ("first", "both", "second")),)


@pytest.mark.parametrize("urgencies", list(permutations([E, H, D, P])))
def test_a_step_is_as_urgent_as_the_most_urgent_rule_says(urgencies: tuple[Urgency, ...]) -> None:
    (step,) = merge(given(Step("police", urgency)) for urgency in urgencies)

    assert step.urgency is E


def test_the_providers_of_a_step_are_each_named_once() -> None:
    (step,) = merge(
        [
            given(Step("report_to_provider", H, ("instagram", "tiktok")), name="a"),
            given(Step("report_to_provider", H, ("tiktok", "reddit")), name="b"),
        ]
    )

    assert step.providers == ("instagram", "reddit", "tiktok")


def test_warnings_are_no_steps() -> None:
    assert merge([given(Never("pay"))]) == ()


def test_what_is_more_urgent_comes_first_and_the_rest_as_it_stands_in_the_list() -> None:
    assert names(
        planned("review_privacy", P),
        planned("childline", H),
        planned("police", H),
        planned("call_emergency", E),
        planned("ceop", D),
    ) == ["call_emergency", "police", "childline", "ceop", "review_privacy"]


def test_steps_of_one_urgency_stand_in_the_order_of_the_list() -> None:
    steps = [planned(step, H) for step in reversed(STEPS)]

    moved = {"report_to_provider", "legal_advice"}  # see the tests that follow
    assert [step for step in names(*steps) if step not in moved] == [
        step for step in STEPS if step not in moved
    ]


def test_what_is_blocked_is_reported_first() -> None:
    steps = (
        planned("police", H),
        planned("stop_replying_and_block", H),
        planned("keep_identifiers", H),
        planned("report_to_provider", H),
    )

    assert names(*steps) == [
        "keep_identifiers",
        "report_to_provider",
        "stop_replying_and_block",
        "police",
    ]


def test_whoever_may_be_asked_by_the_police_gets_advice_first() -> None:
    assert names(planned("police", H), planned("legal_advice", H), planned("ceop", H)) == [
        "legal_advice",
        "police",
        "ceop",
    ]
    assert names(planned("legal_advice", H), planned("tell_school", H)) == [
        "tell_school",
        "legal_advice",
    ]


def test_staff_tell_the_safeguarding_lead_before_anything_else_of_that_day() -> None:
    lead = replace(planned("tell_school", H), because=("staff_tell_the_safeguarding_lead",))

    assert names(planned("police", H), planned("keep_identifiers", H), lead) == [
        "tell_school",
        "keep_identifiers",
        "police",
    ]


def test_a_report_keeps_its_place_where_nothing_is_blocked() -> None:
    assert names(
        planned("report_to_provider", H), planned("police", H), planned("report_remove", H)
    ) == ["police", "report_remove", "report_to_provider"]


def test_a_plan_is_as_urgent_as_its_most_urgent_step_that_is_not_always_there() -> None:
    rules = [
        deciding(Step("stay_calm", E), name="a"),
        deciding(Step("ceop", D), name="b"),
        deciding(Step("review_privacy", P), name="c"),
    ]

    assert make_plan(Facts(), today=TODAY, rules=rules).urgency is D


def test_a_plan_with_only_what_is_always_there_can_wait() -> None:
    rules = [deciding(Step(step, E), name=step) for step in sorted(STANDING)]

    assert make_plan(Facts(), today=TODAY, rules=rules).urgency is P


def test_warnings_stand_once_and_in_the_order_of_their_list() -> None:
    rules = [
        deciding(Never("test_the_service"), name="a"),
        deciding(Never("pay"), name="b"),
        deciding(Never("look_at_it"), name="c"),
        deciding(Never("pay"), name="d"),
    ]

    assert make_plan(Facts(), today=TODAY, rules=rules).never == (
        "look_at_it",
        "pay",
        "test_the_service",
    )


def test_a_plan_for_a_reader_who_is_known_holds_only_what_is_for_them() -> None:
    plan = make_plan(Facts(), today=TODAY, reader="under_13")

    assert plan.reader == "under_13"
    assert {step.step for step in plan.steps if "under_13" not in STEPS[step.step].readers} == set()
    assert make_plan(Facts(), today=TODAY).reader is None


def test_a_rule_whose_law_has_not_begun_gives_nothing() -> None:
    facts = Facts(nation="US", asker="parent", online=True)
    before = make_plan(facts, today=date(2026, 5, 18))
    after = make_plan(facts, today=date(2026, 5, 19))

    assert "intimate_image_notice" not in {step.step for step in before.steps}
    assert "intimate_image_notice" in {step.step for step in after.steps}


def test_the_rules_are_all_of_them_unless_some_are_named() -> None:
    facts = Facts(asker="parent", threatened=True)

    assert make_plan(facts, today=TODAY) == make_plan(facts, today=TODAY, rules=load_rules())


def test_the_steps_are_the_same_whatever_the_order_of_the_rules() -> None:
    facts = Facts(nation="ENG", asker="parent", threatened=True, channels=("social_public",))
    forwards = make_plan(facts, today=TODAY, rules=load_rules())
    backwards = make_plan(facts, today=TODAY, rules=load_rules()[::-1])

    assert [step.step for step in backwards.steps] == [step.step for step in forwards.steps]
    assert backwards.never == forwards.never
    assert backwards.urgency is forwards.urgency
    assert backwards.ask_next == forwards.ask_next


def test_every_step_of_a_plan_says_which_rules_gave_it_and_what_those_rest_on() -> None:
    facts = Facts(nation="SCO", asker="parent", threatened=True, channels=("group_chat",))
    rules = {one.name: one for one in load_rules()}

    for step in make_plan(facts, today=TODAY).steps:
        assert step.because
        assert set(step.sources) == {
            source for name in step.because for source in rules[name].sources
        }
