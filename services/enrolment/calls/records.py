"""Calls about what a completion leaves behind: certificates and learning hours."""

from typing import Any

from sqlalchemy.orm import Session

from services.enrolment.domain.hours import BUILT_IN_TARGETS, target_hours
from services.enrolment.schemas import records as schemas
from services.enrolment.storage.records import Certificates, HoursLedger
from services.enrolment.storage.roster import Roster
from shared.service import Service, query


class RecordCalls(Service):
    """Calls about what a completion leaves behind: certificates and learning hours."""

    @query(schemas.GetLearningHours)
    def get_learning_hours(self, request: Any, session: Session) -> dict[str, Any]:
        """Hours (JP) earned in a year against the target. Raises NotFound."""
        learner = Roster(session).get(request.employee_id)
        entries = HoursLedger(session).of_year(learner.employee_id, request.year)
        target = target_hours(learner.employment, request.year, BUILT_IN_TARGETS)
        return schemas.hours_view(list(entries), target)

    @query(schemas.VerifyCertificate)
    def verify_certificate(self, request: Any, session: Session) -> dict[str, Any]:
        """Whether a certificate is genuine and valid today. Raises NotFound."""
        facts = Certificates(session).by_code(request.code)
        now = self.clock.now()
        in_time = facts.expires_at is None or now < facts.expires_at
        return schemas.certificate_view(facts, in_time and facts.revoked_at is None)
