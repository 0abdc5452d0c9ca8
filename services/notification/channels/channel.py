"""What every channel is to the post office."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.notification.domain.delivery import Attempt


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """Something for the reader's calendar. method: REQUEST or CANCEL; text: iCalendar."""

    method: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A rendered message and where it goes.

    unsubscribe   address at which the reader can do without mails like this
    """

    notification_id: str
    address: str
    name: str
    language: str
    subject: str
    text: str
    html: str
    created_at: datetime
    unsubscribe: str | None = None
    invitation: Invitation | None = None


class Channel(Protocol):
    """name         as deliveries and events call it
    batch        messages claimed at once
    repeatable   whether sending the same message twice leaves it once
    """

    name: str
    batch: int
    repeatable: bool

    def send(self, mail: Mail) -> Attempt:
        """Try once, and tell how it ended. Raises nothing."""
        ...

    def close(self) -> None:
        """Let go of connections that were kept for the next message."""
        ...
