"""One person's way through one offering: requested, decided, seated, ended."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.enrolment.domain.offering import Offering
from services.enrolment.domain.people import Employee
from shared.errors import Conflict, Forbidden
from shared.events import Event
from shared.events.enrolment import (
    EnrolmentApproved,
    EnrolmentCancelled,
    EnrolmentEnrolled,
    EnrolmentRejected,
    EnrolmentRequested,
)


class Status(StrEnum):
    """Where an enrolment stands."""

    REQUESTED = "requested"
    ENROLLED = "enrolled"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


UNDER_WAY = (Status.REQUESTED, Status.ENROLLED)
TAKING_PART = (*UNDER_WAY, Status.COMPLETED, Status.NOT_COMPLETED)
"""One person has at most one of these in an offering."""


@dataclass(frozen=True, kw_only=True)
class Enrolment:
    """approver_id   who is to decide; None: any training officer
    requested_by, decided_by   as the caller said
    """

    enrolment_id: str
    employee_id: str
    offering_id: str
    programme_id: str
    title: str
    status: Status
    approver_id: str | None = None
    requested_by: str | None = None
    decided_by: str | None = None
    reason: str | None = None
    completed_at: datetime | None = None
    score: float | None = None


Outcome = tuple[Enrolment, list[Event]]


def request(
    enrolment_id: str,
    offering: Offering,
    learner: Employee,
    *,
    approver_id: str | None,
    requested_by: str,
    at: datetime,
) -> Outcome:
    """Ask for a seat. Raises Conflict with the rule that said no."""
    learner_is_active(learner)
    offering_takes_requests(offering, at)
    enrolment = Enrolment(
        enrolment_id=enrolment_id,
        employee_id=learner.employee_id,
        offering_id=offering.offering_id,
        programme_id=offering.programme.programme_id,
        title=offering.programme.title,
        status=Status.REQUESTED,
        approver_id=approver_id,
        requested_by=requested_by,
    )
    asked = EnrolmentRequested(**about(enrolment, at), approver_id=approver_id)
    return enrolment, [asked]


def approve(enrolment: Enrolment, offering: Offering, *, by: str, at: datetime) -> Outcome:
    """Grant a request, and give the seat. Raises Conflict."""
    _is_undecided(enrolment)
    offering_has_a_free_seat(offering)
    seated = replace(enrolment, status=Status.ENROLLED, decided_by=by)
    return seated, [
        EnrolmentApproved(**about(enrolment, at)),
        EnrolmentEnrolled(**about(enrolment, at)),
    ]


def reject(enrolment: Enrolment, *, by: str, reason: str | None, at: datetime) -> Outcome:
    """Refuse a request. Raises Conflict."""
    _is_undecided(enrolment)
    rejected = replace(enrolment, status=Status.REJECTED, decided_by=by, reason=reason)
    return rejected, [EnrolmentRejected(**about(enrolment, at), reason=reason)]


def cancel(enrolment: Enrolment, *, reason: str, at: datetime) -> Outcome:
    """Give up a request or a seat. Raises Conflict."""
    if enrolment.status not in UNDER_WAY:
        raise Conflict(f"the enrolment is already {enrolment.status}: nothing is left to cancel")
    cancelled = replace(enrolment, status=Status.CANCELLED, reason=reason)
    return cancelled, [EnrolmentCancelled(**about(enrolment, at), reason=reason)]


def may_decide(enrolment: Enrolment, decider: Employee | None, *, next_up: str | None) -> None:
    """The approver, the next one up, or a training officer; nobody on their own request."""
    if decider is not None and decider.employee_id != enrolment.employee_id:
        chosen = decider.employee_id in (enrolment.approver_id, next_up)
        if (chosen and decider.active) or decider.is_officer:
            return
    who = enrolment.approver_id or "a training officer"
    raise Forbidden(f"only the approver ({who}), the next one up or a training officer may decide")


def learner_is_active(learner: Employee) -> None:
    if not learner.active:
        raise Conflict(f"{learner.employee_id} is no longer in service")


def offering_takes_requests(offering: Offering, at: datetime) -> None:
    """Without `enrol_by` there is no such rule: offices record late what took place."""
    if offering.enrol_by is not None and at > offering.enrol_by:
        raise Conflict(f"requests for this offering ended at {offering.enrol_by.isoformat()}")


def offering_has_a_free_seat(offering: Offering) -> None:
    if not offering.has_a_free_seat:
        raise Conflict(f"the offering is full: all {offering.capacity} seats are taken")


def prerequisites_are_met(offering: Offering, completed_programmes: set[str]) -> None:
    missing = [one for one in offering.programme.prerequisites if one not in completed_programmes]
    if missing:
        raise Conflict(f"these programmes must be completed first: {', '.join(missing)}")


def about(enrolment: Enrolment, at: datetime) -> dict[str, Any]:
    """What every event of an enrolment says."""
    return {
        "occurred_at": at,
        "enrolment_id": enrolment.enrolment_id,
        "employee_id": enrolment.employee_id,
        "offering_id": enrolment.offering_id,
        "programme_id": enrolment.programme_id,
        "title": enrolment.title,
    }


def _is_undecided(enrolment: Enrolment) -> None:
    if enrolment.status is not Status.REQUESTED:
        raise Conflict(f"the enrolment is already {enrolment.status}: nothing is left to decide")
