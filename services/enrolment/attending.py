"""Use case: record who was at which meeting."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from services.enrolment.domain import attendance
from services.enrolment.domain.attendance import Mark
from services.enrolment.domain.offering import is_not_cancelled
from services.enrolment.storage.attendance import AttendanceSheets
from services.enrolment.storage.enrolments import Enrolments
from services.enrolment.storage.offerings import Offerings


def record_attendance(
    session: Session,
    offering_id: str,
    marks: Sequence[Mark],
    *,
    recorded_by: str | None,
    now: datetime,
) -> int:
    """Record who was there; all of it or nothing. Returns how many marks.

    Raises NotFound, ValidationError (no such meeting), Conflict (not begun, no seat, results).
    """
    offering = Offerings(session).lock(offering_id)
    is_not_cancelled(offering)
    for place, mark in enumerate(marks):
        attendance.offering_has_such_a_meeting(offering, place, mark)
        attendance.meeting_has_begun(offering, mark, now)
    learners = sorted({mark.employee_id for mark in marks})
    enrolments = Enrolments(session).taking_part(offering_id, learners)
    for employee_id in learners:
        attendance.learner_has_a_seat(employee_id, enrolments.get(employee_id))
    AttendanceSheets(session).record(
        [(enrolments[mark.employee_id], mark.meeting, mark.status) for mark in marks],
        recorded_by,
        now,
    )
    return len(marks)
