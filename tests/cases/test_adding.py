from datetime import timedelta

import pytest

from takeback.cases.actions import end, erase, open_case, withdraw
from takeback.cases.adding import add_pictures
from takeback.cases.models import AuditRow, Case
from takeback.cases.status import Actor
from takeback.cases.tokens import make_token
from takeback.registry.lists import entries_of
from takeback.registry.models import Entry
from takeback.registry.refused import Refused
from tests.cases.openings import NOW, REQUEST_KEY, at_the_same_time, opened, opening
from tests.registry.pictures import picture

pytestmark = pytest.mark.django_db


def verbs() -> list[str]:
    return list(AuditRow.objects.order_by("number").values_list("verb", flat=True))


def test_pictures_are_added_to_the_case_that_the_token_stands_for() -> None:
    answer, case = opened(1)
    opened(9)

    ids = add_pictures(answer.add_more, [picture(2), picture(3)], now=NOW)

    lines = entries_of(bytes(case.origin))
    assert [line.entry for line in lines] == [*answer.entries, *ids]
    assert {line.state for line in lines} == {"active"}
    assert verbs() == ["opened", "opened", "added"]


def test_what_was_sent_before_is_answered_again_and_changes_nothing() -> None:
    answer, _ = opened(1, 2)
    first = add_pictures(answer.add_more, [picture(3), picture(1)], now=NOW)

    again = add_pictures(answer.add_more, [picture(3), picture(1)], now=NOW)

    assert again == first
    assert first[1] == answer.entries[0]
    assert Entry.objects.count() == 3
    assert verbs() == ["opened", "added"]


def test_an_opening_is_answered_again_also_after_pictures_were_added() -> None:
    asked = opening(1, 2, 1, request_key=REQUEST_KEY)
    first = open_case(asked, now=NOW)
    add_pictures(first.add_more, [picture(3)], now=NOW)
    later = NOW + timedelta(minutes=50)

    again = open_case(asked, now=later)

    assert again == first
    assert again.add_more == make_token(bytes(Case.objects.get().origin), now=later)


def test_a_case_has_a_hundred_pictures_and_no_more() -> None:
    answer, case = opened(*range(40))
    add_pictures(answer.add_more, [picture(number) for number in range(30, 100)], now=NOW)

    with pytest.raises(Refused, match="101 pictures; a page has at most 100") as refusal:
        add_pictures(answer.add_more, [picture(0), picture(100)], now=NOW)

    assert refusal.value.code == "case_full"
    assert len(entries_of(bytes(case.origin))) == 100
    assert verbs() == ["opened", "added"]


def test_nothing_is_added_when_a_picture_is_refused() -> None:
    answer, _ = opened(1)

    with pytest.raises(Refused, match="picture 2 has quality 49"):
        add_pictures(answer.add_more, [picture(2), picture(3, quality=49)], now=NOW)

    assert Entry.objects.count() == 1
    assert verbs() == ["opened"]


@pytest.mark.parametrize("ending", ["withdrawn", "ended", "erased", "expired", "never"])
def test_a_token_that_opens_nothing_says_so_and_not_why(ending: str) -> None:
    answer, case = opened(1)
    token, now = answer.add_more, NOW
    if ending == "withdrawn":
        withdraw(case, by=Actor.VISITOR, now=NOW)
    elif ending == "ended":
        end(case, by=Actor.TIME, now=NOW)
    elif ending == "erased":
        erase(case, by=Actor.VISITOR, now=NOW)
    elif ending == "expired":
        now += timedelta(hours=1)
    else:
        token = make_token(bytes(16), now=NOW)
    before = Entry.objects.count()

    with pytest.raises(Refused) as refusal:
        add_pictures(token, [picture(2)], now=now)

    assert (refusal.value.code, refusal.value.message) == (
        "add_to_unknown",
        "no page takes pictures under this token any more; open another page for the rest",
    )
    assert Entry.objects.count() == before


@pytest.mark.usefixtures("committed_database")
def test_the_same_pictures_added_twice_at_once_have_one_entry_each() -> None:
    answer, _ = opened(1)

    results = at_the_same_time(
        *[lambda: add_pictures(answer.add_more, [picture(2), picture(3)], now=NOW)] * 4
    )

    assert results == [results[0]] * 4
    assert isinstance(results[0], tuple)
    assert Entry.objects.count() == 3
    assert verbs() == ["opened", "added"]


@pytest.mark.usefixtures("committed_database")
def test_adding_and_withdrawing_at_once_leave_nothing_in_force() -> None:
    answer, case = opened(1)

    results = at_the_same_time(
        lambda: add_pictures(answer.add_more, [picture(2)], now=NOW),
        lambda: withdraw(case, by=Actor.VISITOR, now=NOW),
    )

    errors = [result for result in results if isinstance(result, Exception)]
    assert [error for error in errors if not isinstance(error, Refused)] == []
    assert set(Entry.objects.values_list("state", flat=True)) == {"withdrawn"}


@pytest.mark.usefixtures("committed_database")
def test_promise_7_pictures_that_were_acknowledged_are_there_for_every_connection() -> None:
    answer, case = opened(1)
    (entry,) = add_pictures(answer.add_more, [picture(2)], now=NOW)

    def look() -> object:
        return [line.entry for line in entries_of(bytes(case.origin))]

    assert at_the_same_time(look) == [[*answer.entries, entry]]
