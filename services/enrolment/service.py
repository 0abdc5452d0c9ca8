"""The enrolment service: what it listens to; its calls are in `calls/`, by subject."""

from sqlalchemy.orm import Session

from services.enrolment.calls.catalogue import CatalogueCalls
from services.enrolment.calls.completions import CompletionCalls
from services.enrolment.calls.enrolments import EnrolmentCalls
from services.enrolment.calls.offerings import OfferingCalls
from services.enrolment.calls.records import RecordCalls
from services.enrolment.storage.roster import Roster
from shared.events.hr import EmployeeChanged, UnitChanged
from shared.service import OfficeCalendar, subscribe
from shared.working_calendar import WorkingCalendar


class EnrolmentService(
    CatalogueCalls,
    OfferingCalls,
    EnrolmentCalls,
    CompletionCalls,
    RecordCalls,
):
    """Who learns what: from the catalogue to the certificate."""

    name = "enrolment"
    calendar: WorkingCalendar = OfficeCalendar()

    @subscribe(EmployeeChanged)
    def learn_employee(self, changed: EmployeeChanged, session: Session) -> None:
        """Keep the roster as HR describes it."""
        Roster(session).learn_employee(changed)

    @subscribe(UnitChanged)
    def learn_unit(self, changed: UnitChanged, session: Session) -> None:
        """Keep the organisation as HR describes it."""
        Roster(session).learn_unit(changed)
