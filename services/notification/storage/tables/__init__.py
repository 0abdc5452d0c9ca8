"""The rows of the notification service. Contact data is kept here and nowhere else."""

from services.notification.storage.tables.announcements import AnnouncementRow
from services.notification.storage.tables.base import Base
from services.notification.storage.tables.calendar_links import CalendarLinkRow
from services.notification.storage.tables.gatherings import GatheringRow, SeatRow
from services.notification.storage.tables.messages import (
    DELIVERIES,
    MESSAGES,
    DeliveryRow,
    MessageRow,
)
from services.notification.storage.tables.people import PersonAheadRow, PersonRow
from services.notification.storage.tables.respect import (
    DeliveryStepRow,
    SettledMatterRow,
    UnreachableRow,
)
from services.notification.storage.tables.webhooks import PostRow, WebhookRow

__all__ = [
    "DELIVERIES",
    "MESSAGES",
    "AnnouncementRow",
    "Base",
    "CalendarLinkRow",
    "DeliveryRow",
    "DeliveryStepRow",
    "GatheringRow",
    "MessageRow",
    "PersonAheadRow",
    "PersonRow",
    "PostRow",
    "SeatRow",
    "SettledMatterRow",
    "UnreachableRow",
    "WebhookRow",
]
