from functools import partial

import pytest

from takeback.cases.actions import erase, visit, withdraw
from takeback.cases.codes import read_code
from takeback.cases.holding import find_by_code
from takeback.cases.models import AuditRow, Case, CaseNews
from takeback.cases.status import Actor
from takeback.cases.tasks import carry_feedback_to_cases, end_quiet_cases
from takeback.registry.feedback import take_feedback
from takeback.registry.models import Entry, Feedback
from takeback.registry.partners import add_partner
from takeback.registry.tasks import lapse_entries
from tests.cases.openings import NOW, TODAY, at_the_same_time, days_later, opened

pytestmark = pytest.mark.django_db


def test_an_answer_reaches_its_case_and_no_other() -> None:
    partner, _ = add_partner("Example Videos", now=NOW)
    answer, case = opened(1, 2)
    opened(3)
    take_feedback(partner, answer.entries[1], outcome="removed", count=4, now=days_later(1))

    assert carry_feedback_to_cases(days_later(2)) == 1

    told = CaseNews.objects.filter(what="answer").values_list(
        "case", "on", "partner", "outcome", "picture", "count"
    )
    assert list(told) == [(case.pk, days_later(1).date(), "Example Videos", "removed", 2, 4)]
    assert Feedback.objects.get().read_at == days_later(2)


def test_an_answer_is_carried_once() -> None:
    partner, _ = add_partner("Example Videos", now=NOW)
    answer, _ = opened()
    take_feedback(partner, answer.entries[0], outcome="seen", now=NOW)

    assert carry_feedback_to_cases(NOW) == 1
    assert carry_feedback_to_cases(NOW) == 0
    assert CaseNews.objects.filter(what="answer").count() == 1


def test_an_answer_about_an_erased_case_is_read_by_nobody() -> None:
    partner, _ = add_partner("Example Videos", now=NOW)
    answer, case = opened()
    erase(case, by=Actor.VISITOR, now=NOW)
    take_feedback(partner, answer.entries[0], outcome="removed", now=NOW)

    assert carry_feedback_to_cases(NOW) == 1
    assert not CaseNews.objects.exists()


def test_an_answer_about_an_ended_case_leaves_no_news() -> None:
    partner, _ = add_partner("Example Videos", now=NOW)
    answer, _ = opened()
    end_quiet_cases(days_later(90))
    take_feedback(partner, answer.entries[0], outcome="removed", now=days_later(91))

    assert carry_feedback_to_cases(days_later(91)) == 1
    assert not CaseNews.objects.filter(what="answer").exists()


def test_many_answers_are_carried_in_batches_oldest_first() -> None:
    partner, _ = add_partner("Example Videos", now=NOW)
    answer, _ = opened()
    for day in range(101):
        take_feedback(partner, answer.entries[0], outcome="seen", now=days_later(-day))

    assert carry_feedback_to_cases(NOW) == 100
    assert Feedback.objects.get(read_at=None).received_at == NOW
    assert carry_feedback_to_cases(NOW) == 1


@pytest.mark.usefixtures("committed_database")
def test_two_workers_carry_an_answer_once() -> None:
    partner, _ = add_partner("Example Videos", now=NOW)
    answer, _ = opened()
    for _ in range(5):
        take_feedback(partner, answer.entries[0], outcome="seen", now=NOW)

    results = at_the_same_time(*[lambda: carry_feedback_to_cases(NOW)] * 3)

    assert sum(int(str(result)) for result in results) == 5
    # One line for the day, in which every answer counts once.
    assert CaseNews.objects.get(what="answer").count == 5


def test_a_case_ends_after_ninety_days_without_a_visit() -> None:
    answer, _ = opened()

    assert end_quiet_cases(days_later(89)) == 0
    assert end_quiet_cases(days_later(90)) == 1
    assert end_quiet_cases(days_later(91)) == 0

    case = Case.objects.get()
    assert (case.status, case.age_band, case.whose) == ("ended", "", "")
    assert find_by_code(read_code(answer.code)) is not None
    assert Entry.objects.get().state == "active"


def test_a_visit_starts_the_ninety_days_again() -> None:
    _, case = opened()
    visit(case, now=days_later(89))

    assert end_quiet_cases(days_later(178)) == 0
    assert end_quiet_cases(days_later(179)) == 1


def test_an_ended_case_goes_when_its_last_entry_lapses() -> None:
    answer, _ = opened(1, 2)
    end_quiet_cases(days_later(90))
    lapse_entries(days_later(730))
    assert end_quiet_cases(days_later(730)) == 0

    lapse_entries(days_later(731))
    assert end_quiet_cases(days_later(731)) == 1

    assert not Case.objects.exists()
    assert find_by_code(read_code(answer.code)) is None
    assert set(Entry.objects.values_list("state", "origin")) == {("withdrawn", None)}
    last = AuditRow.objects.order_by("-number").first()
    assert last is not None
    assert (last.actor, last.verb, last.case_name) == ("time", "lapsed", answer.case_name)


def test_a_withdrawn_case_goes_after_ninety_days_without_a_visit() -> None:
    _, case = opened()
    withdraw(case, by=Actor.VISITOR, now=NOW)

    assert end_quiet_cases(days_later(90)) == 2

    assert not Case.objects.exists()
    verbs = AuditRow.objects.order_by("number").values_list("verb", flat=True)
    assert list(verbs) == ["opened", "withdrawn", "ended", "lapsed"]


@pytest.mark.usefixtures("committed_database")
def test_answers_carried_while_a_case_is_erased_do_not_fail() -> None:
    partner, _ = add_partner("Example Videos", now=NOW)
    for number in range(6):
        answer, case = opened(number)
        take_feedback(partner, answer.entries[0], outcome="seen", now=NOW)

        results = at_the_same_time(
            lambda: carry_feedback_to_cases(NOW),
            partial(erase, case, by=Actor.VISITOR, now=NOW),
        )

        assert results == [1, None]
    assert not CaseNews.objects.exists()


@pytest.mark.usefixtures("committed_database")
def test_two_sweeps_at_once_end_each_case_once() -> None:
    for number in range(3):
        opened(number)

    results = at_the_same_time(*[lambda: end_quiet_cases(days_later(90))] * 2)

    assert sum(int(str(result)) for result in results) == 3
    assert AuditRow.objects.filter(verb="ended", on=days_later(90).date()).count() == 3
    assert TODAY not in AuditRow.objects.filter(verb="ended").values_list("on", flat=True)


def test_the_same_answer_on_a_day_is_one_line_with_its_copies_together() -> None:
    partner, _ = add_partner("Example Videos", now=NOW)
    answer, _ = opened()
    for outcome, count in [("removed", 2), ("removed", 3), ("seen", 1), ("removed", 1_000_000)]:
        take_feedback(partner, answer.entries[0], outcome=outcome, count=count, now=NOW)
    take_feedback(partner, answer.entries[0], outcome="seen", now=days_later(1))

    carry_feedback_to_cases(NOW)

    told = CaseNews.objects.filter(what="answer").order_by("pk").values_list("outcome", "count")
    assert list(told) == [("removed", 1_000_000), ("seen", 1), ("seen", 1)]
