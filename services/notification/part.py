"""How a launcher finds this service."""

from pathlib import Path

from services.notification.service import NotificationService
from shared.launcher.process import Part

PART = Part(NotificationService, Path(__file__).parent / "storage" / "migrations")
