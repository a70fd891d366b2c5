from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takeback.guidance.answers import AnswerNotReadable, Walk, parse_answer, reader_at, walk
from takeback.guidance.facts import FACT_NAMES, Asker, Facts, Reader
from takeback.guidance.questions import DOORS, QUESTIONS, UNSAID, Door
from tests.guidance.answer_paths import Given, way_of, whole_way

BY_ID = {question.id: question for question in QUESTIONS}
WAYS = settings(max_examples=120, deadline=None, derandomize=True, database=None)
Drawn = tuple[list[Walk], Given]
ANY_WAY = st.sampled_from(DOORS).flatmap(whole_way)
SHOWN = {"safety": ["none"], "who": ["me"], "age": ["16_17"], "age_then": ["16_17"]}


@pytest.mark.parametrize(
    ("question", "chosen", "reason"),
    [
        ("age", [], "nothing"),
        ("age", [""], "nothing"),
        ("age", ["99"], "unknown"),
        ("age", ["13_15", "x" * 100_000], "unknown"),
        ("age", ["13_15", "16_17"], "contradiction"),
        ("age", ["13_15", "unsure"], "contradiction"),
        ("age", ["none"], "unknown"),
        ("safety", ["danger", "none"], "contradiction"),
        ("safety", ["danger", "unsaid"], "contradiction"),
        ("safety", ["unsure", "unsaid"], "contradiction"),
        ("safety", ["danger", "'; drop table"], "unknown"),
    ],
)
def test_an_answer_that_cannot_be_read_says_why(
    question: str, chosen: list[str], reason: str
) -> None:
    with pytest.raises(AnswerNotReadable) as refusal:
        parse_answer(BY_ID[question], chosen)

    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    ("question", "chosen", "expected"),
    [
        ("age", ["13_15"], ("13_15",)),
        ("age", ["13_15", "13_15"], ("13_15",)),
        ("age", ["unsaid"], ("unsaid",)),
        ("safety", ["meeting", "danger"], ("danger", "meeting")),
        ("safety", ["none"], ("none",)),
    ],
)
def test_an_answer_is_read_once_and_in_order(
    question: str, chosen: list[str], expected: tuple[str, ...]
) -> None:
    assert parse_answer(BY_ID[question], chosen) == expected


@pytest.mark.parametrize(
    ("door", "asker"), [("you", None), ("family", "parent"), ("work", "school_staff")]
)
def test_a_door_says_who_asks(door: Door, asker: Asker | None) -> None:
    assert walk(door, {}).facts == Facts(asker=asker)


def test_not_saying_and_not_knowing_leave_the_facts_alone() -> None:
    way, answers = way_of("you")

    assert way.facts == Facts()
    assert set(map(tuple, answers.values())) == {(UNSAID,)}


def test_not_knowing_who_the_other_person_is_is_itself_said() -> None:
    assert way_of("you", SHOWN | {"other": ["unsure"]})[0].facts.other_party == "unknown"
    assert way_of("you", SHOWN | {"other": ["unsaid"]})[0].facts.other_party is None


def test_what_is_not_ticked_beside_what_is_stays_not_said() -> None:
    facts = walk("you", {"safety": ["danger"]}).facts

    assert facts.in_danger is True
    assert facts.meeting_threat is None


def test_none_of_these_says_no_to_each() -> None:
    facts = walk("you", {"safety": ["none"]}).facts

    assert (facts.in_danger, facts.meeting_threat) == (False, False)


def test_a_yes_is_not_taken_back_by_what_is_answered_later() -> None:
    facts = way_of("you", SHOWN | {"pressure": ["more"], "how": ["freely"]})[0].facts

    assert facts.coerced is True
    assert facts.willing is True


def test_freely_and_in_secret_are_both_heard() -> None:
    facts = way_of("you", SHOWN | {"how": ["freely", "secret"]})[0].facts

    assert facts.taken_without_knowledge is True
    assert (facts.willing, facts.coerced, facts.ai_made) == (True, False, False)


def test_places_and_apps_add_up() -> None:
    answers = SHOWN | {"where": ["group_chat", "school_wide"], "apps": ["whatsapp", "snapchat"]}

    facts = way_of("you", answers)[0].facts

    assert facts.channels == ("group_chat", "school_wide")
    assert set(facts.providers or ()) == {"whatsapp", "snapchat"}
    assert (facts.online, facts.at_school, facts.spread) == (True, True, True)


