from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from takeback.guidance.answers import walk
from takeback.guidance.explained import explain
from takeback.guidance.plan import make_plan
from takeback.site.plan.calendar_file import Reminder
from takeback.site.plan.planned import Planned
from takeback.site.plan.reminders import reminders_for, zone_of
from takeback.site.questions.session import Visit
from tests.site.plan.visits import VISITS, answers_of

TODAY = date(2026, 11, 22)
EVENING = datetime(2026, 11, 22, 18, 40, tzinfo=UTC)


def planned_of(name: str, *, done: tuple[str, ...] = (), **more: str) -> Planned:
    door = VISITS[name][1]
    given = answers_of(name) | {question: [chosen] for question, chosen in more.items()}
    walked = walk(door, given)  # type: ignore[arg-type]
    plan = make_plan(walked.facts, today=TODAY)
    visit = Visit(door, given, done)  # type: ignore[arg-type]
    return Planned(visit, walked, explain(plan, walked.facts, today=TODAY), TODAY)


def times_of(planned: Planned, reminders: tuple[Reminder, ...]) -> list[datetime]:
    zone = zone_of(planned.facts.nation)
    return [one.at if one.at.tzinfo else one.at.replace(tzinfo=zone) for one in reminders]


def test_reminders_come_later_today_tomorrow_when_an_answer_is_due_and_next_week() -> None:
    reminders = reminders_for(planned_of("fourteen, asked for money"), now=EVENING)

    assert [one.at for one in reminders] == [
        datetime(2026, 11, 22, 20, 40, tzinfo=UTC),
        datetime(2026, 11, 23, 16, 30),  # noqa: DTZ001  wherever the device is
        datetime(2026, 11, 24, 18, 40, tzinfo=UTC),
        datetime(2026, 11, 29, 16, 30),  # noqa: DTZ001
    ]


@pytest.mark.parametrize("name", VISITS)
def test_reminders_stand_in_order_and_there_is_always_one(name: str) -> None:
    planned = planned_of(name)

    times = times_of(planned, reminders_for(planned, now=EVENING))

    assert times
    assert all(earlier < later for earlier, later in pairwise(times))
    assert timedelta(days=6) < times[-1] - EVENING < timedelta(days=8)


@pytest.mark.parametrize("hour", range(24))
def test_nothing_rings_at_night(hour: int) -> None:
    now = datetime(2026, 11, 22, hour, 10, tzinfo=UTC)

    for reminder in reminders_for(planned_of("fourteen, asked for money"), now=now):
        assert 8 <= reminder.at.hour < 21
        assert reminder.at > now.replace(tzinfo=reminder.at.tzinfo)


def test_the_night_is_the_night_of_the_nation() -> None:
    morning_in_sydney = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)

    reminders = reminders_for(planned_of("twenty now"), now=morning_in_sydney)

    assert reminders[0].at == morning_in_sydney + timedelta(hours=2)


def test_what_is_done_is_not_reminded_of() -> None:
    everything = planned_of("fourteen, asked for money").steps

    reminders = reminders_for(
        planned_of("fourteen, asked for money", done=everything, reported="removed"), now=EVENING
    )

    assert reminders[-1] == Reminder("Reminder", datetime(2026, 11, 29, 16, 30))  # noqa: DTZ001
    assert "Phone call" not in {one.title for one in reminders}


def test_a_report_made_yesterday_is_due_sooner() -> None:
    reminders = reminders_for(planned_of("a mother in Texas"), now=EVENING)

    assert EVENING + timedelta(hours=12) not in [one.at for one in reminders]  # night there
    assert datetime(2026, 11, 23, 14, 30, tzinfo=UTC) in [one.at for one in reminders]


def test_a_step_with_a_number_to_call_is_a_phone_call() -> None:
    reminders = reminders_for(planned_of("somebody is coming"), now=EVENING)

    assert reminders[0].title == "Phone call"
