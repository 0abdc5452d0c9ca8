"""Requests at the end of an offering."""

from collections import Counter
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from services.enrolment.schemas.common import MOST_PEOPLE, number
from shared.service.requests import Id, Instant, Request, Title


class ResultFields(Request):
    employee_id = Id(required=True)
    passed = fields.Boolean(required=True, truthy={True}, falsy={False})
    score = number(0, 100, allow_none=True)


class CompleteOffering(Request):
    offering_id = Id(required=True)
    completed_at = Instant(required=True)
    results = fields.List(
        fields.Nested(ResultFields), required=True, validate=validate.Length(1, MOST_PEOPLE)
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
