"""The enrolment service: what it listens to; its calls are in `calls/`, by subject."""

from sqlalchemy.orm import Session

from services.enrolment import learning_roster
from services.enrolment.calls.budgets import BudgetCalls
from services.enrolment.calls.catalogue import CatalogueCalls
from services.enrolment.calls.completions import CompletionCalls
from services.enrolment.calls.coverage import CoverageCalls
from services.enrolment.calls.enrolments import EnrolmentCalls
from services.enrolment.calls.imports import ImportCalls
from services.enrolment.calls.needs import NeedCalls
from services.enrolment.calls.offerings import OfferingCalls
from services.enrolment.calls.records import RecordCalls
from services.enrolment.calls.roster import RosterCalls
from services.enrolment.calls.rules import RuleCalls
from services.enrolment.calls.study import StudyCalls
from services.enrolment.storage.needs import Needs
from services.enrolment.storage.ratings import Ratings
from services.enrolment.storage.roster import units_told_of
from shared.events.evaluation import NeedsRanked
from shared.events.hr import EmployeeChanged, LeaveChanged, PerformanceRated, UnitChanged
from shared.service import OfficeCalendar, subscribe
from shared.service.operator_calls import OperatorCalls
from shared.working_calendar import WorkingCalendar


class EnrolmentService(
    RosterCalls,
    CatalogueCalls,
    OfferingCalls,
    EnrolmentCalls,
    CompletionCalls,
    RecordCalls,
    RuleCalls,
    BudgetCalls,
    CoverageCalls,
    StudyCalls,
    NeedCalls,
    ImportCalls,
    OperatorCalls,
):
    """Who learns what: from the catalogue to the certificate."""

    name = "enrolment"
    calendar: WorkingCalendar = OfficeCalendar()

    @subscribe(EmployeeChanged, preload=learning_roster.people_told_of)
    def learn_employee(self, changed: EmployeeChanged, session: Session) -> None:
        """Keep the roster as HR describes it."""
        learning_roster.learn_employee(session, changed, self.clock.now())

    @subscribe(UnitChanged, preload=units_told_of)
    def learn_unit(self, changed: UnitChanged, session: Session) -> None:
        """Keep the organisation as HR describes it."""
        learning_roster.learn_unit(session, changed, self.clock.now())

    @subscribe(LeaveChanged)
    def learn_leave(self, changed: LeaveChanged, session: Session) -> None:
        """Keep who is away, and when."""
        learning_roster.learn_leave(session, changed)

    @subscribe(PerformanceRated)
    def learn_rating(self, rated: PerformanceRated, session: Session) -> None:
        """Keep how the work of employees was rated."""
        Ratings(session).learn(rated)

    @subscribe(NeedsRanked)
    def learn_needs(self, ranked: NeedsRanked, session: Session) -> None:
        """Keep what complaints say is needed, for whoever plans."""
        Needs(session).learn(ranked)
