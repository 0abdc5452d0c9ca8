"""Use case: what somebody has to have learned before an offering."""

from sqlalchemy.orm import Session

from services.enrolment.domain import enrolment
from services.enrolment.domain.offering import Offering
from services.enrolment.storage.enrolments import Enrolments
from services.enrolment.storage.offered_tests import OfferedTests


def prerequisites_are_met(session: Session, offering: Offering, employee_id: str) -> None:
    """A test-out that was passed counts like the programme itself. Raises Conflict."""
    if offering.programme.prerequisites:
        done = Enrolments(session).completed_programmes(employee_id)
        passed = OfferedTests(session).programmes_passed(employee_id)
        enrolment.prerequisites_are_met(offering, done | passed)
