"""When to be reminded of a plan: later today, tomorrow, next week, and when an answer is due."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from takeback.guidance.explained import ExplainedStep
from takeback.guidance.facts import Facts, Nation
from takeback.guidance.steps import Urgency
from takeback.site.plan.calendar_file import Reminder, Title
from takeback.site.plan.planned import Planned

# A device that rings at night wakes a house, and somebody asks why.
QUIET_FROM, QUIET_UNTIL = time(21), time(8, 30)
LATER_TODAY = timedelta(hours=2)
TOMORROW, NEXT_WEEK = timedelta(days=1), timedelta(days=7)
AFTERNOON = time(16, 30)  # school and most work are over, and offices still answer
# What the laws of the United Kingdom and the United States give a provider after a report.
ANSWER_DUE = timedelta(hours=48)
ANSWERED_BY_PROVIDERS = frozenset({"report_to_provider", "intimate_image_notice"})
# Only for the night: where most people of a nation with several zones live. London otherwise.
ZONES: dict[Nation | None, str] = {
    "US": "America/Chicago",
    "IE": "Europe/Dublin",
    "AU": "Australia/Sydney",
}


def reminders_for(planned: Planned, *, now: datetime) -> tuple[Reminder, ...]:
    """Return a reminder for each part of the plan that has something left to do, soonest first.

    There is always one for next week: to look how things are, whatever has been done.
    """
    left = [
        step
        for group in planned.explained.groups
        for step in group.steps
        if step.step not in planned.visit.done
    ]
    here = now.astimezone(zone_of(planned.facts.nation))
    soon = [step for step in left if step.urgency in {Urgency.EMERGENCY, Urgency.HOURS}]
    days = [step for step in left if step.urgency is Urgency.DAYS]
    later = [step for step in left if step.urgency is Urgency.PLANNED]
    reminders = [Reminder(_title(later), _afternoon(here, after=NEXT_WEEK))]
    if soon:
        reminders.append(Reminder(_title(soon), _by_day(here + LATER_TODAY)))
    if days:
        reminders.append(Reminder(_title(days), _afternoon(here, after=TOMORROW)))
    waits = _until_an_answer_is_due(planned.facts, steps=planned.steps)
    if waits is not None:
        reminders.append(Reminder("Reminder", _by_day(here + waits)))
    return tuple(sorted(reminders, key=lambda reminder: _here(reminder.at, here)))


def zone_of(nation: Nation | None) -> ZoneInfo:
    """Return whose night it is in a nation."""
    return ZoneInfo(ZONES.get(nation, "Europe/London"))


def _title(steps: Iterable[ExplainedStep]) -> Title:
    by_phone = any(service.phone for step in steps for service in step.services)
    return "Phone call" if by_phone else "Reminder"


def _until_an_answer_is_due(facts: Facts, *, steps: Iterable[str]) -> timedelta | None:
    """Return how long a provider still has; `None` when none is asked, or the time is over."""
    if facts.provider_reported is True and facts.hours_since_provider_report is not None:
        waits = ANSWER_DUE - timedelta(hours=facts.hours_since_provider_report)
        return waits if waits > timedelta(0) else None
    return ANSWER_DUE if ANSWERED_BY_PROVIDERS & set(steps) else None


def _by_day(moment: datetime) -> datetime:
    """Return the moment in UTC, or the end of the night that it falls into."""
    if moment.time() >= QUIET_FROM:
        moment = datetime.combine(moment.date() + TOMORROW, QUIET_UNTIL, moment.tzinfo)
    elif moment.time() < QUIET_UNTIL:
        moment = datetime.combine(moment.date(), QUIET_UNTIL, moment.tzinfo)
    return moment.astimezone(UTC)


def _afternoon(here: datetime, *, after: timedelta) -> datetime:
    """Return that day's afternoon with no zone, so that it is afternoon on any device."""
    return datetime.combine(here.date() + after, AFTERNOON)


def _here(moment: datetime, here: datetime) -> datetime:
    return moment.replace(tzinfo=here.tzinfo) if moment.tzinfo is None else moment
