"""One person's way through one offering: requested, decided, seated, ended."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from services.enrolment.domain.offering import Offering, has_not_ended
from services.enrolment.domain.people import Employee
from shared.errors import Conflict
from shared.events import Event
from shared.events.enrolment import (
    EnrolmentApproved,
    EnrolmentCancelled,
    EnrolmentDeclined,
    EnrolmentExpired,
    EnrolmentRejected,
    EnrolmentRequested,
)

DeclineReason = Literal["experienced", "workload", "family", "topic", "other"]


class Status(StrEnum):
    """Where an enrolment stands."""

    REQUESTED = "requested"
    WAITLISTED = "waitlisted"
    ENROLLED = "enrolled"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"
    REJECTED = "rejected"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


UNDER_WAY = (Status.REQUESTED, Status.WAITLISTED, Status.ENROLLED)
TAKING_PART = (*UNDER_WAY, Status.COMPLETED, Status.NOT_COMPLETED)
"""One person has at most one of these in an offering."""


@dataclass(frozen=True, kw_only=True)
class Enrolment:
    """approver_id   who is to decide; None: any training officer
    requested_by, decided_by   as the caller said
    reason   of the present status; of somebody waiting: why the last free seat passed by
    comment   more about the reason, in words
    queue_number   order of approval in the offering, for those who had to wait
    escalated_at   when the next one up was asked, because the first did not answer
    next_at   when the office has to look at it again: to escalate it, or to let it expire
    override_reason   why an officer (decided_by) let it pass a rule that said no
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
    comment: str | None = None
    queue_number: int | None = None
    escalated_at: datetime | None = None
    next_at: datetime | None = None
    override_reason: str | None = None
    cancelled_late: bool = False


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


def approve(
    enrolment: Enrolment, *, by: str, at: datetime, override_reason: str | None = None
) -> Outcome:
    """Grant a request; the seat, or the place in the queue, is a step of its own.

    Raises Conflict.
    """
    is_undecided(enrolment)
    approved = replace(enrolment, decided_by=by, next_at=None, override_reason=override_reason)
    return approved, [EnrolmentApproved(**about(enrolment, at))]


def reject(enrolment: Enrolment, *, by: str, reason: str | None, at: datetime) -> Outcome:
    """Refuse a request. Raises Conflict."""
    is_undecided(enrolment)
    rejected = replace(
        enrolment, status=Status.REJECTED, decided_by=by, reason=reason, next_at=None
    )
    return rejected, [EnrolmentRejected(**about(enrolment, at), reason=reason)]


def cancel(
    enrolment: Enrolment,
    *,
    reason: str,
    at: datetime,
    comment: str | None = None,
    late: bool = False,
) -> Outcome:
    """Give up a request, a place in the queue or a seat. Raises Conflict."""
    is_under_way(enrolment, "cancel")
    cancelled = replace(
        enrolment,
        status=Status.CANCELLED,
        reason=reason,
        comment=comment,
        next_at=None,
        cancelled_late=late and enrolment.status is Status.ENROLLED,
    )
    return cancelled, [EnrolmentCancelled(**about(enrolment, at), reason=reason)]


def decline(
    enrolment: Enrolment,
    offering: Offering,
    *,
    reason: DeclineReason,
    text: str | None,
    at: datetime,
) -> Outcome:
    """Say no to a nomination. Raises Conflict."""
    is_under_way(enrolment, "decline")
    was_nominated(enrolment)
    has_not_ended(offering, at)
    declined = replace(enrolment, status=Status.DECLINED, reason=reason, comment=text, next_at=None)
    told = EnrolmentDeclined(
        **about(enrolment, at), reason=reason, nominated_by=enrolment.requested_by
    )
    return declined, [told]


def expire(enrolment: Enrolment, *, reason: str, at: datetime) -> Outcome:
    """Give up waiting for a decision, or for a seat."""
    expired = replace(enrolment, status=Status.EXPIRED, reason=reason, next_at=None)
    return expired, [EnrolmentExpired(**about(enrolment, at), reason=reason)]


def takes_no_part_yet(known: Enrolment | None) -> None:
    """known   the one enrolment of a learner in an offering that counts"""
    if known is not None:
        raise Conflict(
            f"{known.employee_id} is already {known.status} in this offering ({known.enrolment_id})"
        )


def learner_is_active(learner: Employee) -> None:
    if not learner.active:
        raise Conflict(f"{learner.employee_id} is no longer in service")


def offering_takes_requests(offering: Offering, at: datetime) -> None:
    """Without `enrol_by` there is no such rule: offices record late what took place."""
    if offering.enrol_by is not None and at > offering.enrol_by:
        raise Conflict(f"requests for this offering ended at {offering.enrol_by.isoformat()}")


def prerequisites_are_met(offering: Offering, completed_programmes: set[str]) -> None:
    missing = [one for one in offering.programme.prerequisites if one not in completed_programmes]
    if missing:
        raise Conflict(f"these programmes must be completed first: {', '.join(missing)}")


def was_nominated(enrolment: Enrolment) -> None:
    if enrolment.requested_by in (None, enrolment.employee_id):
        raise Conflict(
            f"{enrolment.employee_id} asked for this seat and was not nominated: "
            "cancel the enrolment instead"
        )


def is_undecided(enrolment: Enrolment) -> None:
    if enrolment.status is not Status.REQUESTED:
        raise Conflict(f"the enrolment is already {enrolment.status}: nothing is left to decide")


def is_under_way(enrolment: Enrolment, to_do: str) -> None:
    if enrolment.status not in UNDER_WAY:
        raise Conflict(f"the enrolment is already {enrolment.status}: nothing is left to {to_do}")


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
