"""Mails about an offering keep the reader's calendar right."""

from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar

from shared.errors import NotFound
from shared.events import enrolment as en
from tests.integration.notification.house import House, a_person
from tests.unit.notification.builders import NOON, an_enrolment_event, an_offering_event

SOON = timedelta(seconds=5)


def scheduled(**facts) -> en.OfferingScheduled:
    starts_at = NOON + timedelta(days=7)
    meetings = [
        en.Meeting(starts_at=starts_at, ends_at=starts_at + timedelta(hours=4)),
        en.Meeting(
            starts_at=starts_at + timedelta(days=1),
            ends_at=starts_at + timedelta(days=1, hours=4),
        ),
    ]
    whole = {"starts_at": meetings[0].starts_at, "ends_at": meetings[-1].ends_at}
    given = {"offering_id": "O1", "title": "Pelayanan Prima", "venue": "Aula", "programme_id": "P1"}
    return en.OfferingScheduled(
        **{**given, **whole, "occurred_at": NOON, "meetings": meetings, **facts}
    )


def later(minutes: int, event: type, **facts):
    """Something that happens to the offering O1 so long after noon."""
    at = NOON + timedelta(minutes=minutes)
    make = an_offering_event if event.__name__.startswith("Offering") else an_enrolment_event
    return make(event, **{"occurred_at": at, "offering_id": "O1", **facts})


def calendars(house: House) -> list[Calendar | None]:
    """What each mail carries for a calendar, the oldest first."""
    house.tick(SOON)
    found = []
    for mail in house.mails():
        parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        found.append(Calendar.from_ical(parts[0].get_content()) if parts else None)
    return found


def gist(calendar: Calendar | None) -> tuple[str, int] | None:
    return calendar and (str(calendar["method"]), calendar.events[0]["sequence"])


def test_who_gets_a_seat_is_invited(each_house):
    each_house.hear(a_person("E1"), scheduled())
    each_house.hear(later(1, en.EnrolmentEnrolled))

    (invited,) = calendars(each_house)

    (event,) = invited.events
    assert invited["method"] == "REQUEST"
    assert event["attendee"] == "mailto:e1@alak.example"
    assert event.start == NOON + timedelta(days=7)
    assert event["rrule"]["COUNT"] == [2]


def test_a_change_updates_the_entry_and_a_cancellation_removes_it(each_house):
    each_house.hear(a_person("E1"), scheduled())
    for event in (
        later(1, en.EnrolmentEnrolled),
        later(2, en.OfferingChanged, employee_ids=["E1"]),
        later(3, en.OfferingCancelled, employee_ids=["E1"]),
    ):
        each_house.hear(event)
        each_house.tick(timedelta(minutes=1))

    invited, moved, removed = calendars(each_house)

    assert [gist(one) for one in (invited, moved, removed)] == [
        ("REQUEST", 1),
        ("REQUEST", 2),
        ("CANCEL", 3),
    ]
    assert len({one.events[0]["uid"] for one in (invited, moved, removed)}) == 1
    assert removed.events[0]["status"] == "CANCELLED"


def test_who_gives_up_a_seat_and_takes_it_again_has_one_entry(house):
    house.hear(a_person("E1"), scheduled())
    for event in (
        later(1, en.EnrolmentEnrolled),
        later(2, en.EnrolmentCancelled, reason=None),
        later(3, en.EnrolmentEnrolled),
    ):
        house.hear(event)
        house.tick(timedelta(minutes=1))

    assert [gist(one) for one in calendars(house)] == [
        ("REQUEST", 1),
        ("CANCEL", 2),
        ("REQUEST", 3),
    ]


def test_who_declines_after_the_invitation_left_finds_it_gone_from_the_calendar(house):
    house.hear(a_person("E1"), scheduled())
    for event in (later(1, en.EnrolmentEnrolled), later(2, en.EnrolmentDeclined, reason="family")):
        house.hear(event)
        house.tick(timedelta(minutes=1))

    assert [gist(one) for one in calendars(house)] == [("REQUEST", 1), ("CANCEL", 2)]


def test_who_only_waits_gets_nothing_for_the_calendar(house):
    house.hear(a_person("E1"), scheduled())
    house.hear(later(1, en.EnrolmentWaitlisted, reason=None))
    house.tick(timedelta(minutes=1))
    house.hear(later(2, en.OfferingChanged, employee_ids=["E1"]))
    house.tick(timedelta(minutes=1))
    house.hear(later(3, en.EnrolmentCancelled, reason=None))

    assert [gist(one) for one in calendars(house)] == [None, None, None]


def test_nobody_is_invited_to_what_was_called_off_before_the_mail_left(house):
    house.hear(a_person("E1"), scheduled())
    house.hear(later(1, en.EnrolmentEnrolled))
    house.hear(later(2, en.OfferingCancelled, employee_ids=["E1"]))

    assert [gist(one) for one in calendars(house)] == [("CANCEL", 2)]


def test_an_older_word_that_arrives_late_changes_nothing(each_house):
    each_house.hear(a_person("E1"), scheduled())
    each_house.hear(later(3, en.OfferingChanged, employee_ids=[], venue="Balai"))
    each_house.hear(later(2, en.OfferingChanged, employee_ids=[], venue="Gudang"))
    each_house.hear(later(4, en.EnrolmentEnrolled))

    (invited,) = calendars(each_house)

    assert invited.events[0]["location"] == "Balai"
    assert gist(invited) == ("REQUEST", 2)


def test_an_offering_that_was_announced_before_meetings_were_told_is_one_entry(house):
    house.hear(a_person("E1"), replace(scheduled(), meetings=[]))
    house.hear(later(1, en.EnrolmentEnrolled))

    (invited,) = calendars(house)

    assert invited.events[0].end == NOON + timedelta(days=8, hours=4)


def test_of_an_offering_that_is_not_known_a_mail_says_only_its_words(house):
    house.hear(a_person("E1"), later(1, en.EnrolmentEnrolled))

    assert calendars(house) == [None]


def test_a_calendar_shows_the_seats_that_somebody_has(each_house):
    each_house.hear(a_person("E1"), a_person("E2"))
    each_house.hear(
        *(scheduled(offering_id=one, title=f"Kelas {one}") for one in ("O1", "O2", "O3", "O4")),
        *(later(1, en.EnrolmentEnrolled, offering_id=one) for one in ("O1", "O2", "O3")),
        later(1, en.EnrolmentEnrolled, offering_id="O4", employee_id="E2"),
    )
    each_house.hear(
        later(2, en.EnrolmentDeclined, offering_id="O2", reason="workload"),
        later(2, en.OfferingCancelled, offering_id="O3", employee_ids=["E1"]),
    )

    answer = each_house.service.get_calendar(employee_id="E1")

    calendar = Calendar.from_ical(answer["ics"])
    assert calendar["method"] == "PUBLISH"
    assert [str(event["summary"]) for event in calendar.events] == ["Kelas O1"]


def test_the_calendar_of_somebody_unknown_is_refused(house):
    with pytest.raises(NotFound, match="employee"):
        house.service.get_calendar(employee_id="E9")
