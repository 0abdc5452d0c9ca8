"""What makes a class a Lontar service: calls in, events in, timers. nameko lives here."""

from shared.service.base import Service
from shared.service.calendar import OfficeCalendar
from shared.service.calls import command, procedure, query
from shared.service.subscription import subscribe
from shared.service.timers import every

__all__ = ["OfficeCalendar", "Service", "command", "every", "procedure", "query", "subscribe"]
