"""What happened to a message, the earliest first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.notification.domain.delivery import Delivery
from services.notification.domain.message import Message
from services.notification.domain.preferences import INBOX
from services.notification.storage.steps import Step


def timeline(
    message: Message, deliveries: Sequence[Delivery], steps: Sequence[Step]
) -> list[dict[str, Any]]:
    """Steps of plain types: at, channel or None, what, reason or None."""
    happened = [_step(message.created_at, None, "written")]
    happened += [_step(one.at, one.channel, one.what.value, one.reason) for one in steps]
    happened += [_step(one.sent_at, one.channel, "sent") for one in deliveries if one.sent_at]
    if message.read_at:
        happened.append(_step(message.read_at, INBOX, "read"))
    return sorted(happened, key=lambda step: datetime.fromisoformat(step["at"]))


def _step(
    at: datetime, channel: str | None, what: str, reason: str | None = None
) -> dict[str, Any]:
    return {"at": at.isoformat(), "channel": channel, "what": what, "reason": reason}
