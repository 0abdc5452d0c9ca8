"""Calls about a person's calendar."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from services.notification.rendering import Renderer
from services.notification.schemas import calendar as schemas
from services.notification.storage.gatherings import Gatherings
from services.notification.storage.people import People
from shared.service import Service, query

_LOOKS_BACK = timedelta(days=365)


class CalendarCalls(Service):
    """Calls about a person's calendar."""

    renderer: Renderer

    @query(schemas.GetCalendar)
    def get_calendar(self, request: Any, session: Session) -> dict[str, Any]:
        """The meetings of a person's seats, a year back and all ahead. Raises NotFound."""
        person, now = People(session).get(request.employee_id), self.clock.now()
        entries = Gatherings(session).of_person(person.employee_id, now - _LOOKS_BACK)
        text = self.renderer.calendars.feed(entries, now)
        return schemas.calendar_view(person.employee_id, text)
