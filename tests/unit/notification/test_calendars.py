"""Entries of a calendar as iCalendar has them."""

from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from services.notification.channels.channel import Invitation
from services.notification.channels.letter import Sender
from services.notification.domain.gatherings import (
    Gathering,
    Meeting,
    Method,
    Seat,
    entry_of,
    entry_with,
)
from services.notification.rendering.calendars import Calendars
from tests.unit.notification.builders import HOSTILE, NOON
from tests.unit.notification.test_notification_mail import a_mail

WITA = ZoneInfo("Asia/Makassar")
EIGHT = datetime(2026, 12, 1, 8, tzinfo=WITA)
SEATED = Seat(employee_id="E1", taken=True, sequence=1)


def a_meeting(day: int = 0, hours: int = 7, venue: str | None = None) -> Meeting:
    starts_at = EIGHT + timedelta(days=day)
    return Meeting(starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), venue=venue)


def a_gathering(*meetings: Meeting, **facts) -> Gathering:
    given = {"offering_id": "O1", "title": "Pelayanan Prima", "venue": "Aula"}
    state = {"cancelled": False, "sequence": 0}
    return Gathering(meetings=meetings or (a_meeting(),), **{**given, **state, **facts})


def invitation(gathering: Gathering, *, zone: ZoneInfo = WITA, name: str = "Maria") -> Calendar:
    entry = entry_of(gathering, SEATED)
    calendars = Calendars(zone, "lontar@office.example")
    text = calendars.invitation(entry, address="maria@alak.example", name=name, at=NOON)
    return Calendar.from_ical(text)


def test_an_invitation_says_what_when_where_and_to_whom():
    calendar = invitation(a_gathering(title="Prima; satu, dua"))
    (event,) = calendar.events

    assert calendar["method"] == "REQUEST"
    assert event["summary"] == "Prima; satu, dua"
    assert event["location"] == "Aula"
    assert event["organizer"] == "mailto:lontar@office.example"
    assert event["attendee"] == "mailto:maria@alak.example"
    assert (event.start, event.end) == (EIGHT, EIGHT + timedelta(hours=7))


def test_times_stand_in_the_offices_zone_which_the_invitation_explains():
    calendar = invitation(a_gathering())

    assert calendar.events[0]["dtstart"].params["TZID"] == "Asia/Makassar"
    (zone,) = calendar.timezones
    assert zone.tz_name == "Asia/Makassar"
    assert EIGHT.astimezone(zone.to_tz()).hour == 8


def test_the_hour_of_a_meeting_stays_where_clocks_change():
    berlin = ZoneInfo("Europe/Berlin")
    before = datetime(2026, 10, 24, 9, tzinfo=berlin)
    meetings = [
        Meeting(starts_at=at, ends_at=at + timedelta(hours=1))
        for at in (before, before + timedelta(days=1))
    ]

    (event,) = invitation(a_gathering(*meetings), zone=berlin).events

    assert event["dtstart"].params["TZID"] == "Europe/Berlin"
    assert event["rrule"]["INTERVAL"] == [1]


def test_meetings_every_so_many_days_are_a_rule():
    (event,) = invitation(a_gathering(a_meeting(0), a_meeting(7), a_meeting(14))).events

    assert dict(event["rrule"]) == {"FREQ": ["DAILY"], "INTERVAL": [7], "COUNT": [3]}


def test_meetings_on_other_days_are_dates_of_their_own():
    (event,) = invitation(a_gathering(a_meeting(0), a_meeting(1), a_meeting(6))).events

    assert "rrule" not in event
    assert [each.dt for each in event["rdate"].dts] == [
        EIGHT + timedelta(days=1),
        EIGHT + timedelta(days=6),
    ]


def test_a_meeting_of_another_length_or_elsewhere_is_an_exception_of_the_same_entry():
    meetings = a_meeting(0), a_meeting(1, hours=4), a_meeting(2, venue="Laboratorium")

    first, shorter, elsewhere = invitation(a_gathering(*meetings)).events

    assert first["uid"] == shorter["uid"] == elsewhere["uid"]
    assert "recurrence-id" not in first
    assert shorter["recurrence-id"].dt == EIGHT + timedelta(days=1)
    assert shorter.duration == timedelta(hours=4)
    assert elsewhere["location"] == "Laboratorium"


def test_an_entry_is_the_same_for_an_offering_and_a_person_whatever_changes():
    uid = entry_of(a_gathering(), SEATED).uid
    moved = a_gathering(a_meeting(5), sequence=3, venue="Balai")
    again = Seat(employee_id="E1", taken=True, sequence=3)

    assert entry_of(moved, again).uid == uid
    assert entry_of(moved, again).sequence == 6
    assert entry_of(a_gathering(offering_id="O2"), SEATED).uid != uid
    assert entry_of(a_gathering(), Seat(employee_id="E2", taken=True, sequence=1)).uid != uid


@pytest.mark.parametrize(
    ("template", "taken", "cancelled", "method"),
    [
        ("enrolment_enrolled", True, False, Method.REQUEST),
        ("enrolment_enrolled", False, False, None),
        ("enrolment_enrolled", True, True, None),
        ("offering_changed", True, False, Method.REQUEST),
        ("offering_changed", False, False, None),
        ("offering_cancelled", True, True, Method.CANCEL),
        ("offering_cancelled", True, False, None),
        ("enrolment_cancelled", False, False, Method.CANCEL),
        ("enrolment_cancelled", True, False, None),
        ("enrolment_declined", False, False, Method.CANCEL),
        ("training_completed", True, False, None),
    ],
)
def test_a_mail_asks_of_the_calendar_what_is_true_when_it_is_sent(
    template, taken, cancelled, method
):
    seat = Seat(employee_id="E1", taken=taken, sequence=1)

    entry = entry_with(template, a_gathering(cancelled=cancelled), seat)

    assert (entry.method if entry else None) == method


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: ascii(name)[:16])
def test_no_name_can_add_a_line_to_an_invitation(name):
    calendar = invitation(a_gathering(title=name, venue=name), name=name)
    (event,) = calendar.events

    assert set(event) <= {
        "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "ATTENDEE", "LOCATION",
        "ORGANIZER", "STATUS", "TRANSP",
    }  # fmt: skip
    assert event["attendee"] == "mailto:maria@alak.example"


def test_a_mail_carries_an_invitation_for_calendars_and_as_a_file():
    text = Calendars(WITA, "lontar@office.example").invitation(
        entry_of(a_gathering(), SEATED), address="maria@alak.example", name="Maria", at=NOON
    )
    mail = a_mail(invitation=Invitation(method="REQUEST", text=text))
    sender = Sender("Pelatihan <lontar@office.example>")

    sent = sender.write(mail)
    letter = message_from_bytes(sent, policy=default)
    alternatives, file = letter.iter_parts()
    kinds = [part.get_content_type() for part in alternatives.iter_parts()]
    calendar = list(alternatives.iter_parts())[2]

    assert kinds == ["text/plain", "text/html", "text/calendar"]
    assert calendar.get_param("method") == "REQUEST"
    assert file.get_filename() == "invitation.ics"
    assert calendar.get_content().splitlines() == file.get_content().splitlines()
    assert Calendar.from_ical(file.get_content()).events
    assert sent == sender.write(mail)
