"""Use cases before a study begins: who may apply, the application, the choice, the decree."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from services.enrolment import enrolling, funding
from services.enrolment.domain import study
from services.enrolment.domain.enrolment import Status, learner_is_active
from services.enrolment.domain.nip import born_on
from services.enrolment.domain.offering import Offering
from services.enrolment.domain.people import Employee
from services.enrolment.domain.study import Study
from services.enrolment.domain.study_eligibility import (
    Applicant,
    Check,
    an_officer_answered_what_is_unknown,
    check_everything,
    nothing_speaks_against_it,
)
from services.enrolment.domain.study_numbers import Numbers, numbers_in_force
from services.enrolment.storage.enrolments import Enrolments
from services.enrolment.storage.offerings import Offerings
from services.enrolment.storage.ratings import Ratings
from services.enrolment.storage.roster import Roster
from services.enrolment.storage.rule_numbers import RuleNumbers, calendar_of
from services.enrolment.storage.studies import Studies
from shared.errors import Conflict
from shared.ids import new_id


def check(
    session: Session, offering_id: str, employee_id: str, sanction: Any, at: datetime
) -> list[Check]:
    """What each rule finds, without changing anything. Raises NotFound, Conflict."""
    offering, learner = Offerings(session).get(offering_id), Roster(session).get(employee_id)
    study.is_a_degree(offering.programme)
    first_day = calendar_of(session).day_of(offering.starts_at)
    return _checks(session, offering, learner, sanction, first_day, at)


def apply(session: Session, wanted: Any, at: datetime) -> tuple[Study, list[Check]]:
    """Ask for a study assignment in a degree offering.

    wanted   offering_id, employee_id, funding, sponsor, sanction, applied_by, override_reason
    Raises NotFound, ValidationError, Conflict with the rules that said no.
    """
    offering = Offerings(session).get(wanted.offering_id)
    learner = Roster(session).lock(wanted.employee_id)
    study.is_a_degree(offering.programme)
    learner_is_active(learner)
    studies = Studies(session)
    study.has_no_other_open_study(studies.open_of(wanted.employee_id))
    by = wanted.applied_by or wanted.employee_id
    officer = _is_officer(session, by, learner.employee_id)
    sanction = wanted.sanction if officer else None  # nobody vouches for oneself
    applied, events = study.apply(_planned(session, offering, wanted, by, sanction), at)
    checks = _checks(session, offering, learner, sanction, applied.starts_on, at)
    if not (officer and wanted.override_reason):
        nothing_speaks_against_it(checks)
    studies.add(applied, events)
    return applied, checks


def decide(session: Session, wanted: Any, at: datetime) -> Study:
    """Select an applicant, who gets a seat by the rules of every seat, or reject.

    wanted   study_id, decision, decided_by, confirmed, sanction, reason, override_reason
    Raises NotFound, Forbidden, Conflict.
    """
    studies = Studies(session)
    applied = studies.lock(wanted.study_id)
    study.an_officer_decides(_employee(session, wanted.decided_by), applied)
    study.it_is(applied, "decide about", study.StudyStatus.APPLIED)
    if wanted.decision == "reject":
        rejected = study.reject(applied, by=wanted.decided_by, reason=wanted.reason, at=at)
        studies.save(*rejected)
        return rejected[0]
    _is_eligible_still(session, applied, wanted, at)
    selected = study.select(
        applied,
        _seat(session, applied, wanted, at),
        by=wanted.decided_by,
        confirmed=tuple(wanted.confirmed),
        override_reason=wanted.override_reason,
        at=at,
    )
    studies.save(*selected)
    return selected[0]


def decree(session: Session, wanted: Any, at: datetime) -> tuple[Study, list[str]]:
    """Record the decree, and owe the years whose budgets are known; with warnings.

    wanted   study_id, decree_number, decreed_on, recorded_by, years [{budget_id, amount}]
    Raises NotFound, Forbidden, Conflict, ValidationError.
    """
    studies = Studies(session)
    selected = studies.lock(wanted.study_id)
    study.an_officer_decides(_employee(session, wanted.recorded_by), selected)
    today = calendar_of(session).day_of(at)
    decreed = study.decree(selected, wanted.decree_number, wanted.decreed_on, today=today, at=at)
    has_the_seat_still(session, selected)
    studies.save(*decreed)
    return decreed[0], funding.commit_years(session, decreed[0], wanted.years, at)


def numbers_on(session: Session, day: date) -> Numbers:
    """The numbers of formal education on a day."""
    return numbers_in_force(day, RuleNumbers(session).decided())


def has_the_seat_still(session: Session, chosen: Study) -> None:
    """Raises Conflict where the seat was given up meanwhile."""
    seat = Enrolments(session).get(chosen.enrolment_id or "")
    if seat.status is not Status.ENROLLED:
        raise Conflict(
            f"the seat ({seat.enrolment_id}) is {seat.status}: end this study with end_study, "
            "and apply again"
        )


def _planned(
    session: Session, offering: Offering, wanted: Any, by: str, sanction: str | None
) -> Study:
    calendar = calendar_of(session)
    ends_on = calendar.day_of(offering.ends_at)
    return Study(
        study_id=new_id(),
        employee_id=wanted.employee_id,
        offering_id=offering.offering_id,
        programme_id=offering.programme.programme_id,
        title=offering.programme.title,
        funding=wanted.funding,
        sponsor=wanted.sponsor,
        sanction=sanction,
        starts_on=calendar.day_of(offering.starts_at),
        ends_on=ends_on,
        planned_until=ends_on,
        applied_by=by,
        override_reason=wanted.override_reason,
    )


def _checks(
    session: Session,
    offering: Offering,
    learner: Employee,
    sanction: Any,
    first_day: date,
    at: datetime,
) -> list[Check]:
    nip = Roster(session).nips([learner.employee_id]).get(learner.employee_id)
    asked_on = calendar_of(session).day_of(at)
    applicant = Applicant(
        employee=learner,
        born_on=born_on(nip) if nip else None,
        ratings=Ratings(session).of(learner.employee_id),
        sanction=sanction,
        level=offering.programme.degree_level,
        asked_on=asked_on,
        begins_on=first_day,
    )
    return check_everything(applicant, numbers_on(session, asked_on))


def _is_eligible_still(session: Session, applied: Study, wanted: Any, at: datetime) -> None:
    """Much may have become known since the application. Raises Conflict."""
    learner = Roster(session).get(applied.employee_id)
    learner_is_active(learner)
    offering = Offerings(session).get(applied.offering_id)
    sanction = wanted.sanction or applied.sanction
    checks = _checks(session, offering, learner, sanction, applied.starts_on, at)
    if not (wanted.override_reason or applied.override_reason):
        nothing_speaks_against_it(checks)
    an_officer_answered_what_is_unknown(checks, wanted.confirmed)


def _seat(session: Session, applied: Study, wanted: Any, at: datetime) -> str:
    """The enrolment with a seat. Raises Conflict with the rule that said no."""
    session.flush()
    (answer,) = enrolling.nominate(
        session,
        applied.offering_id,
        [applied.employee_id],
        wanted.decided_by,
        at,
        wanted.override_reason,
    )
    if answer["status"] != Status.ENROLLED:
        why = answer.get("reason") or f"the enrolment is {answer['status']}: no seat is free"
        raise Conflict(f"{applied.employee_id} cannot be selected: {why}")
    return str(answer["enrolment_id"])


def _employee(session: Session, employee_id: str) -> Employee | None:
    return Roster(session).find([employee_id]).get(employee_id)


def _is_officer(session: Session, by: str, learner_id: str) -> bool:
    found = _employee(session, by)
    return found is not None and found.is_officer and by != learner_id
