"""One question to one respondent, from its day to its answer."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.evaluation.domain.policy import REACTION
from shared.errors import Conflict, Forbidden
from shared.events import Event
from shared.events.evaluation import (
    EvaluationCancelled,
    EvaluationDueSoon,
    EvaluationOpened,
    EvaluationOverdue,
    EvaluationSubmitted,
)


class Status(StrEnum):
    """Where an evaluation stands."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    OVERDUE = "overdue"
    SUBMITTED = "submitted"
    CANCELLED = "cancelled"


_ENDED = (Status.SUBMITTED, Status.CANCELLED)
PENDING = (Status.SCHEDULED, Status.OPEN, Status.OVERDUE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Evaluation:
    """employee_id     the learner
    respondent_id   who answers; None: the system measures
    instrument_id   what to answer with; None for the system
    remind_at       the first reminder point, between opens_at and due_at; None: no reminder
    reminds_again   the reminder points after it, in order
    closes_at       until when late answers are taken; None: for ever
    next_at         when the timer must look again; None: never
    is_pretest      whether it is asked before the training
    late            whether it was answered after it was due; None: not answered
    reason          why it was cancelled
    """

    evaluation_id: str
    enrolment_id: str
    employee_id: str
    respondent_id: str | None
    level: int
    title: str
    instrument_id: str | None
    status: Status
    opens_at: datetime
    remind_at: datetime | None
    due_at: datetime
    next_at: datetime | None
    reminds_again: tuple[datetime, ...] = ()
    closes_at: datetime | None = None
    is_pretest: bool = False
    late: bool | None = None
    reason: str | None = None


Outcome = tuple[Evaluation, list[Event]]


def advance(evaluation: Evaluation, now: datetime) -> Outcome:
    """Take every step whose time has come: opening, reminder, overdue.

    However late the timer is, each comes once and in order, and there is no reminder of
    what is overdue already.
    """
    events: list[Event] = []
    while evaluation.next_at is not None and evaluation.next_at <= now:
        evaluation, happened = _step(evaluation, now)
        events += happened
    return evaluation, events


def submit(evaluation: Evaluation, *, by: str, at: datetime) -> Outcome:
    """Accept the answers to an evaluation; late ones are welcome, and marked, until it closes.

    Raises Forbidden for anyone but the respondent, Conflict before it opens, after it closed or
    once it ended.
    """
    only_its_respondent_answers(evaluation, by)
    evaluation, events = advance(evaluation, at)
    takes_answers(evaluation, at)
    late = at > evaluation.due_at
    closes_at = evaluation.closes_at if evaluation.level == REACTION else None
    submitted = replace(evaluation, status=Status.SUBMITTED, next_at=closes_at, late=late)
    return submitted, [*events, EvaluationSubmitted(**_about(submitted, at), late=late)]


def takes_answers(evaluation: Evaluation, at: datetime) -> None:
    """Raise Conflict where it is not open yet, has ended, or has closed without an answer."""
    if evaluation.status in _ENDED:
        why = f": {evaluation.reason}" if evaluation.reason else ""
        raise Conflict(f"the evaluation is already {evaluation.status}{why}")
    if evaluation.opens_at > at:
        raise Conflict(f"the evaluation opens at {evaluation.opens_at.isoformat()}")
    if evaluation.closes_at is not None and is_closed(evaluation, at):
        raise Conflict(
            f"the evaluation was due at {evaluation.due_at.isoformat()} and closed for late "
            f"answers at {evaluation.closes_at.isoformat()}; tell the training office "
            "instead what you wanted to say"
        )


def is_closed(evaluation: Evaluation, at: datetime) -> bool:
    """Whether its window is over: nothing can be answered, and results can be shown."""
    return evaluation.closes_at is not None and at >= evaluation.closes_at


def cancel(evaluation: Evaluation, at: datetime, reason: str | None = None) -> Outcome:
    """Ask no longer. What was answered, or cancelled before, stays as it is."""
    if evaluation.status in _ENDED:
        return evaluation, []
    cancelled = replace(evaluation, status=Status.CANCELLED, next_at=None, reason=reason)
    return cancelled, [EvaluationCancelled(**_about(cancelled, at), reason=reason)]


def reassign(evaluation: Evaluation, to: str, at: datetime) -> Outcome:
    """Ask somebody else what was not answered yet; who can answer it at once is told."""
    if evaluation.status in _ENDED or evaluation.respondent_id == to:
        return evaluation, []
    moved = replace(evaluation, respondent_id=to)
    can_answer = evaluation.opens_at <= at and not is_closed(evaluation, at)
    is_told = can_answer and evaluation.status is not Status.SCHEDULED
    return moved, [EvaluationOpened(**_about(moved, at))] if is_told else []


def settle(evaluation: Evaluation, at: datetime) -> Outcome:
    """Close the system's evaluation by a measured result, also before it opens.

    What ended before stays as it is. Raises Forbidden where a person is asked.
    """
    if evaluation.instrument_id is not None:
        raise Forbidden("only its respondent may answer this evaluation")
    if evaluation.status in _ENDED:
        return evaluation, []
    settled = replace(evaluation, status=Status.SUBMITTED, next_at=None, late=False)
    return settled, [EvaluationSubmitted(**_about(settled, at))]


def only_its_respondent_answers(evaluation: Evaluation, respondent_id: str) -> None:
    if evaluation.respondent_id is None:
        raise Forbidden("this evaluation is answered by measuring; nobody can submit it")
    if evaluation.respondent_id != respondent_id:
        raise Forbidden("only its respondent may answer this evaluation")


def _step(evaluation: Evaluation, now: datetime) -> Outcome:
    """What was due at `next_at`. Answers of the level of reactions close silently."""
    if evaluation.status is Status.SUBMITTED:
        closed = evaluation.closes_at is None or evaluation.closes_at <= now
        return replace(evaluation, next_at=None if closed else evaluation.closes_at), []
    if evaluation.status is Status.SCHEDULED:
        opened = replace(
            evaluation,
            status=Status.OPEN,
            next_at=evaluation.remind_at or evaluation.due_at,
        )
        return opened, [EvaluationOpened(**_about(opened, now))]
    if evaluation.next_at != evaluation.due_at:
        following = _after_this_reminder(evaluation)
        reminded = replace(evaluation, next_at=following)
        too_late = now >= following
        return reminded, [] if too_late else [EvaluationDueSoon(**_about(reminded, now))]
    overdue = replace(evaluation, status=Status.OVERDUE, next_at=None)
    return overdue, [EvaluationOverdue(**_about(overdue, now))]


def _after_this_reminder(evaluation: Evaluation) -> datetime:
    later = (
        point
        for point in evaluation.reminds_again
        if evaluation.next_at is not None and point > evaluation.next_at
    )
    return next(later, evaluation.due_at)


def _about(evaluation: Evaluation, at: datetime) -> dict[str, Any]:
    return {
        "occurred_at": at,
        "evaluation_id": evaluation.evaluation_id,
        "enrolment_id": evaluation.enrolment_id,
        "employee_id": evaluation.employee_id,
        "respondent_id": evaluation.respondent_id,
        "level": evaluation.level,
        "due_at": evaluation.due_at,
        "title": evaluation.title,
    }
