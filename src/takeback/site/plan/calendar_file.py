"""Reminders as a calendar file that says nothing about why they are there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import uuid4

from icalendar import Alarm, Calendar, Event

Title = Literal["Reminder", "Phone call"]
MAKER = "-//Notes//EN"  # shown by some calendars: it must not name this site
LASTS = timedelta(minutes=15)


@dataclass(frozen=True)
class Reminder:
    """When to think of it again. A time without a zone is that hour wherever the device is."""

    title: Title
    at: datetime


def write_calendar(reminders: Iterable[Reminder], *, now: datetime) -> bytes:
    """Return an iCalendar file with one event and one alarm for each reminder."""
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for reminder in reminders:
        calendar.add_component(_event(reminder, now=now))
    return bytes(calendar.to_ical())


def _event(reminder: Reminder, *, now: datetime) -> Event:
    event = Event()
    event.add("uid", str(uuid4()))
    event.add("dtstamp", now)
    event.add("dtstart", reminder.at)
    event.add("dtend", reminder.at + LASTS)
    event.add("summary", reminder.title)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", reminder.title)
    alarm.add("trigger", timedelta(0))
    event.add_component(alarm)
    return event
