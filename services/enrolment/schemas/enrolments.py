"""Requests and answers on the way to a seat."""

from typing import Any, get_args

from marshmallow import fields, validate

from services.enrolment.domain.enrolment import DeclineReason, Enrolment, Status
from services.enrolment.domain.exemption import OfferedTest
from services.enrolment.domain.leaving import CancelCode
from services.enrolment.schemas.common import MOST_PEOPLE, number, plain
from shared.service.requests import Id, Listing, Request, Title


class RequestEnrolment(Request):
    offering_id = Id(required=True)
    employee_id = Id(required=True)
    requested_by = Id(allow_none=True)


class CheckEnrolment(Request):
    offering_id = Id(required=True)
    employee_id = Id(required=True)


class DecideEnrolment(Request):
    enrolment_id = Id(required=True)
    decision = fields.String(required=True, validate=validate.OneOf(["approve", "reject"]))
    decided_by = Id(required=True)
    reason = Title(allow_none=True)
    override_reason = Title(allow_none=True)


class CancelEnrolment(Request):
    enrolment_id = Id(required=True)
    cancelled_by = Id(required=True)
    reason = Title(required=True)
    code = fields.String(validate=validate.OneOf(get_args(CancelCode)), load_default="other")


class DeclineNomination(Request):
    enrolment_id = Id(required=True)
    reason = fields.String(required=True, validate=validate.OneOf(get_args(DeclineReason)))
    text = Title(allow_none=True)


class RecordTestOut(Request):
    """score: points, 0 to 100; taken_on: today where nobody says."""

    test_id = Id(required=True)
    score = number(0, 100, required=True)
    taken_on = fields.Date(allow_none=True)
    recorded_by = Id(allow_none=True)


class ListTestOuts(Listing):
    programme_id = Id(allow_none=True)
    employee_id = Id(allow_none=True)
    passed = fields.Boolean(allow_none=True, truthy={True}, falsy={False})


class Nominate(Request):
    offering_id = Id(required=True)
    employee_ids = fields.List(Id(), required=True, validate=validate.Length(1, MOST_PEOPLE))
    nominated_by = Id(required=True)
    override_reason = Title(allow_none=True)


class GetEnrolment(Request):
    enrolment_id = Id(required=True)


class ListEnrolments(Listing):
    offering_id = Id(allow_none=True)
    employee_id = Id(allow_none=True)
    approver_id = Id(allow_none=True)
    unit_id = Id(allow_none=True)
    status = fields.String(allow_none=True, validate=validate.OneOf([str(one) for one in Status]))


def enrolment_view(enrolment: Enrolment) -> dict[str, Any]:
    return plain(vars(enrolment))


def test_view(offered: OfferedTest) -> dict[str, Any]:
    return plain(vars(offered))
