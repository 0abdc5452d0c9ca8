"""Requests and answers on the way to a seat."""

from typing import Any

from marshmallow import fields, validate

from services.enrolment.domain.enrolment import Enrolment, Status
from services.enrolment.schemas.common import MOST_PEOPLE
from shared.service.requests import Id, Listing, Request, Title


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
    employee_ids = fields.List(Id(), required=True, validate=validate.Length(1, MOST_PEOPLE))
    nominated_by = Id(required=True)


class GetEnrolment(Request):
    enrolment_id = Id(required=True)


class ListEnrolments(Listing):
    offering_id = Id(allow_none=True)
    employee_id = Id(allow_none=True)
    approver_id = Id(allow_none=True)
    unit_id = Id(allow_none=True)
    status = fields.String(allow_none=True, validate=validate.OneOf([str(one) for one in Status]))


def enrolment_view(enrolment: Enrolment) -> dict[str, Any]:
    completed_at = enrolment.completed_at
    return vars(enrolment) | {
        "status": str(enrolment.status),
        "completed_at": completed_at.isoformat() if completed_at else None,
    }
