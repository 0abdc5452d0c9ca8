"""Pre-tests: asked for with a seat, and no longer once it is given up or the training is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from services.evaluation.domain import evaluation
from services.evaluation.domain.policy import Moment
from services.evaluation.domain.schedule import schedule_pretests
from services.evaluation.storage.evaluations import Evaluations
from services.evaluation.storage.offerings import first_meeting_of
from services.evaluation.storage.policies import Policies
from services.evaluation.storage.roster import Roster
from services.evaluation.storage.schedules import Schedules
from services.evaluation.storage.seats import Seats
from shared.events.enrolment import EnrolmentCancelled, EnrolmentDeclined, EnrolmentEnrolled
from shared.ids import new_id
from shared.working_calendar import WorkingCalendar

SEAT_GIVEN_UP = "the seat was given up"
TRAINING_OVER = "the training is over"

Told = EnrolmentEnrolled | EnrolmentCancelled | EnrolmentDeclined


@dataclass(frozen=True, kw_only=True)
class _Programme:
    """What a seat says of a programme; older messages say little."""

    programme_id: str
    programme_kind: str
    learning_hours: float


def seats_and_schedules_of(session: Session, events: Sequence[Told]) -> None:
    """Preload: the seats that a batch of events is about, and what was asked with them."""
    Seats(session).load(events)
    Schedules(session).load(event.enrolment_id for event in events)


def ask_before(
    session: Session, enrolled: EnrolmentEnrolled, calendar: WorkingCalendar, now: datetime
) -> None:
    """Schedule the pre-tests that the policy of the programme asks for, once."""
    programme = _Programme(
        programme_id=enrolled.programme_id,
        programme_kind=enrolled.programme_kind or "training",
        learning_hours=enrolled.learning_hours or 0,
    )
    day = calendar.day_of(enrolled.occurred_at)
    policy = Policies(session).most_specific_for(programme, day)
    if not any(item.at is Moment.ENROLMENT for item in policy.items):
        return
    schedules = Schedules(session)
    if schedules.is_known(enrolled.enrolment_id) or not Seats(session).is_held(enrolled):
        return
    asked = schedule_pretests(
        enrolled,
        policy,
        calendar,
        now=now,
        new_id=new_id,
        supervisor_id=Roster(session).leader_of(enrolled.employee_id),
        starts_at=first_meeting_of(session, enrolled.offering_id),
    )
    if asked is not None:
        evaluations, scheduled = asked
        Evaluations(session).add(evaluations)
        schedules.begin_before(enrolled, policy, scheduled)


def stop_asking(session: Session, enrolment_id: str, at: datetime, reason: str) -> None:
    """Cancel what is not answered of what was asked with a seat, where anything was."""
    if not Schedules(session).is_known(enrolment_id):
        return
    evaluations = Evaluations(session)
    for asked in evaluations.lock_of_enrolment(enrolment_id):
        if asked.is_pretest:
            evaluations.record(*evaluation.cancel(asked, at, reason))
