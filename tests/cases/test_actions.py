import sqlite3

import pytest
from django.db import OperationalError, connection

from takeback.cases import actions
from takeback.cases.actions import Opening, end, erase, open_case, visit, withdraw
from takeback.cases.codes import read_code
from takeback.cases.holding import find_by_code
from takeback.cases.models import AuditRow, Case, CaseNews
from takeback.cases.status import Actor, Status
from takeback.registry.lists import entries_of
from takeback.registry.models import Entry
from takeback.registry.refused import Refused
from tests.cases.openings import (
    NOW,
    REQUEST_KEY,
    TODAY,
    at_the_same_time,
    days_later,
    opened,
    opening,
)
from tests.registry.pictures import picture

pytestmark = pytest.mark.django_db


def verbs() -> list[tuple[str, str, str, str]]:
    rows = AuditRow.objects.order_by("number")
    return [(row.actor, row.verb, row.before, row.after) for row in rows]


def test_an_open_case_has_a_code_a_name_and_an_entry_for_each_picture() -> None:
    answer, case = opened(1, 2)

    assert len(read_code(answer.code).words) == 6
    assert (case.status, case.age_band, case.whose) == ("active", "13_15", "me")
    assert (case.opened_on, case.last_moved_on, case.visited_on) == (TODAY, TODAY, None)
    assert [line.entry for line in entries_of(bytes(case.origin))] == list(answer.entries)
    assert verbs() == [("visitor", "opened", "", "active")]
    assert list(CaseNews.objects.values_list("on", "what")) == [(TODAY, "opened")]


def test_the_code_opens_the_case() -> None:
    answer, case = opened()

    held = find_by_code(read_code(answer.code.upper()))

    assert held is not None
    assert held.case == case


def test_an_answer_does_not_show_its_code() -> None:
    answer, _ = opened()

    assert repr(answer) == f"Opened({answer.case_name})"


def test_the_same_opening_without_a_request_key_opens_two_cases() -> None:
    first, second = open_case(opening(), now=NOW), open_case(opening(), now=NOW)

    assert first.code != second.code
    assert Case.objects.count() == 2


@pytest.mark.parametrize("days", [0, 1])
def test_the_same_request_again_gets_the_same_answer(days: int) -> None:
    asked = opening(1, 2, 1, request_key=REQUEST_KEY)
    first = open_case(asked, now=NOW)
    again = open_case(asked, now=days_later(days))

    assert again == first
    assert first.entries[0] == first.entries[2] != first.entries[1]
    assert (Case.objects.count(), Entry.objects.count()) == (1, 2)


def test_the_same_request_key_with_other_content_opens_another_case() -> None:
    first = open_case(opening(1, request_key=REQUEST_KEY), now=NOW)
    second = open_case(opening(2, request_key=REQUEST_KEY), now=NOW)
    third = open_case(opening(1, request_key=REQUEST_KEY, age_band="16_17"), now=NOW)

    assert len({first.code, second.code, third.code}) == 3


def test_a_request_is_not_repeated_two_days_later() -> None:
    asked = opening(request_key=REQUEST_KEY)
    open_case(asked, now=NOW)

    with pytest.raises(Refused) as caught:
        open_case(asked, now=days_later(2))

    assert caught.value.code == "already_opened"


def test_a_request_is_not_repeated_after_the_code_was_used() -> None:
    asked = opening(request_key=REQUEST_KEY)
    open_case(asked, now=NOW)
    visit(Case.objects.get(), now=NOW)

    with pytest.raises(Refused) as caught:
        open_case(asked, now=NOW)

    assert caught.value.code == "already_opened"


def test_a_request_is_not_repeated_after_the_case_was_withdrawn() -> None:
    asked = opening(request_key=REQUEST_KEY)
    open_case(asked, now=NOW)
    withdraw(Case.objects.get(), by=Actor.VISITOR, now=NOW)

    with pytest.raises(Refused, match="answered before"):
        open_case(asked, now=NOW)


def test_nothing_is_kept_when_a_picture_is_refused() -> None:
    plain = Opening("13_15", "me", (picture(1), picture(2, quality=49)))

    with pytest.raises(Refused, match="picture 2 has quality 49"):
        open_case(plain, now=NOW)

    assert not Case.objects.exists()
    assert not AuditRow.objects.exists()


