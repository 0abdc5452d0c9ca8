"""What callers may send, and what they get."""

from collections import Counter
from typing import Any, get_args

from marshmallow import ValidationError, fields, validate, validates_schema

from services.enrolment.domain.enrolment import Enrolment, Status
from services.enrolment.domain.offering import Offering, Programme, ProgrammeKind
from services.enrolment.storage.records import CertificateFacts, HoursEntry
from shared.service.requests import Id, Instant, Listing, Request, Title

_MOST_PEOPLE = 5000


def _number(lowest: float, highest: float, **options: Any) -> fields.Float:
    return fields.Float(validate=validate.Range(lowest, highest), **options)


def _whole(lowest: int, highest: int, **options: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(lowest, highest), **options)


class SaveProgramme(Request):
    """learning_hours: JP; cost_per_participant: rupiah; min_attendance_share: 0-1."""

    programme_id = Id(allow_none=True)
    title = Title(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(get_args(ProgrammeKind)))
    learning_hours = _number(0, 10_000, required=True)
    competencies = fields.List(Title(), required=True, validate=validate.Length(max=100))
    cost_per_participant = _whole(0, 10**15, required=True)
    provider = Title(allow_none=True)
    prerequisites = fields.List(Id(), load_default=list, validate=validate.Length(max=100))
    pass_score = _number(0, 100, allow_none=True)
    min_attendance_share = _number(0, 1, allow_none=True)
    certificate_valid_months = _whole(1, 1200, allow_none=True)


class ListProgrammes(Listing):
    pass


class MeetingFields(Request):
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)


class ScheduleOffering(Request):
    programme_id = Id(required=True)
    meetings = fields.List(
        fields.Nested(MeetingFields), required=True, validate=validate.Length(1, 200)
    )
    capacity = _whole(1, 100_000, required=True)
    min_participants = _whole(0, 100_000, required=True)
    venue = Title(allow_none=True)
    enrol_by = Instant(allow_none=True)


class GetOffering(Request):
    offering_id = Id(required=True)


class ListOfferings(Listing):
    programme_id = Id(allow_none=True)


class RequestEnrolment(Request):
    offering_id = Id(required=True)
    employee_id = Id(required=True)
    requested_by = Id(allow_none=True)


class DecideEnrolment(Request):
    enrolment_id = Id(required=True)
    decision = fields.String(required=True, validate=validate.OneOf(["approve", "reject"]))
    decided_by = Id(required=True)
    reason = Title(allow_none=True)


class CancelEnrolment(Request):
    enrolment_id = Id(required=True)
    cancelled_by = Id(required=True)
    reason = Title(required=True)


class Nominate(Request):
    offering_id = Id(required=True)
    employee_ids = fields.List(Id(), required=True, validate=validate.Length(1, _MOST_PEOPLE))
    nominated_by = Id(required=True)


class ResultFields(Request):
    employee_id = Id(required=True)
    passed = fields.Boolean(required=True, truthy={True}, falsy={False})
    score = _number(0, 100, allow_none=True)


class CompleteOffering(Request):
    offering_id = Id(required=True)
    completed_at = Instant(required=True)
    results = fields.List(
        fields.Nested(ResultFields), required=True, validate=validate.Length(1, _MOST_PEOPLE)
    )

    @validates_schema
    def everybody_once(self, data: dict[str, Any], **_: Any) -> None:
        listed = Counter(result.employee_id for result in data.get("results", []))
        twice = sorted(one for one, times in listed.items() if times > 1)
        if twice:
            raise ValidationError(f"listed more than once: {', '.join(twice)}", "results")


class ReverseCompletion(Request):
    enrolment_id = Id(required=True)
    reason = Title(required=True)


class GetEnrolment(Request):
    enrolment_id = Id(required=True)


class ListEnrolments(Listing):
    offering_id = Id(allow_none=True)
    employee_id = Id(allow_none=True)
    approver_id = Id(allow_none=True)
    unit_id = Id(allow_none=True)
    status = fields.String(allow_none=True, validate=validate.OneOf([str(one) for one in Status]))


class GetLearningHours(Request):
    employee_id = Id(required=True)
    year = _whole(1945, 9999, required=True)


class VerifyCertificate(Request):
    code = fields.String(required=True, validate=validate.Length(1, 64))


def programme_view(programme: Programme) -> dict[str, Any]:
    return vars(programme) | {
        "competencies": list(programme.competencies),
        "prerequisites": list(programme.prerequisites),
    }


def offering_view(offering: Offering) -> dict[str, Any]:
    return {
        "offering_id": offering.offering_id,
        "programme_id": offering.programme.programme_id,
        "title": offering.programme.title,
        "meetings": [
            {"starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat()}
            for one in offering.meetings
        ],
        "starts_at": offering.starts_at.isoformat(),
        "ends_at": offering.ends_at.isoformat(),
        "capacity": offering.capacity,
        "seats_taken": offering.seats_taken,
        "min_participants": offering.min_participants,
        "venue": offering.venue,
        "enrol_by": offering.enrol_by.isoformat() if offering.enrol_by else None,
    }


def enrolment_view(enrolment: Enrolment) -> dict[str, Any]:
    completed_at = enrolment.completed_at
    return vars(enrolment) | {
        "status": str(enrolment.status),
        "completed_at": completed_at.isoformat() if completed_at else None,
    }


def hours_view(entries: list[HoursEntry], target: float | None) -> dict[str, Any]:
    """earned, target: JP; target None where none is in force."""
    return {
        "earned": round(sum(entry.hours for entry in entries), 2),
        "target": target,
        "entries": [
            vars(entry) | {"entered_at": entry.entered_at.isoformat()} for entry in entries
        ],
    }


def certificate_view(facts: CertificateFacts, valid: bool) -> dict[str, Any]:
    return {
        "name": facts.name,
        "title": facts.title,
        "learning_hours": facts.learning_hours,
        "issued_at": facts.issued_at.isoformat(),
        "expires_at": facts.expires_at.isoformat() if facts.expires_at else None,
        "valid": valid,
    }


def page(items: list[dict[str, Any]], limit: int, key: str) -> dict[str, Any]:
    """An answer of a list, given one item more than asked for where there are more."""
    shown = items[:limit]
    return {"items": shown, "next": shown[-1][key] if len(items) > limit else None}
