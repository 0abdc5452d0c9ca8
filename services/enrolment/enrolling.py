"""Use cases on the way to a seat: load, ask the domain, store. One transaction each.

Locks are always taken in one order, the offering before its enrolments.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.enrolment.domain import enrolment
from services.enrolment.domain.enrolment import Enrolment
from services.enrolment.domain.offering import Offering
from services.enrolment.domain.people import Employee
from services.enrolment.storage.enrolments import Enrolments
from services.enrolment.storage.offerings import Offerings
from services.enrolment.storage.roster import Roster
from shared.errors import Conflict, Refusal
from shared.ids import new_id


def request(
    session: Session, offering_id: str, employee_id: str, requested_by: str, at: datetime
) -> Enrolment:
    """Ask for a seat. Raises NotFound, Conflict."""
    offering = Offerings(session).lock(offering_id)
    learner = Roster(session).get(employee_id)
    enrolments = Enrolments(session)
    if known := enrolments.taking_part(offering_id, [employee_id]).get(employee_id):
        raise Conflict(
            f"{employee_id} is already {known.status} in this offering ({known.enrolment_id})"
        )
    enrolment.prerequisites_are_met(offering, enrolments.completed_programmes(employee_id))
    approver_id = Roster(session).hierarchy_of([learner]).supervisor_of(learner)
    requested, events = enrolment.request(
        new_id(), offering, learner, approver_id=approver_id, requested_by=requested_by, at=at
    )
    enrolments.add(requested, events)
    return requested


def decide(
    session: Session,
    enrolment_id: str,
    *,
    approved: bool,
    by: str,
    reason: str | None,
    at: datetime,
) -> Enrolment:
    """Approve or reject a request. Raises NotFound, Forbidden, Conflict."""
    enrolments = Enrolments(session)
    offering = Offerings(session).lock(enrolments.get(enrolment_id).offering_id)
    asked = enrolments.lock(enrolment_id)
    _check_decider(Roster(session), asked, by)
    if approved:
        decided, events = enrolment.approve(asked, offering, by=by, at=at)
    else:
        decided, events = enrolment.reject(asked, by=by, reason=reason, at=at)
    enrolments.save(decided, events)
    return decided


def cancel(session: Session, enrolment_id: str, reason: str, at: datetime) -> Enrolment:
    """Give up a request or a seat. Raises NotFound, Conflict."""
    enrolments = Enrolments(session)
    Offerings(session).lock(enrolments.get(enrolment_id).offering_id)
    cancelled, events = enrolment.cancel(enrolments.lock(enrolment_id), reason=reason, at=at)
    enrolments.save(cancelled, events)
    return cancelled


def nominate(
    session: Session, offering_id: str, employee_ids: Sequence[str], by: str, at: datetime
) -> list[dict[str, Any]]:
    """Enrol a class, request and approval in one; a refusal leaves the others standing.

    Raises NotFound for the offering.
    """
    offering = Offerings(session).lock(offering_id)
    learners = Roster(session).find(employee_ids)
    standing = Enrolments(session).taking_part(offering_id, employee_ids)
    seats_taken = offering.seats_taken
    answers = []
    for employee_id in dict.fromkeys(employee_ids):
        if known := standing.get(employee_id):
            answers.append(_seated(known))
            continue
        try:
            now_taken = _with_seats(offering, seats_taken)
            seated = _nominate_one(session, now_taken, learners.get(employee_id), by, at)
            seats_taken += 1
            answers.append(_seated(seated))
        except Refusal as refusal:
            answers.append(_refused(employee_id, str(refusal)))
    return answers


def _nominate_one(
    session: Session, offering: Offering, learner: Employee | None, by: str, at: datetime
) -> Enrolment:
    if learner is None:
        raise Conflict("there is no such employee")
    enrolments = Enrolments(session)
    if offering.programme.prerequisites:
        done = enrolments.completed_programmes(learner.employee_id)
        enrolment.prerequisites_are_met(offering, done)
    asked, _ = enrolment.request(
        new_id(), offering, learner, approver_id=by, requested_by=by, at=at
    )
    seated, events = enrolment.approve(asked, offering, by=by, at=at)
    enrolments.add(seated, events)
    return seated


def _check_decider(roster: Roster, asked: Enrolment, by: str) -> None:
    people = roster.find([by, asked.approver_id])
    approver = people.get(asked.approver_id or "")
    next_up = roster.hierarchy_of([approver]).supervisor_of(approver) if approver else None
    enrolment.may_decide(asked, people.get(by), next_up=next_up)


def _with_seats(offering: Offering, seats_taken: int) -> Offering:
    return (
        offering
        if offering.seats_taken == seats_taken
        else replace(offering, seats_taken=seats_taken)
    )


def _seated(one: Enrolment) -> dict[str, Any]:
    return {
        "employee_id": one.employee_id,
        "enrolment_id": one.enrolment_id,
        "status": str(one.status),
    }


def _refused(employee_id: str, reason: str) -> dict[str, Any]:
    return {
        "employee_id": employee_id,
        "enrolment_id": None,
        "status": "refused",
        "reason": reason,
    }
