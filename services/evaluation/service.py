"""The evaluation service: what it listens to; its calls are in `calls/`, by subject."""

from sqlalchemy.orm import Session

from services.evaluation.calls.answers import AnswerCalls
from services.evaluation.calls.evaluations import EvaluationCalls
from services.evaluation.calls.instruments import InstrumentCalls
from services.evaluation.calls.policies import PolicyCalls
from services.evaluation.calls.results import ResultCalls
from services.evaluation.domain import evaluation
from services.evaluation.domain.schedule import schedule
from services.evaluation.storage.evaluations import Evaluations
from services.evaluation.storage.policies import Policies
from services.evaluation.storage.roster import Roster
from services.evaluation.storage.schedules import Schedules, schedules_of
from services.evaluation.transferring import Transfers, people_of
from shared.events.enrolment import TrainingCompleted, TrainingCompletionReversed
from shared.events.hr import EmployeeChanged, UnitChanged
from shared.ids import new_id
from shared.service import OfficeCalendar, every, subscribe
from shared.working_calendar import WorkingCalendar

COMPLETION_REVERSED = "the completion was reversed"


class EvaluationService(InstrumentCalls, PolicyCalls, EvaluationCalls, AnswerCalls, ResultCalls):
    """Asks at the right time whether a training was liked, learned, used and of use."""

    name = "evaluation"
    calendar: WorkingCalendar = OfficeCalendar()

    @subscribe(TrainingCompleted, latest_wins=True, preload=schedules_of)
    def schedule_evaluations(self, completed: TrainingCompleted, session: Session) -> None:
        """Ask now for the reaction and the test, later for behaviour and results."""
        schedules = Schedules(session)
        if schedules.is_standing(completed.enrolment_id):
            return
        day = self.calendar.day_of(completed.completed_at)
        chosen = Policies(session).most_specific_for(completed, day)
        evaluations, scheduled = schedule(
            completed, chosen, self.calendar, now=self.clock.now(), new_id=new_id
        )
        Evaluations(session).add(evaluations)
        schedules.begin(completed, chosen, scheduled)

    @subscribe(TrainingCompletionReversed, latest_wins=True, preload=schedules_of)
    def cancel_evaluations(self, undone: TrainingCompletionReversed, session: Session) -> None:
        """Ask no longer for what was not answered yet."""
        now = self.clock.now()
        Schedules(session).end(undone.enrolment_id, now)
        evaluations = Evaluations(session)
        for asked in evaluations.lock_of_enrolment(undone.enrolment_id):
            evaluations.record(*evaluation.cancel(asked, now, COMPLETION_REVERSED))

    @subscribe(EmployeeChanged, preload=people_of)
    def learn_employee(self, changed: EmployeeChanged, session: Session) -> None:
        """Keep what evaluations need to know of an employee; what is asked follows."""
        now = self.clock.now()
        if Roster(session).learn_employee(changed, now, self.calendar.zone):
            Transfers(session, now).follow(changed.employee_id)

    @subscribe(UnitChanged)
    def learn_unit(self, changed: UnitChanged, session: Session) -> None:
        """Keep what kind of unit it is: like is compared with like."""
        Roster(session).learn_unit(changed)

    @every(seconds=60)
    def apply_changes_dated_ahead(self) -> None:
        """Let every change whose day has come take effect, each in a transaction of its own."""
        while self._apply_next():
            pass

    def _apply_next(self) -> bool:
        now = self.clock.now()
        with self.database.transaction() as session:
            employee_id = Roster(session).apply_next_due(now, self.calendar.zone)
            if employee_id is not None:
                Transfers(session, now).follow(employee_id)
        return employee_id is not None
