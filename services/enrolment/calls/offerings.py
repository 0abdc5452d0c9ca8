"""Calls about offerings: when and where a programme is given."""

from typing import Any

from sqlalchemy.orm import Session

from services.enrolment import scheduling
from services.enrolment.schemas import offerings as schemas
from services.enrolment.storage.offerings import Offerings
from shared.service import Service, command, every, query
from shared.service.requests import page

_OFFERINGS_AT_ONCE = 100


class OfferingCalls(Service):
    """Calls about offerings: when and where a programme is given."""

    @command(schemas.ScheduleOffering)
    def schedule_offering(self, request: Any, session: Session) -> dict[str, Any]:
        """Announce when a programme is given, or change what was announced.

        Raises NotFound, ValidationError, Conflict.
        """
        facts, now = schemas.offering_facts(request), self.clock.now()
        if request.offering_id is None:
            scheduled, warnings = scheduling.announce(session, request.programme_id, facts, now)
        else:
            scheduled, warnings = scheduling.change(
                session, request.offering_id, request.programme_id, facts, now
            )
        return schemas.offering_view(scheduled) | {"warnings": warnings}

    @command(schemas.CancelOffering)
    def cancel_offering(self, request: Any, session: Session) -> dict[str, Any]:
        """Call off an offering; everybody is told. Raises NotFound, Conflict."""
        cancelled = scheduling.cancel(
            session, request.offering_id, request.reason, self.clock.now()
        )
        return schemas.offering_view(cancelled)

    @query(schemas.GetOffering)
    def get_offering(self, request: Any, session: Session) -> dict[str, Any]:
        """One offering. Raises NotFound."""
        return schemas.offering_view(Offerings(session).get(request.offering_id))

    @query(schemas.ListOfferings)
    def list_offerings(self, request: Any, session: Session) -> dict[str, Any]:
        """Offerings, of one programme or all; those that are over at an instant, or not."""
        limit, request.limit = request.limit, request.limit + 1
        found = Offerings(session).page(request)
        items = [schemas.offering_view(one) for one in found]
        return page(items, limit, "offering_id")

    @every(seconds=5)
    def decide_offerings(self) -> None:
        """Confirm what takes place, and call off what has too few on its go/no-go date."""
        now = self.clock.now()
        with self.database.reading() as session:
            due = Offerings(session).due(now, _OFFERINGS_AT_ONCE)
        for offering_id in due:
            with self.database.transaction() as session:
                scheduling.decide(session, offering_id, now)

    @every(seconds=30)
    def move_queues(self) -> None:
        """Try again who waits though a seat is free: money or people may be there now."""
        now = self.clock.now()
        with self.database.reading() as session:
            held_up = Offerings(session).with_seats_somebody_waits_for(now, _OFFERINGS_AT_ONCE)
        for offering_id in held_up:
            with self.database.transaction() as session:
                scheduling.move_queue(session, offering_id, now)
