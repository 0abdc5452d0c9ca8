"""Complaints, as callers sort and see them."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from services.evaluation.sorting_complaints import Sorted
from services.evaluation.storage.complaints import Complaint
from shared.service.requests import Id, Listing, Request, Title

MOST_AT_ONCE = 100


class ListTriage(Listing):
    """set_aside: those that were set aside instead."""

    set_aside = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class AssignComplaint(Request):
    complaint_id = Id(required=True)
    unit_id = Id(required=True)
    assigned_by = Id(required=True)


class DecisionAboutComplaint(Request):
    """A unit, or the reason to set the complaint aside; not both."""

    complaint_id = Id(required=True)
    unit_id = Id(allow_none=True)
    reason = Title(allow_none=True)

    @validates_schema
    def one_of_them(self, data: dict[str, Any], **_: Any) -> None:
        if (data.get("unit_id") is None) == (data.get("reason") is None):
            raise ValidationError("give a unit, or a reason to set it aside", "unit_id")


class SortComplaints(Request):
    decisions = fields.List(
        fields.Nested(DecisionAboutComplaint),
        required=True,
        validate=validate.Length(1, MOST_AT_ONCE),
    )
    sorted_by = Id(required=True)

    @validates_schema
    def each_once(self, data: dict[str, Any], **_: Any) -> None:
        if len({one.complaint_id for one in data["decisions"]}) < len(data["decisions"]):
            raise ValidationError("a complaint is there twice", "decisions")


def sorted_item(one: Sorted) -> dict[str, Any]:
    """What became of a complaint; reason: why it was refused."""
    return {"complaint_id": one.complaint_id, "status": one.status, "reason": one.reason}


def complaint_item(complaint: Complaint) -> dict[str, Any]:
    """A complaint in a list; its text is masked already."""
    return {
        "complaint_id": complaint.complaint_id,
        "unit_id": complaint.unit_id,
        "told_unit_id": complaint.told_unit_id,
        "category": complaint.category,
        "received_at": complaint.received_at.isoformat(),
        "source": complaint.source,
        "text": complaint.text,
        "assigned_by": complaint.assigned_by,
        "set_aside_by": complaint.set_aside_by,
        "set_aside_reason": complaint.set_aside_reason,
    }
