"""Requests and answers about offerings."""

from typing import Any

from marshmallow import fields, validate

from services.enrolment.domain.offering import Offering
from services.enrolment.schemas.common import whole
from shared.service.requests import Id, Instant, Listing, Request, Title


class MeetingFields(Request):
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)


class ScheduleOffering(Request):
    programme_id = Id(required=True)
    meetings = fields.List(
        fields.Nested(MeetingFields), required=True, validate=validate.Length(1, 200)
    )
    capacity = whole(1, 100_000, required=True)
    min_participants = whole(0, 100_000, required=True)
    venue = Title(allow_none=True)
    enrol_by = Instant(allow_none=True)


class GetOffering(Request):
    offering_id = Id(required=True)


class ListOfferings(Listing):
    programme_id = Id(allow_none=True)


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
