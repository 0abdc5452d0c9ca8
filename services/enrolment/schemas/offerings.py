"""Requests and answers about offerings."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from services.enrolment.domain.offering import Meeting, Offering
from services.enrolment.schemas.common import whole
from shared.service.requests import Id, Instant, Listing, Request, Title

_NEEDED = ("programme_id", "meetings", "capacity", "min_participants")
UNCHANGED = object()
"""Where an offering is changed, what is left out stays as it is; null takes it away."""


class MeetingFields(Request):
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    venue = Title(allow_none=True)


class ScheduleOffering(Request):
    """With offering_id: changes an offering, and only what is given."""

    offering_id = Id(allow_none=True)
    programme_id = Id()
    meetings = fields.List(
        fields.Nested(MeetingFields), validate=validate.Length(1, 200), load_default=UNCHANGED
    )
    capacity = whole(1, 100_000, load_default=UNCHANGED)
    min_participants = whole(0, 100_000, load_default=UNCHANGED)
    venue = Title(allow_none=True, load_default=UNCHANGED)
    enrol_by = Instant(allow_none=True, load_default=UNCHANGED)
    resource_ids = fields.List(Id(), validate=validate.Length(max=50), load_default=UNCHANGED)
    budget_id = Id(allow_none=True, load_default=UNCHANGED)
    travel_days_before = whole(0, 30, load_default=UNCHANGED)
    travel_days_after = whole(0, 30, load_default=UNCHANGED)
    decide_by = Instant(allow_none=True, load_default=UNCHANGED)

    @validates_schema
    def a_new_one_is_complete(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("offering_id") is not None:
            return
        missing = [name for name in _NEEDED if data.get(name, UNCHANGED) is UNCHANGED]
        if missing:
            raise ValidationError({name: ["is required"] for name in missing})


class CancelOffering(Request):
    offering_id = Id(required=True)
    reason = Title(required=True)


class GetOffering(Request):
    offering_id = Id(required=True)


class ListOfferings(Listing):
    """ends_after, ends_before: only those that end later or earlier than an instant.

    newest_first: by the time at which they were announced; left out: the oldest first
    """

    programme_id = Id(allow_none=True)
    ends_after = Instant(allow_none=True)
    ends_before = Instant(allow_none=True)
    newest_first = fields.Boolean(load_default=False, truthy={True}, falsy={False})


def offering_facts(request: Any) -> dict[str, Any]:
    """What the caller said of an offering, as the domain names it."""
    said = vars(request)
    facts = {
        name: value
        for name, value in said.items()
        if value is not UNCHANGED and name not in ("offering_id", "programme_id")
    }
    if "meetings" in facts:
        meetings = [Meeting(**vars(one)) for one in facts["meetings"]]
        facts["meetings"] = tuple(sorted(meetings, key=lambda meeting: meeting.starts_at))
    if "resource_ids" in facts:
        facts["resource_ids"] = tuple(dict.fromkeys(facts["resource_ids"]))
    return facts


def offering_view(offering: Offering) -> dict[str, Any]:
    return {
        "offering_id": offering.offering_id,
        "programme_id": offering.programme.programme_id,
        "title": offering.programme.title,
        "status": str(offering.status),
        "reason": offering.reason,
        "meetings": [
            {
                "starts_at": one.starts_at.isoformat(),
                "ends_at": one.ends_at.isoformat(),
                "venue": one.venue,
            }
            for one in offering.meetings
        ],
        "starts_at": offering.starts_at.isoformat(),
        "ends_at": offering.ends_at.isoformat(),
        "capacity": offering.capacity,
        "seats_taken": offering.seats_taken,
        "min_participants": offering.min_participants,
        "venue": offering.venue,
        "enrol_by": offering.enrol_by.isoformat() if offering.enrol_by else None,
        "resource_ids": list(offering.resource_ids),
        "budget_id": offering.budget_id,
        "travel_days_before": offering.travel_days_before,
        "travel_days_after": offering.travel_days_after,
        "decide_by": offering.decide_by.isoformat() if offering.decide_by else None,
    }
