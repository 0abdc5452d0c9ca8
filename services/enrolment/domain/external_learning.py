"""What somebody learned elsewhere: handed in with evidence, counted once an officer confirms it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from services.enrolment.domain.people import Employee
from shared.errors import Conflict, Forbidden, ValidationError


class LearningStatus(StrEnum):
    """Where something learned elsewhere stands."""

    RECORDED = "recorded"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    REVERSED = "reversed"


STILL_COUNTS = (LearningStatus.RECORDED, LearningStatus.CONFIRMED)


@dataclass(frozen=True, kw_only=True)
class ExternalLearning:
    """Something learned elsewhere.

    document_type        what the learner was given: as the national personnel system names it
    learning_hours       JP (45 minutes each)
    starts_on, ends_on   days of the office; its year is that of the last one
    evidence             where the proof is: a link, or the number in the office's files
    """

    learning_id: str
    employee_id: str
    title: str
    organiser: str
    document_type: str
    learning_hours: float
    starts_on: date
    ends_on: date
    certificate_number: str | None
    evidence: str
    recorded_by: str
    recorded_at: datetime
    status: LearningStatus = LearningStatus.RECORDED
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str | None = None


def its_days_make_sense(learned: ExternalLearning, today: date) -> None:
    """Raises ValidationError."""
    if learned.ends_on < learned.starts_on:
        reason = {"ends_on": ["must not be before starts_on"]}
        raise ValidationError("it must end after it starts", reason)
    if learned.ends_on > today:
        reason = {"ends_on": ["must not be in the future"]}
        raise ValidationError("nothing was learned in the future", reason)


def is_recorded_once(learned: ExternalLearning, same: ExternalLearning | None) -> None:
    """same   of the same employee, title and last day, and not rejected"""
    if same is not None:
        raise Conflict(
            f"{learned.title!r} until {learned.ends_on} is {same.status} for "
            f"{learned.employee_id} already ({same.learning_id})"
        )


def only_another_officer_decides(learned: ExternalLearning, decider: Employee | None) -> None:
    """Nobody confirms what they learned themselves."""
    if decider is None or not decider.is_officer:
        raise Forbidden("only a training officer confirms what was learned elsewhere")
    if decider.employee_id == learned.employee_id:
        raise Forbidden("nobody confirms their own learning: ask another training officer")


def confirm(learned: ExternalLearning, *, by: str, at: datetime) -> ExternalLearning:
    """From now on its hours count. Raises Conflict."""
    _is_undecided(learned)
    return replace(learned, status=LearningStatus.CONFIRMED, decided_by=by, decided_at=at)


def reject(
    learned: ExternalLearning, *, by: str, reason: str | None, at: datetime
) -> ExternalLearning:
    """It does not count, and says why. Raises Conflict, ValidationError."""
    _is_undecided(learned)
    if not reason:
        raise ValidationError("a rejection needs a reason", {"reason": ["is required"]})
    return replace(
        learned, status=LearningStatus.REJECTED, decided_by=by, decided_at=at, reason=reason
    )


def take_back(learned: ExternalLearning, *, by: str, reason: str, at: datetime) -> ExternalLearning:
    """It was confirmed in error. Raises Conflict."""
    if learned.status is not LearningStatus.CONFIRMED:
        raise Conflict(f"this is {learned.status}: there is no confirmation to take back")
    return replace(
        learned, status=LearningStatus.REVERSED, decided_by=by, decided_at=at, reason=reason
    )


def _is_undecided(learned: ExternalLearning) -> None:
    if learned.status is not LearningStatus.RECORDED:
        raise Conflict(f"this is {learned.status} already: nothing is left to decide")
