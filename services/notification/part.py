"""How a launcher finds this service."""

from pathlib import Path

from services.notification.preparing import prepare_contacts
from services.notification.service import NotificationService
from shared.launcher.process import Part

PART = Part(
    NotificationService,
    Path(__file__).parent / "storage" / "migrations",
    prepare=prepare_contacts,
)
