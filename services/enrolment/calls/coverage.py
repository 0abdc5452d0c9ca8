"""Calls about service continuity: who is on duty when."""

from typing import Any

from sqlalchemy.orm import Session

from services.enrolment import covering
from services.enrolment.schemas import coverage as schemas
from shared.service import Service, every, query

_QUESTIONS_AT_ONCE = 200


class CoverageCalls(Service):
    """Calls about service continuity: who is on duty when."""

    @query(schemas.GetCoverage)
    def get_coverage(self, request: Any, session: Session) -> dict[str, Any]:
        """Who of a unit is away, and how many stay, day by day. Raises NotFound."""
        days = schemas.days_of(request.first, request.last)
        return covering.calendar_view(session, request.unit_id, request.first, request.last, days)

    @every(seconds=10)
    def watch_coverage(self) -> None:
        """Hold leave, transfers and minima that changed against the trainings already booked."""
        while self._watch_some() == _QUESTIONS_AT_ONCE:
            pass

    def _watch_some(self) -> int:
        with self.database.transaction() as session:
            return covering.look_at_what_changed(session, _QUESTIONS_AT_ONCE, self.clock.now())
