"""Calls about attendance: who was at which meeting."""

from typing import Any

from sqlalchemy.orm import Session

from services.enrolment import attending
from services.enrolment.domain.attendance import Mark
from services.enrolment.schemas import attendance as schemas
from services.enrolment.storage.attendance import AttendanceSheets
from services.enrolment.storage.offerings import Offerings
from shared.service import Service, command, query
from shared.service.requests import page


class AttendanceCalls(Service):
    """Calls about attendance: who was at which meeting."""

    @command(schemas.RecordAttendance)
    def record_attendance(self, request: Any, session: Session) -> dict[str, int]:
        """Record who was there, or correct it. Raises NotFound, ValidationError, Conflict."""
        recorded = attending.record_attendance(
            session,
            request.offering_id,
            [Mark(**vars(one)) for one in request.records],
            recorded_by=request.recorded_by,
            now=self.clock.now(),
        )
        return {"recorded": recorded}

    @query(schemas.ListAttendance)
    def list_attendance(self, request: Any, session: Session) -> dict[str, Any]:
        """Everybody who has or had a seat, with what is recorded of them. Raises NotFound."""
        offering = Offerings(session).get(request.offering_id)
        sheets = AttendanceSheets(session)
        sheet = sheets.of_offering(offering.offering_id)
        seated = sheets.seated(offering.offering_id, request.after, request.limit + 1)
        items = [schemas.attendance_view(one, offering, sheet) for one in seated]
        return page(items, request.limit, "enrolment_id")
