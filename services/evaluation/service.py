"""The evaluation service: what it listens to; its calls are in `calls/`, by subject."""

from sqlalchemy.orm import Session

from services.evaluation.calls.answers import AnswerCalls
from services.evaluation.calls.complaints import ComplaintCalls
from services.evaluation.calls.effects import EffectCalls
from services.evaluation.calls.evaluations import EvaluationCalls
from services.evaluation.calls.imports import ImportCalls
from services.evaluation.calls.instruments import InstrumentCalls
from services.evaluation.calls.needs import NeedCalls
from services.evaluation.calls.policies import PolicyCalls
from services.evaluation.calls.reports import ReportCalls
from services.evaluation.calls.results import ResultCalls
from services.evaluation.calls.skm import SkmCalls
from services.evaluation.calls.studies import StudyCalls
from services.evaluation.domain import complaint, evaluation, measure
from services.evaluation.domain.schedule import schedule
from services.evaluation.pretesting import (
    SEAT_GIVEN_UP,
    TRAINING_OVER,
    ask_before,
    seats_and_schedules_of,
    stop_asking,
)
from services.evaluation.registering_studies import follow_offering
from services.evaluation.storage.complaints import Complaints, units_of_complaints
from services.evaluation.storage.evaluations import Evaluations
from services.evaluation.storage.measures import Measures
from services.evaluation.storage.offerings import Offerings, Told
from services.evaluation.storage.policies import Policies
from services.evaluation.storage.roster import Roster
from services.evaluation.storage.schedules import Schedules, schedules_of
from services.evaluation.storage.seats import Seats
from services.evaluation.transferring import Transfers, people_of, schedules_and_people_of
from shared.events.enrolment import (
    EnrolmentCancelled,
    EnrolmentDeclined,
    EnrolmentEnrolled,
    OfferingCancelled,
    OfferingChanged,
    OfferingScheduled,
    TrainingCompleted,
    TrainingCompletionReversed,
)
from shared.events.hr import ComplaintReceived, EmployeeChanged, ServiceMeasured, UnitChanged
from shared.ids import new_id
from shared.service import OfficeCalendar, every, subscribe
from shared.service.operator_calls import OperatorCalls
from shared.working_calendar import WorkingCalendar

COMPLETION_REVERSED = "the completion was reversed"


class EvaluationService(
    InstrumentCalls,
    PolicyCalls,
    EvaluationCalls,
    AnswerCalls,
    ComplaintCalls,
    NeedCalls,
    ResultCalls,
    StudyCalls,
    SkmCalls,
    ReportCalls,
    EffectCalls,
    ImportCalls,
    OperatorCalls,
):
    """Asks at the right time whether a training was liked, learned, used and of use."""

    name = "evaluation"
    calendar: WorkingCalendar = OfficeCalendar()

    @subscribe(TrainingCompleted, latest_wins=True, preload=schedules_and_people_of)
    def schedule_evaluations(self, completed: TrainingCompleted, session: Session) -> None:
        """Ask now for the reaction and the test, later for behaviour and results."""
        schedules = Schedules(session)
        if schedules.is_standing(completed.enrolment_id):
            return
        stop_asking(session, completed.enrolment_id, self.clock.now(), TRAINING_OVER)
        day = self.calendar.day_of(completed.completed_at)
        chosen = Policies(session).most_specific_for(completed, day)
        evaluations, scheduled = schedule(
            completed, chosen, self.calendar, now=self.clock.now(), new_id=new_id
        )
        Evaluations(session).add(evaluations)
        schedules.begin(completed, chosen, scheduled)
        Transfers(session, self.clock.now()).catch_up(completed)

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
        """Keep what kind of unit it is: like is compared with like. A new head is asked."""
        former_head = Roster(session).learn_unit(changed)
        if former_head is not None:
            Transfers(session, self.clock.now()).follow_head(former_head)
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

    @subscribe(OfferingScheduled, latest_wins=True)
    @subscribe(OfferingChanged, latest_wins=True)
    @subscribe(OfferingCancelled, latest_wins=True)
    def learn_offering(self, told: Told, session: Session) -> None:
        """Keep when a programme is given: the clock of the units that it trains starts there."""
        now = self.clock.now()
        Offerings(session).learn(told, now)
        follow_offering(session, told.offering_id, told.programme_id, now, self.calendar)

    @subscribe(EnrolmentEnrolled, preload=seats_and_schedules_of)
    def learn_seat(self, enrolled: EnrolmentEnrolled, session: Session) -> None:
        """Keep who has a seat: a unit counts as trained by the share of its staff with one.

        Ask what is to be known before the training begins.
        """
        Seats(session).give(enrolled)
        ask_before(session, enrolled, self.calendar, self.clock.now())

    @subscribe(EnrolmentCancelled, preload=seats_and_schedules_of)
    @subscribe(EnrolmentDeclined, preload=seats_and_schedules_of)
    def forget_seat(self, ended: EnrolmentCancelled | EnrolmentDeclined, session: Session) -> None:
        """Keep that somebody will not come; the pre-test is asked for no longer."""
        Seats(session).give_up(ended)
        stop_asking(session, ended.enrolment_id, self.clock.now(), SEAT_GIVEN_UP)

    @every(seconds=60)
    def fix_treated_units(self) -> None:
        """Count the staff of the units whose clock has started, each offering by itself."""
        while self._fix_next():
            pass

    def _fix_next(self) -> bool:
        with self.database.transaction() as session:
            return Offerings(session).fix_next_due(self.clock.now())

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
