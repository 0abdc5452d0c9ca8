"""Calls about offerings: when and where a programme is given."""

from typing import Any

from sqlalchemy.orm import Session

from services.enrolment.domain.offering import Meeting, Offering, schedule
from services.enrolment.schemas import offerings as schemas
from services.enrolment.schemas.common import page
from services.enrolment.storage.offerings import Offerings
from services.enrolment.storage.programmes import Programmes
from shared.ids import new_id
from shared.service import Service, command, query


class OfferingCalls(Service):
    """Calls about offerings: when and where a programme is given."""

    @command(schemas.ScheduleOffering)
    def schedule_offering(self, request: Any, session: Session) -> dict[str, Any]:
        """Announce when a programme is given. Raises NotFound, ValidationError."""
        meetings = [Meeting(**vars(one)) for one in request.meetings]
        offering = Offering(
            offering_id=new_id(),
            programme=Programmes(session).get(request.programme_id),
            meetings=tuple(sorted(meetings, key=lambda meeting: meeting.starts_at)),
            capacity=request.capacity,
            min_participants=request.min_participants,
            venue=request.venue,
            enrol_by=request.enrol_by,
        )
        Offerings(session).add(offering, schedule(offering, self.clock.now()))
        return schemas.offering_view(offering)

    @query(schemas.GetOffering)
    def get_offering(self, request: Any, session: Session) -> dict[str, Any]:
        """One offering. Raises NotFound."""
        return schemas.offering_view(Offerings(session).get(request.offering_id))

    @query(schemas.ListOfferings)
    def list_offerings(self, request: Any, session: Session) -> dict[str, Any]:
        """Offerings, of one programme or all."""
        found = Offerings(session).page(request.programme_id, request.after, request.limit + 1)
        items = [schemas.offering_view(one) for one in found]
        return page(items, request.limit, "offering_id")
