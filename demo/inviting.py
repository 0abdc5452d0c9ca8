"""Chapter of calendars: an invitation, the same entry on other days, and one taken out again."""

from datetime import date, datetime, time, timedelta

from demo import mails
from demo.calendars import Entry, entry_in
from demo.cast import Person
from demo.classes import save_short_programme, schedule_short_class
from demo.office import Stuck
from demo.stage import Stage
from shared.events import Event
from shared.events.enrolment import EnrolmentEnrolled, OfferingCancelled, OfferingChanged
from shared.office_calendar import office_calendar

_DAY = timedelta(days=1)
_WORKING_DAYS_AFTER = 3
_SEATS = 10


def keep_the_calendar(stage: Stage) -> None:
    """What a calendar learns of a seat, of other dates, and of a class that is called off."""
    stage.screen.chapter("The calendar: an invitation, its update, and a cancellation")
    stage.settle()
    reader = next((one for one in stage.people.learners if stage.is_mailed(one)), None)
    if reader is None:
        _reschedule(stage)
        stage.screen.remark("nobody in the class has a mail address: no calendar can be kept")
        return
    invitation = _entry(stage, reader, EnrolmentEnrolled, "the invitation")
    _reschedule(stage)
    stage.settle()
    updated = _entry(stage, reader, OfferingChanged, "the update")
    _must_follow(invitation, updated)
    stage.screen.done(
        f"the same UID, and SEQUENCE {invitation.sequence} has become {updated.sequence}: the "
        "calendar moves the entry and makes no second one"
    )
    _call_one_off(stage, reader)


def _entry(stage: Stage, reader: Person, kind: type[Event], title: str) -> Entry:
    """What the newest mail about such an event carries, shown. Raises Stuck."""
    message = stage.newest_about(reader.employee_id, kind)
    entry = entry_in(mails.opened(stage.mail_of(message["notification_id"])))
    if entry is None:
        raise Stuck(f"the mail {message['subject']!r} carries nothing for a calendar")
    stage.screen.letter(f"{title}: {message['subject']}", entry.excerpt())
    return entry


def _must_follow(earlier: Entry, later: Entry) -> None:
    """Raises Stuck."""
    if later.uid != earlier.uid or later.sequence <= earlier.sequence:
        raise Stuck("an update must have the UID of the invitation, and a higher SEQUENCE")


def _reschedule(stage: Stage) -> None:
    """To the next two working days that follow each other."""
    first = _first_of_two_working_days(stage)
    meetings = [
        _moved(stage, meeting, first + number * _DAY)
        for number, meeting in enumerate(stage.offering["meetings"])
    ]
    stage.offering = stage.office.call(
        "enrolment",
        "schedule_offering",
        offering_id=stage.offering["offering_id"],
        meetings=meetings,
    )
    stage.screen.done(
        f"the hall is needed for something else: the class moves to "
        f"{stage.moment(stage.offering['starts_at'])}"
    )


def _first_of_two_working_days(stage: Stage) -> date:
    calendar = office_calendar(stage.settings.time_zone, stage.settings.holiday_overrides)
    day = stage.local(stage.offering["starts_at"]).date() + _DAY
    while not (calendar.is_working_day(day) and calendar.is_working_day(day + _DAY)):
        day += _DAY
    return day


def _moved(stage: Stage, meeting: dict[str, str], day: date) -> dict[str, str]:
    """The same hours on another day."""

    def at(name: str) -> str:
        hour: time = stage.local(meeting[name]).time()
        return datetime.combine(day, hour, stage.settings.time_zone).isoformat()

    return {name: at(name) for name in ("starts_at", "ends_at")}


def _call_one_off(stage: Stage, reader: Person) -> None:
    """Another class, with a seat for the reader, that will not take place after all."""
    programme = save_short_programme(stage, "Surat Dinas Elektronik")
    offering = schedule_short_class(stage, programme["programme_id"], _WORKING_DAYS_AFTER, _SEATS)
    [seat] = stage.office.call(
        "enrolment",
        "nominate",
        offering_id=offering["offering_id"],
        employee_ids=[reader.employee_id],
        nominated_by=stage.people.nominator.employee_id,
    )
    if seat["status"] != "enrolled":
        stage.screen.refused(f"a seat for {reader.name} in another class", [seat["reason"]])
        return
    stage.settle()
    cancelled = stage.office.call(
        "enrolment",
        "cancel_offering",
        offering_id=offering["offering_id"],
        reason="Narasumber berhalangan",
    )
    stage.settle()
    stage.screen.done(
        f"“{programme['title']}” on {stage.day(cancelled['starts_at'])} is called off; the mail "
        f"takes it out of the calendar of {reader.name}"
    )
    entry = _entry(stage, reader, OfferingCancelled, "the cancellation")
    if entry.method != "CANCEL":
        raise Stuck("a class that is called off must leave the calendar")
