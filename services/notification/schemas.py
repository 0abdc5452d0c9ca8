"""What callers may send, and what they get."""

from typing import Any

from marshmallow import fields, validate

from services.notification.domain.message import LANGUAGES, Message
from services.notification.rendering import Words
from shared.service.requests import Id, Listing, Request

UNCHANGED: Any = object()
"""What an optional preference is when it is left out."""


class ListNotifications(Listing):
    employee_id = Id(required=True)
    unread_only = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class MarkRead(Request):
    notification_id = Id(required=True)


class GetPreferences(Request):
    employee_id = Id(required=True)


class SetPreferences(Request):
    """language null: as HR says; left out: as it is."""

    employee_id = Id(required=True)
    language = fields.String(
        load_default=UNCHANGED, allow_none=True, validate=validate.OneOf([*LANGUAGES])
    )


class Preview(Request):
    template = fields.String(required=True)
    language = fields.String(required=True, validate=validate.OneOf([*LANGUAGES]))
    data = fields.Dict(keys=fields.String(), load_default=dict)


def notification_item(message: Message, words: Words) -> dict[str, Any]:
    """A message as its reader sees it in the inbox."""
    return {
        "notification_id": message.notification_id,
        "employee_id": message.employee_id,
        "about": message.about,
        "subject": words.subject,
        "text": words.text,
        "created_at": message.created_at.isoformat(),
        "read_at": message.read_at.isoformat() if message.read_at else None,
    }


def preview_view(words: Words) -> dict[str, Any]:
    """A template in words."""
    return {"subject": words.subject, "text": words.text, "html": words.html}
