from dataclasses import replace
from datetime import date

from takeback.sources.figures import load_figures
from takeback.sources.overdue import Overdue, overdue, past
from takeback.sources.statements import load_statements

DAY = date(2027, 5, 22)


def test_nothing_of_ours_is_overdue_on_the_day_it_was_read() -> None:
    assert overdue(date(2026, 11, 22)) == ()


def test_the_day_itself_is_not_past() -> None:
    statement = replace(load_statements()["stay_calm"], review_by=DAY)

    assert past("statement", [statement], today=DAY) == []
    assert past("statement", [statement], today=date(2027, 5, 23)) == [
        Overdue("statement", "stay_calm", statement.address, DAY)
    ]


def test_a_row_without_a_page_is_found_with_its_publisher() -> None:
    figure = replace(next(iter(load_figures().values())), address=None, publisher="A charity")

    assert [one.place for one in past("figure", [figure], today=date(2099, 1, 1))] == ["A charity"]


def test_every_kind_is_listed_and_the_longest_overdue_comes_first() -> None:
    everything = overdue(date(2099, 1, 1))

    days = [one.review_by for one in everything]
    assert days == sorted(days)
    assert {one.kind for one in everything} == {
        "statement",
        "service",
        "provider",
        "law",
        "figure",
    }
