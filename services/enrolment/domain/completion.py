"""How an offering ends for a learner: completed with a certificate and hours, or not."""

import calendar
from dataclasses import dataclass, replace
from datetime import datetime

from services.enrolment.domain.enrolment import Enrolment, Status
from services.enrolment.domain.offering import Offering, Programme
from shared.errors import Conflict, ValidationError
from shared.events.enrolment import (
    Certificate,
    TrainingCompleted,
    TrainingCompletionReversed,
    TrainingNotCompleted,
)


@dataclass(frozen=True, kw_only=True)
class Result:
    """How one learner did. score: points, 0 to 100, or None where there was no test."""

    employee_id: str
    passed: bool
    score: float | None = None


@dataclass(frozen=True)
class Place:
    """Where the learner works at this moment."""

    unit_id: str
    supervisor_id: str | None


def offering_is_over(offering: Offering, completed_at: datetime, now: datetime) -> None:
    """Raises Conflict before the end of the last meeting, ValidationError for the future."""
    if now < offering.ends_at:
        raise Conflict(f"the last meeting ends at {offering.ends_at.isoformat()}")
    if completed_at > now:
        reason = {"completed_at": ["must not be in the future"]}
        raise ValidationError("nothing can be completed in the future", reason)
    if completed_at < offering.ends_at:
        raise Conflict(
            f"completed_at {completed_at.isoformat()} is before the end of the last meeting, "
            f"{offering.ends_at.isoformat()}"
        )


def meets_the_completion_rule(programme: Programme, result: Result) -> bool:
    """Passed, and with at least the pass score where both are known."""
    if not result.passed:
        return False
    if programme.pass_score is None or result.score is None:
        return True
    return result.score >= programme.pass_score


def complete(
    enrolment: Enrolment,
    offering: Offering,
    place: Place,
    certificate: Certificate,
    *,
    score: float | None,
    completed_at: datetime,
    now: datetime,
) -> tuple[Enrolment, TrainingCompleted]:
    """Close an enrolment whose learner met the completion rule."""
    programme = offering.programme
    completed = replace(enrolment, status=Status.COMPLETED, completed_at=completed_at, score=score)
    return completed, TrainingCompleted(
        occurred_at=now,
        enrolment_id=enrolment.enrolment_id,
        employee_id=enrolment.employee_id,
        unit_id=place.unit_id,
        supervisor_id=place.supervisor_id,
        programme_id=programme.programme_id,
        programme_kind=programme.kind,
        title=programme.title,
        offering_id=offering.offering_id,
        competencies=list(programme.competencies),
        learning_hours=programme.learning_hours,
        completed_at=completed_at,
        score=score,
        certificate=certificate,
    )


def fail(
    enrolment: Enrolment, *, score: float | None, now: datetime
) -> tuple[Enrolment, TrainingNotCompleted]:
    """Close an enrolment whose learner did not meet the completion rule."""
    failed = replace(enrolment, status=Status.NOT_COMPLETED, reason="failed", score=score)
    return failed, TrainingNotCompleted(
        occurred_at=now,
        enrolment_id=enrolment.enrolment_id,
        employee_id=enrolment.employee_id,
        programme_id=enrolment.programme_id,
        title=enrolment.title,
        offering_id=enrolment.offering_id,
        reason="failed",
    )


def reverse(
    enrolment: Enrolment, *, reason: str, now: datetime
) -> tuple[Enrolment, TrainingCompletionReversed]:
    """Undo a completion recorded in error; the learner has the seat again. Raises Conflict."""
    if enrolment.status is not Status.COMPLETED:
        raise Conflict(f"the enrolment is {enrolment.status}: there is no completion to reverse")
    again = replace(enrolment, status=Status.ENROLLED, completed_at=None, score=None, reason=reason)
    return again, TrainingCompletionReversed(
        occurred_at=now,
        enrolment_id=enrolment.enrolment_id,
        employee_id=enrolment.employee_id,
        programme_id=enrolment.programme_id,
        title=enrolment.title,
        reason=reason,
    )


def expiry(programme: Programme, completed_at: datetime) -> datetime | None:
    """When a certificate of this programme ends to be valid: the same day, months later."""
    if programme.certificate_valid_months is None:
        return None
    months = completed_at.month - 1 + programme.certificate_valid_months
    year, month = completed_at.year + months // 12, months % 12 + 1
    day = min(completed_at.day, calendar.monthrange(year, month)[1])
    return completed_at.replace(year=year, month=month, day=day)
