"""Requests and answers about the catalogue."""

from typing import Any, get_args

from marshmallow import fields, validate

from services.enrolment.domain.programme import Programme, ProgrammeKind
from services.enrolment.schemas.common import number, whole
from shared.service.requests import Id, Listing, Request, Title


class SaveProgramme(Request):
    """learning_hours: JP; cost_per_participant: rupiah; min_attendance_share: 0-1."""

    programme_id = Id(allow_none=True)
    title = Title(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(get_args(ProgrammeKind)))
    learning_hours = number(0, 10_000, required=True)
    competencies = fields.List(Title(), required=True, validate=validate.Length(max=100))
    cost_per_participant = whole(0, 10**15, required=True)
    provider = Title(allow_none=True)
    prerequisites = fields.List(Id(), load_default=list, validate=validate.Length(max=100))
    pass_score = number(0, 100, allow_none=True)
    min_attendance_share = number(0, 1, allow_none=True)
    certificate_valid_months = whole(1, 1200, allow_none=True)


class ListProgrammes(Listing):
    pass


def programme_view(programme: Programme) -> dict[str, Any]:
    return vars(programme) | {
        "competencies": list(programme.competencies),
        "prerequisites": list(programme.prerequisites),
    }
