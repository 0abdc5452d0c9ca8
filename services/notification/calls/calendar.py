"""Calls about a person's calendar."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from services.notification.rendering import Renderer
from services.notification.schemas import calendar as schemas
from services.notification.storage.calendar_links import CalendarLinks
from services.notification.storage.gatherings import Gatherings
from services.notification.storage.people import People
from shared.service import Service, command, query

_LOOKS_BACK = timedelta(days=365)


class CalendarCalls(Service):
    """Calls about a person's calendar."""

    renderer: Renderer

    @query(schemas.GetCalendar)
    def get_calendar(self, request: Any, session: Session) -> dict[str, Any]:
        """The meetings of a person's seats, a year back and all ahead.

        Raises NotFound (person, an address that was renewed or revoked).
        """
        person, now = People(session).get(request.employee_id), self.clock.now()
        if request.serial is not None:
            CalendarLinks(session).check(person.employee_id, request.serial)
        entries = Gatherings(session).of_person(person.employee_id, now - _LOOKS_BACK)
        text = self.renderer.calendars.feed(entries, now)
        return schemas.calendar_view(person.employee_id, text)

    @query(schemas.GetCalendarLink)
    def get_calendar_link(self, request: Any, session: Session) -> dict[str, Any]:
        """By which serial the person's calendar can be subscribed to. Raises NotFound."""
        person = People(session).get(request.employee_id)
        serial = CalendarLinks(session).serial(person.employee_id)
        return schemas.link_view(person.employee_id, serial)

    @command(schemas.RenewCalendarLink)
    def renew_calendar_link(self, request: Any, session: Session) -> dict[str, Any]:
        """A new serial; addresses made before are good no more. Raises NotFound."""
        person = People(session).get(request.employee_id)
        return schemas.link_view(
            person.employee_id, CalendarLinks(session).renew(person.employee_id)
        )

    @command(schemas.RevokeCalendarLink)
    def revoke_calendar_link(self, request: Any, session: Session) -> dict[str, Any]:
        """No address is good until `renew_calendar_link`. Raises NotFound."""
        person = People(session).get(request.employee_id)
        CalendarLinks(session).revoke(person.employee_id, self.clock.now())
        return schemas.link_view(person.employee_id, None)