def test_a_name_that_is_taken_is_drawn_again() -> None:
    _, case = opened()
    names = iter([case.name, "Kind Wren 3"])

    second = open_case(opening(2), now=NOW, draw_name=lambda: next(names))

    assert second.case_name == "Kind Wren 3"
    assert Entry.objects.count() == 2


def test_when_no_name_is_free_nothing_is_opened() -> None:
    _, case = opened()

    with pytest.raises(Refused) as caught:
        open_case(opening(2), now=NOW, draw_name=lambda: case.name)

    assert caught.value.code == "no_name_free"
    assert (Case.objects.count(), Entry.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("age_band", "whose", "pictures"),
    [
        ("adult_shown", "me", 1),
        ("", "me", 1),
        ("13_15", "", 1),
        ("13_15", "a_friend", 1),
        ("13_15", "me", 0),
        ("13_15", "me", 101),
    ],
)
def test_an_opening_that_makes_no_sense_cannot_be_made(
    age_band: str, whose: str, pictures: int
) -> None:
    with pytest.raises(ValueError, match=r"is not a valid|must be said|a case has 1 to 100"):
        Opening(age_band, whose, tuple(picture(number) for number in range(pictures)))


def test_withdrawing_withdraws_every_entry() -> None:
    _, case = opened(1, 2)

    withdraw(case, by=Actor.VISITOR, now=days_later(3))

    case.refresh_from_db()
    assert (case.status, case.last_moved_on) == ("withdrawn", days_later(3).date())
    assert {line.state for line in entries_of(bytes(case.origin))} == {"withdrawn"}
    assert verbs()[1:] == [("visitor", "withdrawn", "active", "withdrawn")]
    assert CaseNews.objects.filter(what="withdrawn", on=days_later(3).date()).count() == 1


def test_a_withdrawn_case_cannot_be_withdrawn_again() -> None:
    _, case = opened()
    withdraw(case, by=Actor.VISITOR, now=NOW)

    with pytest.raises(Refused) as caught:
        withdraw(case, by=Actor.VISITOR, now=NOW)

    assert caught.value.code == "already_so"
    assert len(verbs()) == 2


def test_the_second_of_two_hurried_clicks_loses() -> None:
    _, case = opened()
    same = Case.objects.get()
    withdraw(case, by=Actor.VISITOR, now=NOW)

    with pytest.raises(Refused) as caught:
        withdraw(same, by=Actor.VISITOR, now=NOW)

    assert caught.value.code == "changed_meanwhile"
    assert len(verbs()) == 2


def test_an_ended_case_keeps_no_answers_and_its_entries_stay_in_force() -> None:
    _, case = opened()
    CaseNews.objects.create(
        case=case, on=TODAY, what="answer", partner="P", outcome="removed", picture=1, count=1
    )

    end(case, by=Actor.TIME, now=days_later(90))

    case.refresh_from_db()
    assert (case.status, case.age_band, case.whose) == ("ended", "", "")
    assert case.last_moved_on == TODAY
    assert set(CaseNews.objects.values_list("what", flat=True)) == {"opened", "ended"}
    assert {line.state for line in entries_of(bytes(case.origin))} == {"active"}


def test_the_code_of_an_ended_case_still_withdraws() -> None:
    answer, case = opened()
    end(case, by=Actor.TIME, now=days_later(90))

    held = find_by_code(read_code(answer.code))
    assert held is not None
    withdraw(held.case, by=Actor.VISITOR, now=days_later(100))

    assert {line.state for line in entries_of(bytes(case.origin))} == {"withdrawn"}


def test_a_case_does_not_end_when_somebody_came_back_a_moment_ago() -> None:
    _, case = opened()
    visit(Case.objects.get(), now=days_later(90))

    with pytest.raises(Refused) as caught:
        end(case, by=Actor.TIME, now=days_later(90))

    assert caught.value.code == "changed_meanwhile"