def test_an_app_that_is_not_in_the_list_is_no_provider() -> None:
    answers = SHOWN | {"where": ["group_chat"]}

    assert way_of("you", answers | {"apps": ["another"]})[0].facts.providers == ()
    assert way_of("you", answers | {"apps": ["unsure"]})[0].facts.providers is None


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("no", (False, False, None)),
        ("today", (True, None, 12)),
        ("yesterday", (True, None, 36)),
        ("this_week", (True, None, 96)),
        ("longer", (True, None, 200)),
        ("refused", (True, True, None)),
        ("removed", (True, False, None)),
    ],
)
def test_what_the_app_was_told(answer: str, said: tuple[object, ...]) -> None:
    facts = way_of("family", {"where": ["social_public"], "reported": [answer]})[0].facts

    told = (facts.provider_reported, facts.provider_refused, facts.hours_since_provider_report)
    assert told == said


def test_who_is_18_now_and_was_not_in_the_picture_is_named_so() -> None:
    answers = SHOWN | {"age": ["18"], "age_then": ["13_15"]}

    assert way_of("you", answers)[0].facts.asker == "adult_shown_as_child"
    assert way_of("you", answers | {"age_then": ["18"]})[0].facts.asker == "person_shown"


def test_answers_of_a_branch_that_was_left_do_not_count_and_come_back() -> None:
    answers = {"safety": ["none"], "who": ["me"], "age": ["13_15"], "age_then": ["under_13"]}
    before = walk("you", answers)

    left = walk("you", answers | {"who": ["sent_to_me"]})
    back = walk("you", answers | {"own_age": ["16_17"], "who": ["me"]})

    assert left.facts == Facts(asker="recipient", in_danger=False, meeting_threat=False)
    assert left.next is not None
    assert left.next.id == "own_age"
    assert back == before


def test_an_answer_that_is_not_offered_any_more_is_asked_again() -> None:
    way = walk("you", SHOWN | {"age": ["13_15"]})

    assert way.next is not None
    assert way.next.id == "age_then"
    assert way.facts.age_in_image is None


def test_of_several_ticked_those_still_offered_count() -> None:
    answers = SHOWN | {"where": ["group_chat", "porn_site"], "apps": ["whatsapp", "onlyfans"]}
    _, kept = way_of("you", answers)

    way = walk("you", kept | {"where": ["group_chat"]})

    assert way.facts.providers == ("whatsapp",)
    assert way.next is None


def test_what_an_old_cookie_holds_and_nobody_knows_is_left_out() -> None:
    old = {"safety": ["none", "gone_since"], "removed_question": ["yes"], "who": ["gone_since"]}

    way = walk("you", old)

    assert [question.id for question in way.answered] == ["safety"]
    assert way.next is not None
    assert way.next.id == "who"


@pytest.mark.parametrize(
    ("door", "facts", "reader"),
    [
        ("you", Facts(), "13_17"),
        ("you", Facts(age_now="under_13"), "under_13"),
        ("you", Facts(asker="friend", asker_age="under_13", age_now="16_17"), "under_13"),
        ("you", Facts(asker="person_shown", age_now="18_plus"), "adult"),
        ("family", Facts(), "parent"),
        ("work", Facts(asker="school_staff"), "professional"),
    ],
)
def test_each_reader_is_spoken_to_in_their_own_words(
    door: Door, facts: Facts, reader: Reader
) -> None:
    assert reader_at(door, facts) == reader


@WAYS
@given(ANY_WAY)
def test_every_way_ends_and_each_answer_leads_on(drawn: Drawn) -> None:
    ways, _ = drawn

    for before, after in pairwise(ways):
        assert after.answered == (*before.answered, before.next)
        assert after.path[: len(before.path)] == before.path
    assert ways[-1].next is None
    assert ways[-1].path == ways[-1].answered
    assert 7 <= len(ways[-1].path) <= 16


@WAYS
@given(ANY_WAY)
def test_about_how_many_questions_is_honest_all_along(drawn: Drawn) -> None:
    ways, _ = drawn
    asked = len(ways[-1].path)

    for way in ways:
        assert abs(way.about - asked) <= 4
        assert way.about >= len(way.path)
    assert ways[-1].about == asked


@WAYS
@given(st.sampled_from(DOORS).flatmap(lambda door: st.tuples(whole_way(door), whole_way(door))))
def test_what_was_answered_on_another_way_changes_nothing_on_this_one(
    two: tuple[Drawn, Drawn],
) -> None:
    (ways, given_here), (_, given_there) = two
    door = ways[0].door

    assert walk(door, given_there | given_here) == walk(door, given_here) == ways[-1]


@WAYS
@given(ANY_WAY)
def test_no_later_answer_takes_back_a_yes(drawn: Drawn) -> None:
    ways, _ = drawn

    for before, after in pairwise(ways):
        said = {name for name in FACT_NAMES if getattr(before.facts, name) is True}
        assert all(getattr(after.facts, name) is True for name in said)
