"""Complaints, as callers sort and see them."""

from typing import Any

from services.evaluation.storage.complaints import Complaint
from shared.service.requests import Id, Listing, Request


class ListTriage(Listing):
    pass


class AssignComplaint(Request):
    complaint_id = Id(required=True)
    unit_id = Id(required=True)
    assigned_by = Id(required=True)


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
    }
