"""What callers may send about where chat reaches somebody, and what they get."""

from typing import Any

from marshmallow import fields

from services.notification.domain.announcement import Announced
from services.notification.domain.chat import service_of
from services.notification.domain.message import Person
from services.notification.schemas.deliveries import delivery_view
from shared.service.requests import Id, Listing, Request


class SetChat(Request):
    """url: an Apprise URL; null: no chat any more."""

    employee_id = Id(required=True)
    url = fields.String(required=True, allow_none=True)


class GetChat(Request):
    employee_id = Id(required=True)


class ListAnnouncements(Listing):
    pass


def chat_view(person: Person) -> dict[str, Any]:
    """service: its name, or null; the URL itself is a key, and is not shown."""
    service = service_of(person.chat) if person.chat else None
    return {"employee_id": person.employee_id, "service": service}


def announcement_item(one: Announced) -> dict[str, Any]:
    """How it fares, as of any delivery; without the room's URL."""
    fares = delivery_view(one.delivery)
    return {
        "announcement_id": one.delivery.notification_id,
        "about": one.announcement.about,
        **{name: fares[name] for name in ("state", "attempts", "next_at", "sent_at", "reason")},
    }
