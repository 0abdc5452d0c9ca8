"""Requests and answers about the catalogue."""

from typing import Any, get_args

from marshmallow import fields, validate

from services.enrolment.domain.programme import (
    DegreeLevel,
    DeliveryMode,
    Programme,
    ProgrammeKind,
)
from services.enrolment.domain.provider import Provider
from services.enrolment.schemas.common import number, whole
from shared.service.requests import Id, Listing, Request, Title

RUPIAH = (0, 10**15)


class SaveProgramme(Request):
    """learning_hours: JP; costs: rupiah; min_attendance_share: 0-1."""

    programme_id = Id(allow_none=True)
    title = Title(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(get_args(ProgrammeKind)))
    learning_hours = number(0, 10_000, required=True)
    competencies = fields.List(Title(), required=True, validate=validate.Length(max=100))
    cost_per_participant = whole(*RUPIAH, required=True)
    provider = Title(allow_none=True)
    prerequisites = fields.List(Id(), load_default=list, validate=validate.Length(max=100))
    pass_score = number(0, 100, allow_none=True)
    min_attendance_share = number(0, 1, allow_none=True)
    certificate_valid_months = whole(1, 1200, allow_none=True)
    delivery_mode = fields.String(allow_none=True, validate=validate.OneOf(get_args(DeliveryMode)))
    degree_level = fields.String(allow_none=True, validate=validate.OneOf(get_args(DegreeLevel)))
    cost_per_offering = whole(*RUPIAH, load_default=0)
    travel_cost_per_day = whole(*RUPIAH, load_default=0)


class GetProgramme(Request):
    programme_id = Id(required=True)


class ListProgrammes(Listing):
    pass


class SaveProvider(Request):
    """capacity: learners of ours at one time; agreement_from, _until: days of the MoU."""

    provider_id = Id(allow_none=True)
    name = Title(required=True)
    kind = fields.String(
        load_default="university",
        validate=validate.OneOf(["university", "training_centre", "other"]),
    )
    capacity = whole(0, 100_000, allow_none=True)
    agreement_number = Title(allow_none=True)
    agreement_from = fields.Date(allow_none=True)
    agreement_until = fields.Date(allow_none=True)


class ListProviders(Listing):
    pass


def programme_view(programme: Programme) -> dict[str, Any]:
    return vars(programme) | {
        "competencies": list(programme.competencies),
        "prerequisites": list(programme.prerequisites),
    }


def provider_view(provider: Provider) -> dict[str, Any]:
    return vars(provider) | {
        name: day.isoformat() if day else None
        for name, day in (
            ("agreement_from", provider.agreement_from),
            ("agreement_until", provider.agreement_until),
        )
    }
