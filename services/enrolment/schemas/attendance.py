"""Requests and answers about attendance."""

from collections import Counter
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from services.enrolment.domain.attendance import Presence
from services.enrolment.domain.offering import Offering
from services.enrolment.schemas.common import whole
from services.enrolment.storage.attendance import Seated, Sheet
from shared.service.requests import Id, Listing, Request

MOST_MARKS = 20_000


class MarkFields(Request):
    """meeting: counted from 0, in the order of their beginnings."""

    employee_id = Id(required=True)
    meeting = whole(0, 1000, required=True)
    status = fields.Enum(Presence, by_value=True, required=True)


class RecordAttendance(Request):
    offering_id = Id(required=True)
    records = fields.List(
        fields.Nested(MarkFields), required=True, validate=validate.Length(1, MOST_MARKS)
    )
    recorded_by = Id(allow_none=True)

    @validates_schema
    def each_once(self, data: dict[str, Any], **_: Any) -> None:
        listed = Counter((one.employee_id, one.meeting) for one in data.get("records", []))
        twice = sorted(one for one, times in listed.items() if times > 1)
        if twice:
            named = ", ".join(f"{employee} at meeting {meeting}" for employee, meeting in twice)
            raise ValidationError(f"listed more than once: {named}", "records")


class ListAttendance(Listing):
    offering_id = Id(required=True)


def attendance_view(learner: Seated, offering: Offering, sheet: Sheet) -> dict[str, Any]:
    """meetings: a status or null for each; attended_share: 0-1, null where nothing is recorded."""
    marks = sheet.marks_of(learner.enrolment_id)
    known = sheet.of(learner.enrolment_id, offering.meetings)
    return {
        "enrolment_id": learner.enrolment_id,
        "employee_id": learner.employee_id,
        "status": learner.status,
        "meetings": [_said(marks.get(number)) for number in range(len(offering.meetings))],
        "attended_share": known.attended_share,
    }


def _said(status: Presence | None) -> str | None:
    return None if status is None else str(status)
