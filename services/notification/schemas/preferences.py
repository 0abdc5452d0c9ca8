"""What callers may send about how a person wants to be written to, and what they get."""

from typing import Any

from marshmallow import fields, validate

from services.notification.domain.message import LANGUAGES
from shared.service.requests import Id, Request

UNCHANGED: Any = object()
"""What an optional preference is when it is left out."""


class GetPreferences(Request):
    employee_id = Id(required=True)


class SetPreferences(Request):
    """language null: as HR says; left out: as it is."""

    employee_id = Id(required=True)
    language = fields.String(
        load_default=UNCHANGED, allow_none=True, validate=validate.OneOf([*LANGUAGES])
    )
