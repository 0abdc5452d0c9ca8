"""Entries of a calendar as iCalendar has them (RFC 5545, and RFC 5546 for what mails carry).

Meetings at the same hour every so many days are a rule, which every calendar understands; others
are dates of their own. A meeting that differs in length or place is an exception to them.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vRecur

from services.notification.domain.gatherings import Entry, Meeting, Method
from services.notification.domain.message import legible

_PRODUCT = "-//Lontar//Pelatihan//ID"
_PUBLISH = "PUBLISH"


class Calendars:
    """zone: in which meetings recur; organizer: address of the office; domain: of all uids"""

    def __init__(self, zone: ZoneInfo, organizer: str):
        self._zone = zone
        self._organizer = organizer
        self._domain = organizer.rpartition("@")[2]
        self._zones = _zones_of(zone)

    def invitation(self, entry: Entry, *, address: str, name: str, at: datetime) -> str:
        """What a mail to this address carries. at: when it was caused."""
        calendar = self._calendar(entry.method.value)
        for event in self._events(entry, at):
            event.add("organizer", vCalAddress(f"mailto:{self._organizer}"))
            event.add("attendee", _attendee(address, name))
            calendar.add_component(event)
        return calendar.to_ical().decode()

    def feed(self, entries: Iterable[Entry], at: datetime) -> str:
        """A calendar to subscribe to."""
        calendar = self._calendar(_PUBLISH)
        for entry in entries:
            for event in self._events(entry, at):
                calendar.add_component(event)
        return calendar.to_ical().decode()

    def _events(self, entry: Entry, at: datetime) -> list[Event]:
        """The first meeting, with the rule or the dates of the others; then the exceptions."""
        first, *others = entry.gathering.meetings
        main = self._event(entry, first, at)
        if others:
            step = self._step(entry.gathering.meetings)
            if step:
                main.add("rrule", vRecur(FREQ="DAILY", INTERVAL=step, COUNT=len(others) + 1))
            else:
                main.add("rdate", [self._local(one.starts_at) for one in others])
        exceptions = []
        for meeting in others:
            if _differs(meeting, first):
                exception = self._event(entry, meeting, at)
                exception.add("recurrence-id", self._local(meeting.starts_at))
                exceptions.append(exception)
        return [main, *exceptions]

    def _event(self, entry: Entry, meeting: Meeting, at: datetime) -> Event:
        gathering = entry.gathering
        event = Event()
        event.add("uid", f"{entry.uid}@{self._domain}")
        event.add("sequence", entry.sequence)
        event.add("dtstamp", at)
        event.add("dtstart", self._local(meeting.starts_at))
        event.add("dtend", self._local(meeting.ends_at))
        event.add("summary", legible(gathering.title))
        if place := meeting.venue or gathering.venue:
            event.add("location", legible(place))
        event.add("status", "CANCELLED" if entry.method is Method.CANCEL else "CONFIRMED")
        event.add("transp", "OPAQUE")
        return event

    def _step(self, meetings: Sequence[Meeting]) -> int | None:
        """Days from each meeting to the next, at the same hour; None: not always the same."""
        starts = [self._local(one.starts_at) for one in meetings]
        steps = {later - earlier for earlier, later in pairwise(starts)}
        step = steps.pop()
        return step.days if not steps and step % timedelta(days=1) == timedelta(0) < step else None

    def _local(self, instant: datetime) -> datetime:
        return instant.astimezone(self._zone)

    def _calendar(self, method: str) -> Calendar:
        calendar = Calendar()
        calendar.add("prodid", _PRODUCT)
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        calendar.add("method", method)
        for zone in self._zones:
            calendar.add_component(zone)
        return calendar


def _zones_of(zone: ZoneInfo) -> list[Timezone]:
    """What a calendar has to say of the zone; costly, so it is said once."""
    event, calendar = Event(), Calendar()
    event.add("dtstart", datetime(2026, 1, 1, tzinfo=zone))
    calendar.add_component(event)
    calendar.add_missing_timezones()
    for found in calendar.timezones:
        found.pop("comment", None)
    return calendar.timezones


def _attendee(address: str, name: str) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{address}")
    attendee.params["CN"] = legible(name).replace('"', "'")
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "ACCEPTED"
    attendee.params["RSVP"] = "FALSE"
    return attendee


def _differs(meeting: Meeting, first: Meeting) -> bool:
    lengths = meeting.ends_at - meeting.starts_at, first.ends_at - first.starts_at
    return lengths[0] != lengths[1] or meeting.venue != first.venue
