from datetime import date

import pytest

from takeback.cases.actions import end, visit, withdraw
from takeback.cases.lists import AnswerLine, HistoryLine, PartnerLine, case_overview
from takeback.cases.status import Actor
from takeback.cases.tasks import carry_feedback_to_cases
from takeback.registry.collected import note_collection
from takeback.registry.feed import changes_since
from takeback.registry.feedback import take_feedback
from takeback.registry.partners import add_partner
from tests.cases.openings import NOW, TODAY, days_later, opened

pytestmark = pytest.mark.django_db

OPENED = HistoryLine(TODAY, "opened", None, None, None, None)


def test_a_new_case_says_honestly_that_nothing_was_answered() -> None:
    add_partner("Example Videos", now=NOW)
    answer, case = opened(1, 2)

    overview = case_overview(case, today=TODAY)

    assert (overview.name, overview.status) == (answer.case_name, "active")
    assert (overview.opened_on, overview.ends_on) == (TODAY, date(2027, 2, 20))
    assert (overview.pictures, overview.pictures_in_force) == (2, 2)
    assert overview.partners == (PartnerLine("Example Videos", None, None, ()),)
    assert overview.history == (OPENED,)


def test_answers_stand_with_their_partner_newest_first() -> None:
    videos, _ = add_partner("Example Videos", now=NOW)
    photos, _ = add_partner("Example Photos", now=NOW)
    answer, case = opened(1, 2)
    first, second = answer.entries
    take_feedback(videos, second, outcome="seen", now=days_later(1))
    take_feedback(photos, first, outcome="blocked", count=3, now=days_later(2))
    take_feedback(videos, second, outcome="removed", now=days_later(3))
    carry_feedback_to_cases(days_later(4))

    overview = case_overview(case, today=days_later(4).date())

    dates = [days_later(day).date() for day in range(4)]
    removed, seen = AnswerLine(dates[3], "removed", 2, 1), AnswerLine(dates[1], "seen", 2, 1)
    blocked = AnswerLine(dates[2], "blocked", 1, 3)
    assert [(line.name, line.answers) for line in overview.partners] == [
        ("Example Photos", (blocked,)),
        ("Example Videos", (removed, seen)),
    ]
    assert overview.history == (
        HistoryLine(dates[3], "answer", "Example Videos", "removed", 2, 1),
        HistoryLine(dates[2], "answer", "Example Photos", "blocked", 1, 3),
        HistoryLine(dates[1], "answer", "Example Videos", "seen", 2, 1),
        OPENED,
    )


def test_a_partner_that_collected_and_learnt_is_shown_with_the_days() -> None:
    videos, _ = add_partner("Example Videos", now=NOW)
    _, case = opened()
    note_collection(videos, changes_since(None, limit=10).cursor, now=days_later(1))
    withdraw(case, by=Actor.VISITOR, now=days_later(2))
    note_collection(videos, changes_since(None, limit=10).cursor, now=days_later(3))

    overview = case_overview(case, today=days_later(3).date())

    collected, told = days_later(1).date(), days_later(3).date()
    assert overview.partners == (PartnerLine("Example Videos", collected, told, ()),)
    assert (overview.status, overview.pictures_in_force) == ("withdrawn", 0)
    assert [line.what for line in overview.history] == ["withdrawn", "opened"]


def test_an_ended_case_shows_no_answers() -> None:
    videos, _ = add_partner("Example Videos", now=NOW)
    answer, case = opened()
    take_feedback(videos, answer.entries[0], outcome="seen", now=NOW)
    carry_feedback_to_cases(NOW)
    before_the_sweep = case_overview(case, today=days_later(90).date())
    end(case, by=Actor.TIME, now=days_later(90))
    after_the_sweep = case_overview(case, today=days_later(90).date())

    assert (before_the_sweep.status, after_the_sweep.status) == ("ended", "ended")
    assert before_the_sweep.partners[0].answers == after_the_sweep.partners[0].answers == ()
    assert before_the_sweep.history == (OPENED,)
    assert [line.what for line in after_the_sweep.history] == ["ended", "opened"]
    assert after_the_sweep.pictures_in_force == 1


def test_a_visit_gives_ninety_more_days() -> None:
    _, case = opened()
    visit(case, now=days_later(89))

    overview = case_overview(case, today=days_later(90).date())

    assert (overview.status, overview.ends_on) == ("active", days_later(179).date())
