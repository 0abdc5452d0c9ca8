"""What callers may send to see a template in words, and what they get."""

from typing import Any

from marshmallow import fields, validate

from services.notification.domain.message import LANGUAGES
from services.notification.rendering import Words
from shared.service.requests import Id, Request


class Preview(Request):
    template = fields.String(required=True)
    language = fields.String(required=True, validate=validate.OneOf([*LANGUAGES]))
    data = fields.Dict(keys=fields.String(), load_default=dict)


class SendTest(Request):
    """employee_id: the officer who wants to see it, and gets it."""

    template = fields.String(required=True)
    language = fields.String(required=True, validate=validate.OneOf([*LANGUAGES]))
    employee_id = Id(required=True)


def preview_view(words: Words) -> dict[str, Any]:
    """A template in words."""
    return {"subject": words.subject, "text": words.text, "html": words.html}
