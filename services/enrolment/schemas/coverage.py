"""Requests about service continuity."""

from datetime import date, timedelta
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from shared.service.requests import Id, Request

_MOST_DAYS = 366


class GetCoverage(Request):
    """from, until (`to`): days of the office, both included; at most a year."""

    unit_id = Id(required=True)
    first = fields.Date(required=True, data_key="from")
    last = fields.Date(required=True, data_key="to")

    @validates_schema
    def is_a_stretch_of_days(self, data: dict[str, Any], **_: Any) -> None:
        if not 0 <= (data["last"] - data["first"]).days < _MOST_DAYS:
            raise ValidationError(f"must be 1 to {_MOST_DAYS} days after from", "to")


def days_of(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
