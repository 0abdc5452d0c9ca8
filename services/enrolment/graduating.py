"""What the end of a study means for its seat: the degree, or no degree, or never begun."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from services.enrolment import leaving
from services.enrolment.domain import completion
from services.enrolment.domain.completion import Place, Result
from services.enrolment.domain.enrolment import UNDER_WAY, Enrolment, Status
from services.enrolment.domain.offering import Offering
from services.enrolment.domain.study import Study
from services.enrolment.storage.budgets import Budgets
from services.enrolment.storage.certificates import Certificates
from services.enrolment.storage.enrolments import Enrolments
from services.enrolment.storage.hours import HoursLedger
from services.enrolment.storage.offerings import Offerings
from services.enrolment.storage.roster import Roster
from services.enrolment.storage.rule_numbers import calendar_of
from shared.errors import Conflict, ValidationError
from shared.events.enrolment import TrainingNotCompleted


def graduate(
    session: Session, study: Study, completed_at: datetime, score: float | None, at: datetime
) -> None:
    """Certificate, hours and `training.completed`; nothing where the class was recorded before.

    A study ends when its learner does, which may be before or after the last meeting.
    Raises Conflict, ValidationError.
    """
    _is_within_the_study(session, study, completed_at, at)
    offering = Offerings(session).lock(study.offering_id)
    seat = Enrolments(session).lock(study.enrolment_id or "")
    if seat.status is Status.COMPLETED:
        return
    if seat.status is not Status.ENROLLED:
        raise Conflict(f"the seat of this study ({seat.enrolment_id}) is {seat.status}")
    result = Result(employee_id=study.employee_id, passed=True, score=score)
    if not completion.meets_the_completion_rule(offering.programme, result):
        raise Conflict(
            f"a score of {score} is under the pass score, {offering.programme.pass_score}: "
            "without the degree use end_study"
        )
    _record(session, offering, seat, score, completed_at, at)


def leave_without_degree(session: Session, study: Study, at: datetime) -> None:
    """The seat was used, and no degree reached."""
    Offerings(session).lock(study.offering_id)
    seat = Enrolments(session).lock(study.enrolment_id or "")
    if seat.status is Status.ENROLLED:
        left = replace(seat, status=Status.NOT_COMPLETED, reason="withdrawn")
        told = TrainingNotCompleted(
            occurred_at=at,
            enrolment_id=seat.enrolment_id,
            employee_id=seat.employee_id,
            programme_id=seat.programme_id,
            title=seat.title,
            offering_id=seat.offering_id,
            reason="withdrawn",
        )
        Enrolments(session).save(left, [told])
        Budgets(session).spend(seat.enrolment_id, at)


def give_up_the_seat(session: Session, study: Study, reason: str, at: datetime) -> None:
    """Before the study began; the seat goes to the next who waits."""
    if study.enrolment_id is None:
        return
    if Enrolments(session).get(study.enrolment_id).status in UNDER_WAY:
        leaving.cancel(session, study.enrolment_id, reason=reason, code="other", at=at)


def _record(
    session: Session,
    offering: Offering,
    seat: Enrolment,
    score: float | None,
    completed_at: datetime,
    at: datetime,
) -> None:
    roster = Roster(session)
    learner = roster.get(seat.employee_id)
    supervisor_id = roster.hierarchy_of([learner]).supervisor_of(learner)
    programme = offering.programme
    certificate = Certificates(session).issue(seat, learner, programme, completed_at, at)
    completed, told = completion.complete(
        seat,
        offering,
        Place(learner.unit_id, supervisor_id),
        certificate,
        score=score,
        completed_at=completed_at,
        now=at,
    )
    HoursLedger(session).credit(completed, programme, certificate, at)
    Budgets(session).spend(seat.enrolment_id, at)
    Enrolments(session).save(completed, [told])


def _is_within_the_study(
    session: Session, study: Study, completed_at: datetime, at: datetime
) -> None:
    if completed_at > at:
        reason = {"completed_at": ["must not be in the future"]}
        raise ValidationError("nothing can be completed in the future", reason)
    day = calendar_of(session).day_of(completed_at)
    if study.started_on and day < study.started_on:
        raise Conflict(f"the study began on {study.started_on}: it cannot end on {day}")
