"""What callers may send about messages in the inbox, and what they get."""

from typing import Any

from marshmallow import fields

from services.notification.domain.message import Message
from services.notification.rendering import Words
from shared.service.requests import Id, Listing, Request


class ListNotifications(Listing):
    employee_id = Id(required=True)
    unread_only = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class MarkRead(Request):
    notification_id = Id(required=True)


def notification_item(message: Message, words: Words, settled: str | None) -> dict[str, Any]:
    """A message as its reader sees it in the inbox. settled: why it is true no longer."""
    return {
        "notification_id": message.notification_id,
        "employee_id": message.employee_id,
        "about": message.about,
        "subject": words.subject,
        "text": words.text,
        "created_at": message.created_at.isoformat(),
        "read_at": message.read_at.isoformat() if message.read_at else None,
        "settled": settled,
    }
