"""Facts about deliveries, published by the notification service."""

from dataclasses import dataclass

from shared.events.event import Event, Id, Text

EXCHANGE = "notification.events"


@dataclass(frozen=True, kw_only=True)
class _AboutDelivery:
    """notification_id   of the message
    employee_id   its reader
    channel   what carried it: email
    about   the event that caused it
    """

    notification_id: Id
    employee_id: Id
    channel: Text
    about: Text


@dataclass(frozen=True, kw_only=True)
class NotificationDelivered(
    _AboutDelivery,
    Event,
    name="notification.delivered",
    exchange=EXCHANGE,
    subject="notification_id",
):
    """A channel took the message."""


@dataclass(frozen=True, kw_only=True)
class NotificationFailed(
    _AboutDelivery, Event, name="notification.failed", exchange=EXCHANGE, subject="notification_id"
):
    """A channel refused the message for good, or too often.

    reason   in the channel's words
    """

    reason: Text
