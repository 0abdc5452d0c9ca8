"""What callers may ask about deliveries, and what they get."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.notification.domain.delivery import Delivery
from services.notification.domain.message import Message
from services.notification.storage.steps import Step
from services.notification.storage.unreachable import NotReached
from services.notification.timeline import timeline
from shared.service.requests import Id, Listing, Request


class GetTimeline(Request):
    notification_id = Id(required=True)


class ListUnreachable(Listing):
    pass


def timeline_view(
    message: Message, deliveries: Sequence[Delivery], steps: Sequence[Step], settled: str | None
) -> dict[str, Any]:
    """A message and what became of it, the earliest first. settled: why it is true no longer."""
    return {
        "notification_id": message.notification_id,
        "employee_id": message.employee_id,
        "about": message.about,
        "created_at": message.created_at.isoformat(),
        "read_at": _plain(message.read_at),
        "settled": settled,
        "deliveries": [delivery_view(one) for one in deliveries],
        "steps": timeline(message, deliveries, steps),
    }


def delivery_view(delivery: Delivery) -> dict[str, Any]:
    return {
        "channel": delivery.channel,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "next_at": _plain(delivery.next_at),
        "sent_at": _plain(delivery.sent_at),
        "reason": delivery.reason,
        "digest_id": delivery.carried_by,
    }


def unreachable_item(one: NotReached) -> dict[str, Any]:
    """Somebody whose messages stay in the inbox; count: how many, since when."""
    return {**vars(one), "since": one.since.isoformat()}


def _plain(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
