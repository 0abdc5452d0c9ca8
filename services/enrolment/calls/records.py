"""Calls about what a class leaves behind: attendance, certificates, learning hours."""

from typing import Any

from sqlalchemy.orm import Session

from services.enrolment.calls.attendance import AttendanceCalls
from services.enrolment.calls.certificates import CertificateCalls
from services.enrolment.domain.hours import target_in_force
from services.enrolment.schemas import records as schemas
from services.enrolment.storage.hours import HoursLedger
from services.enrolment.storage.roster import Roster
from shared.service import query


class RecordCalls(AttendanceCalls, CertificateCalls):
    """Calls about what a class leaves behind: attendance, certificates, learning hours."""

    @query(schemas.GetLearningHours)
    def get_learning_hours(self, request: Any, session: Session) -> dict[str, Any]:
        """Hours (JP) earned in a year against the target. Raises NotFound."""
        learner = Roster(session).get(request.employee_id)
        entries = HoursLedger(session).of_year(learner.employee_id, request.year)
        target = target_in_force(learner.employment, request.year)
        return schemas.hours_view(list(entries), target)
