"""How an offering ends for a learner: completed with a certificate and hours, or not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from services.enrolment.domain.attendance import Attendance
from services.enrolment.domain.enrolment import Enrolment, Status
from services.enrolment.domain.offering import Offering
from services.enrolment.domain.programme import Programme
from shared.errors import Conflict, ValidationError
from shared.events.enrolment import (
    Certificate,
    TrainingCompleted,
    TrainingCompletionReversed,
    TrainingNotCompleted,
)

NotCompletedReason = Literal["no_show", "attendance", "failed", "withdrawn"]


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


def offering_is_over(
    offering: Offering, completed_at: datetime, now: datetime, zone: ZoneInfo
) -> None:
    """Raises Conflict before the end of the last meeting, ValidationError for the future.

    zone   of the office, in whose hours the refusal speaks
    """
    ends_at = offering.ends_at.astimezone(zone)
    if now < ends_at:
        raise Conflict(f"the last meeting ends at {ends_at.isoformat()}")
    if completed_at > now:
        reason = {"completed_at": ["must not be in the future"]}
        raise ValidationError("nothing can be completed in the future", reason)
    if completed_at < ends_at:
        raise Conflict(
            f"completed_at {completed_at.astimezone(zone).isoformat()} is before the end of the "
            f"last meeting, {ends_at.isoformat()}"
        )


def meets_the_completion_rule(programme: Programme, result: Result) -> bool:
    """Passed, and with at least the pass score where both are known."""
    if not result.passed:
        return False
    if programme.pass_score is None or result.score is None:
        return True
    return result.score >= programme.pass_score


def enough_was_attended(programme: Programme, attendance: Attendance) -> bool:
    """At least the minimum share of the meetings, where both are known."""
    if programme.min_attendance_share is None or attendance.attended_share is None:
        return True
    return attendance.attended_share >= programme.min_attendance_share


def why_not_completed(
    programme: Programme, result: Result, attendance: Attendance
) -> NotCompletedReason | None:
    """None: it is completed.

    no_show      came to no meeting and was not excused throughout
    withdrawn    came to no meeting, and was excused from each
    attendance   came to less than the programme asks for
    failed       did not pass, or with a score below the pass score
    """
    enough = enough_was_attended(programme, attendance)
    if enough and meets_the_completion_rule(programme, result):
        return None
    if attendance.came_to_nothing:
        return "withdrawn" if attendance.excused_throughout else "no_show"
    return "failed" if enough else "attendance"


def are_not_completed_already(standing: Iterable[Enrolment]) -> None:
    done = [one for one in standing if one.status is Status.COMPLETED]
    if done:
        words = ", ".join(f"{one.employee_id} ({one.enrolment_id})" for one in done)
        raise Conflict(
            f"not enrolled, but completed already: {words}; nothing was changed. Leave them out, "
            "or take the completion back first with reverse_completion"
        )


def a_correction_changes_something(
    enrolment: Enrolment, reason: NotCompletedReason, score: float | None
) -> None:
    """A result that was recorded in error is recorded again; the same one is not."""
    if enrolment.status is not Status.NOT_COMPLETED:
        return
    if (enrolment.reason, enrolment.score) == (reason, score):
        why = (
            "correct the attendance first, with record_attendance"
            if reason in ("no_show", "attendance", "withdrawn")
            else "give the result that is right"
        )
        raise Conflict(
            f"{enrolment.employee_id} is recorded as not completed ({reason}) already, and still "
            f"would be; nothing was changed: {why}"
        )


def no_study_was_ended(employee_ids: Sequence[str]) -> None:
    """employee_ids   whose study assignment was ended without the degree"""
    if employee_ids:
        raise Conflict(
            f"the study of {', '.join(employee_ids)} was ended without the degree: that is not "
            "corrected with a class; nothing was changed"
        )


def hours_earned(programme: Programme) -> float:
    """JP of a completion: all of the programme, or none; what the certificate says is earned."""
    return programme.learning_hours


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
    completed = replace(
        enrolment, status=Status.COMPLETED, completed_at=completed_at, score=score, reason=None
    )
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
        learning_hours=hours_earned(programme),
        completed_at=completed_at,
        score=score,
        certificate=certificate,
    )


def fail(
    enrolment: Enrolment, *, reason: NotCompletedReason, score: float | None, now: datetime
) -> tuple[Enrolment, TrainingNotCompleted]:
    """Close an enrolment whose learner did not meet the completion rule."""
    failed = replace(enrolment, status=Status.NOT_COMPLETED, reason=reason, score=score)
    return failed, TrainingNotCompleted(
        occurred_at=now,
        enrolment_id=enrolment.enrolment_id,
        employee_id=enrolment.employee_id,
        programme_id=enrolment.programme_id,
        title=enrolment.title,
        offering_id=enrolment.offering_id,
        reason=reason,
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
