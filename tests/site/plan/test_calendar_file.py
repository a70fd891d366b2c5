import re
from datetime import UTC, datetime

from icalendar import Calendar

from takeback.site.plan.calendar_file import Reminder, write_calendar

NOW = datetime(2026, 11, 22, 18, 40, tzinfo=UTC)
REMINDERS = (
    Reminder("Phone call", datetime(2026, 11, 22, 20, 40, tzinfo=UTC)),
    Reminder("Reminder", datetime(2026, 11, 29, 16, 30)),  # noqa: DTZ001  wherever the device is
)


def test_a_calendar_reads_back_what_was_written() -> None:
    read = Calendar.from_ical(write_calendar(REMINDERS, now=NOW))
    events = read.walk("VEVENT")

    assert (str(read["method"]), str(read["version"])) == ("PUBLISH", "2.0")
    assert [str(event["summary"]) for event in events] == ["Phone call", "Reminder"]
    assert [event.decoded("dtstart") for event in events] == [one.at for one in REMINDERS]
    assert all(event.decoded("dtstamp") == NOW for event in events)


def test_each_reminder_rings_once_at_its_time() -> None:
    events = Calendar.from_ical(write_calendar(REMINDERS, now=NOW)).walk("VEVENT")

    alarms = [event.walk("VALARM") for event in events]

    assert [len(of_event) for of_event in alarms] == [1, 1]
    assert all(of_event[0].decoded("trigger").total_seconds() == 0 for of_event in alarms)


def test_no_field_says_why_a_reminder_is_there() -> None:
    text = write_calendar(REMINDERS, now=NOW).decode()

    said = {line.partition(":")[2] for line in text.split("\r\n") if line}
    words = {word for word in said if re.search("[a-z]", word)} - set(
        re.findall("UID:(.+)\r", text)
    )
    assert words == {"Reminder", "Phone call", "-//Notes//EN"}


def test_two_files_cannot_be_told_to_be_from_one_visit() -> None:
    first, second = (
        {str(event["uid"]) for event in Calendar.from_ical(file).walk("VEVENT")}
        for file in (write_calendar(REMINDERS, now=NOW), write_calendar(REMINDERS, now=NOW))
    )

    assert len(first) == len(second) == 2
    assert not first & second


def test_lines_end_as_calendars_expect() -> None:
    lines = write_calendar(REMINDERS, now=NOW).split(b"\r\n")

    assert (lines[0], lines[-2], lines[-1]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR", b"")
    assert all(b"\n" not in line and len(line) <= 75 for line in lines)