def test_erasing_leaves_an_audit_row_and_entries_of_nobody() -> None:
    answer, case = opened(1, 2)

    erase(case, by=Actor.VISITOR, now=NOW)

    assert not Case.objects.exists()
    assert not CaseNews.objects.exists()
    assert find_by_code(read_code(answer.code)) is None
    assert set(Entry.objects.values_list("state", "origin")) == {("withdrawn", None)}
    assert verbs()[1:] == [("visitor", "erased", "active", "")]
    assert AuditRow.objects.order_by("number").last().case_name == answer.case_name  # type: ignore[union-attr]


def test_a_case_is_erased_once() -> None:
    _, case = opened()
    same = Case.objects.get()
    erase(case, by=Actor.VISITOR, now=NOW)

    with pytest.raises(Refused, match="changed a moment ago"):
        erase(same, by=Actor.VISITOR, now=NOW)

    assert len(verbs()) == 2


def test_the_first_visit_of_a_day_renews_the_case_and_its_entries() -> None:
    _, case = opened()
    later = days_later(30)

    assert visit(case, now=later) is True
    assert visit(case, now=later) is False

    case.refresh_from_db()
    assert (case.visited_on, case.last_moved_on) == (later.date(), later.date())
    assert Entry.objects.get().in_force_until == days_later(30 + 730).date()
    assert len(verbs()) == 1


def test_visiting_a_case_that_is_gone_does_nothing() -> None:
    _, case = opened()
    same = Case.objects.get()
    erase(same, by=Actor.VISITOR, now=NOW)

    assert visit(case, now=NOW) is False


@pytest.mark.usefixtures("committed_database")
def test_a_double_click_opens_one_case() -> None:
    asked = opening(1, 2, request_key=REQUEST_KEY)

    results = at_the_same_time(*[lambda: open_case(asked, now=NOW)] * 4)

    first = results[0]
    assert isinstance(first, actions.Opened)
    assert results == [first] * 4
    assert (Case.objects.count(), Entry.objects.count()) == (1, 2)


@pytest.mark.usefixtures("committed_database")
def test_withdrawing_and_erasing_at_once_end_in_one_state() -> None:
    _, case = opened(1, 2, 3)
    same, visited = Case.objects.get(), Case.objects.get()

    results = at_the_same_time(
        lambda: withdraw(case, by=Actor.VISITOR, now=NOW),
        lambda: erase(same, by=Actor.VISITOR, now=NOW),
        lambda: visit(visited, now=days_later(1)),
    )

    errors = [result for result in results if isinstance(result, Exception)]
    assert [error for error in errors if not isinstance(error, Refused)] == []
    assert set(Entry.objects.values_list("state", flat=True)) == {"withdrawn"}
    left = [case.status for case in Case.objects.all()]
    assert left in ([], [Status.WITHDRAWN])


@pytest.mark.usefixtures("committed_database")
def test_cases_opened_and_withdrawn_by_many_at_once_wait_for_each_other() -> None:
    def open_and_withdraw() -> None:
        answer = open_case(opening(1, 2), now=NOW)
        withdraw(Case.objects.get(name=answer.case_name), by=Actor.VISITOR, now=NOW)

    results = at_the_same_time(*[open_and_withdraw] * 5)

    assert results == [None] * 5
    assert set(Case.objects.values_list("status", flat=True)) == {"withdrawn"}
    assert len(verbs()) == 10


@pytest.mark.usefixtures("committed_database")
def test_promise_7_a_case_that_was_answered_is_there_for_every_connection() -> None:
    answer = open_case(opening(), now=NOW)

    def look() -> object:
        held = find_by_code(read_code(answer.code))
        return held.case.name if held else connection.alias

    assert at_the_same_time(look) == [answer.case_name]


@pytest.mark.usefixtures("committed_database")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows, not the file")
def test_a_locked_database_keeps_nothing_and_the_same_request_works_afterwards() -> None:
    asked = opening(1, 2, request_key=REQUEST_KEY)
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 100")
    with pytest.raises(OperationalError, match="locked"):
        open_case(asked, now=NOW)
    other.execute("ROLLBACK")
    other.close()
    assert (Case.objects.count(), Entry.objects.count(), len(verbs())) == (0, 0, 0)

    open_case(asked, now=NOW)

    assert (Case.objects.count(), Entry.objects.count(), len(verbs())) == (1, 2, 1)
    connection.close()
