"""The evaluation service: what it listens to; its calls are in `calls/`, by subject."""

from sqlalchemy.orm import Session

from services.evaluation.calls.complaints import ComplaintCalls
from services.evaluation.calls.evaluations import EvaluationCalls
from services.evaluation.calls.instruments import InstrumentCalls
from services.evaluation.calls.needs import NeedCalls
from services.evaluation.calls.policies import PolicyCalls
from services.evaluation.domain import complaint, evaluation, measure
from services.evaluation.domain.schedule import schedule
from services.evaluation.storage.complaints import Complaints, units_of_complaints
from services.evaluation.storage.evaluations import Evaluations
from services.evaluation.storage.measures import Measures
from services.evaluation.storage.policies import Policies
from services.evaluation.storage.roster import Roster
from services.evaluation.storage.schedules import Schedules, schedules_of
from shared.events.enrolment import TrainingCompleted, TrainingCompletionReversed
from shared.events.hr import ComplaintReceived, EmployeeChanged, ServiceMeasured, UnitChanged
from shared.ids import new_id
from shared.service import OfficeCalendar, every, subscribe
from shared.working_calendar import WorkingCalendar


class EvaluationService(InstrumentCalls, PolicyCalls, EvaluationCalls, ComplaintCalls, NeedCalls):
    """Asks at the right time whether a training was liked, learned, used and of use."""

    name = "evaluation"
    calendar: WorkingCalendar = OfficeCalendar()

    @subscribe(TrainingCompleted, latest_wins=True, preload=schedules_of)
    def schedule_evaluations(self, completed: TrainingCompleted, session: Session) -> None:
        """Ask now for the reaction and the test, later for behaviour and results."""
        schedules = Schedules(session)
        if schedules.is_standing(completed.enrolment_id):
            return
        chosen = Policies(session).most_specific_for(completed)
        evaluations, scheduled = schedule(
            completed, chosen, self.calendar, now=self.clock.now(), new_id=new_id
        )
        Evaluations(session).add(evaluations)
        schedules.begin(completed, chosen.policy_id, scheduled)

    @subscribe(TrainingCompletionReversed, latest_wins=True, preload=schedules_of)
    def cancel_evaluations(self, undone: TrainingCompletionReversed, session: Session) -> None:
        """Ask no longer for what was not answered yet."""
        now = self.clock.now()
        Schedules(session).end(undone.enrolment_id, now)
        evaluations = Evaluations(session)
        for asked in evaluations.lock_of_enrolment(undone.enrolment_id):
            evaluations.record(*evaluation.cancel(asked, now))

    @subscribe(EmployeeChanged)
    def learn_employee(self, changed: EmployeeChanged, session: Session) -> None:
        """Keep what evaluations need to know of an employee."""
        Roster(session).learn_employee(changed, self.clock.now(), self.calendar.zone)

    @subscribe(UnitChanged)
    def learn_unit(self, changed: UnitChanged, session: Session) -> None:
        """Keep what kind of unit it is: like is compared with like."""
        Roster(session).learn_unit(changed)
        Complaints(session).settle_units(changed.unit_id)

    @subscribe(ComplaintReceived, preload=units_of_complaints)
    def learn_complaint(self, told: ComplaintReceived, session: Session) -> None:
        """Keep a citizen's complaint, one ticket once; without a known unit it is in triage."""
        now = self.clock.now()
        complaint.check(told, now)
        Complaints(session).learn(told, now)

    @subscribe(ServiceMeasured)
    def learn_measure(self, told: ServiceMeasured, session: Session) -> None:
        """Keep a figure of a service; one that cannot be is parked with the reason."""
        measure.check(told, self.calendar.day_of(self.clock.now()))
        Measures(session).learn(told)

    @every(seconds=60)
    def apply_changes_dated_ahead(self) -> None:
        """Let every change whose day has come take effect, each in a transaction of its own."""
        while self._apply_next():
            pass

    def _apply_next(self) -> bool:
        with self.database.transaction() as session:
            return Roster(session).apply_next_due(self.clock.now(), self.calendar.zone)
