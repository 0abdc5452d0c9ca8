"""Who was there, and what it means for the completion."""

from datetime import timedelta

import pytest

from services.enrolment.domain.attendance import (
    NOT_RECORDED,
    Attendance,
    Mark,
    Presence,
    attendance_of,
    learner_has_a_seat,
    meeting_has_begun,
    meetings_with_attendance_keep_their_times,
    offering_has_such_a_meeting,
)
from services.enrolment.domain.completion import Result, why_not_completed
from services.enrolment.domain.enrolment import Status
from shared.errors import Conflict, ValidationError
from tests.unit.enrolment.builders import a_meeting, a_programme, an_enrolment, an_offering, at

PRESENT, EXCUSED, ABSENT = Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT
TWO_DAYS = (a_meeting("2026-12-01"), a_meeting("2026-12-02"))


def a_mark(meeting=0, status=PRESENT):
    return Mark(employee_id="E1", meeting=meeting, status=status)


def passed(score=None):
    return Result(employee_id="E1", passed=True, score=score)


FAILED = Result(employee_id="E1", passed=False)


def test_the_share_is_of_the_time_of_the_meetings():
    half_a_day = a_meeting("2026-12-02", ends_at=at("2026-12-02", 12))
    meetings = (a_meeting("2026-12-01"), half_a_day)

    known = attendance_of(meetings, {0, 1}, {0: PRESENT, 1: ABSENT})

    assert known.attended_share == pytest.approx(2 / 3, abs=1e-6)


def test_a_meeting_whose_attendance_nobody_took_does_not_count():
    assert attendance_of(TWO_DAYS, {0}, {0: PRESENT}).attended_share == 1


def test_who_is_not_on_the_list_of_a_meeting_that_was_taken_was_not_there():
    assert attendance_of(TWO_DAYS, {0, 1}, {0: PRESENT}).attended_share == 0.5


def test_of_whom_nothing_is_recorded_nothing_is_known():
    assert attendance_of(TWO_DAYS, {0, 1}, {}) == NOT_RECORDED


def test_an_excuse_is_not_attendance():
    known = attendance_of(TWO_DAYS, {0, 1}, {0: PRESENT, 1: EXCUSED})

    assert known == Attendance(attended_share=0.5, excused_throughout=False)


def test_a_meeting_that_does_not_exist_is_named():
    with pytest.raises(ValidationError, match=r"records\.3\.meeting.*0 to 0"):
        offering_has_such_a_meeting(an_offering(), 3, a_mark(meeting=1))


@pytest.mark.parametrize("status", [PRESENT, ABSENT])
def test_nobody_was_present_or_absent_before_the_meeting_began(status):
    offering = an_offering()
    early = offering.starts_at - timedelta(minutes=1)

    with pytest.raises(Conflict, match="only excuses"):
        meeting_has_begun(offering, a_mark(status=status), early)
    meeting_has_begun(offering, a_mark(status=status), offering.starts_at)


def test_an_excuse_may_be_recorded_ahead():
    offering = an_offering()

    meeting_has_begun(offering, a_mark(status=EXCUSED), offering.starts_at - timedelta(days=3))


@pytest.mark.parametrize(
    "enrolment", [None, an_enrolment(), an_enrolment(status=Status.WAITLISTED)]
)
def test_attendance_is_of_people_with_a_seat(enrolment):
    with pytest.raises(Conflict, match="E1 is not enrolled"):
        learner_has_a_seat("E1", enrolment)


def test_once_a_completion_is_recorded_attendance_stands():
    with pytest.raises(Conflict, match="recorded already"):
        learner_has_a_seat("E1", an_enrolment(status=Status.COMPLETED))


def test_attendance_that_led_to_no_completion_can_be_corrected():
    learner_has_a_seat("E1", an_enrolment(status=Status.NOT_COMPLETED))


def test_a_meeting_whose_attendance_was_taken_keeps_its_times():
    moved = (a_meeting("2026-12-03"), TWO_DAYS[1])

    with pytest.raises(Conflict, match="meeting 0"):
        meetings_with_attendance_keep_their_times(TWO_DAYS, moved, {0})
    meetings_with_attendance_keep_their_times(TWO_DAYS, moved, {1})
    meetings_with_attendance_keep_their_times(TWO_DAYS, TWO_DAYS[:1], {0})


@pytest.mark.parametrize(
    ("result", "attendance", "reason"),
    [
        (passed(), NOT_RECORDED, None),
        (passed(), Attendance(attended_share=0.8), None),
        (passed(), Attendance(attended_share=0.79), "attendance"),
        (passed(), Attendance(attended_share=0), "no_show"),
        (passed(), Attendance(attended_share=0, excused_throughout=True), "withdrawn"),
        (passed(score=69.9), Attendance(attended_share=1), "failed"),
        (passed(score=70), Attendance(attended_share=1), None),
        (FAILED, Attendance(attended_share=1), "failed"),
        (FAILED, Attendance(attended_share=0.5), "attendance"),
        (FAILED, Attendance(attended_share=0), "no_show"),
        (FAILED, NOT_RECORDED, "failed"),
    ],
)
def test_completion_needs_attendance_and_score(result, attendance, reason):
    programme = a_programme(min_attendance_share=0.8, pass_score=70)

    assert why_not_completed(programme, result, attendance) == reason


def test_without_a_minimum_of_attendance_there_is_no_such_rule():
    nobody_saw = Attendance(attended_share=0)

    assert why_not_completed(a_programme(), passed(), nobody_saw) is None
