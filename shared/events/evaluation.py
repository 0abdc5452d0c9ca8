"""Facts about evaluations, published by the evaluation service."""

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from shared.events.event import Event, Id, Instant, Text

EXCHANGE = "evaluation.events"

Level = Annotated[int, Meta(ge=1, le=4)]


@dataclass(frozen=True, kw_only=True)
class ScheduledItem:
    """One evaluation of a schedule.

    evaluation_id   of this evaluation
    level   of Kirkpatrick: 1 reaction, 2 learning, 3 behaviour, 4 results
    respondent_id   who is asked; null: the system itself, which measures
    opens_at   from when it can be answered
    due_at   until when it should be
    """

    evaluation_id: Id
    level: Level
    respondent_id: Id | None
    opens_at: Instant
    due_at: Instant


@dataclass(frozen=True, kw_only=True)
class EvaluationScheduled(
    Event, name="evaluation.scheduled", exchange=EXCHANGE, subject="enrolment_id"
):
    """A completion has its evaluations; those whose opens_at has come are open already.

    enrolment_id   whose completion it was
    employee_id   the learner
    programme_id   what was taught
    title   of the programme, as people read it
    items   the evaluations, in the order of the policy
    """

    enrolment_id: Id
    employee_id: Id
    programme_id: Id
    title: Text
    items: list[ScheduledItem]


@dataclass(frozen=True, kw_only=True)
class _AboutEvaluation:
    """evaluation_id   of this evaluation
    enrolment_id   whose completion is evaluated
    employee_id   the learner
    respondent_id   who is asked; null: the system itself, which measures
    level   of Kirkpatrick: 1 reaction, 2 learning, 3 behaviour, 4 results
    due_at   until when it should be answered
    title   of the programme, as people read it
    """

    evaluation_id: Id
    enrolment_id: Id
    employee_id: Id
    respondent_id: Id | None
    level: Level
    due_at: Instant
    title: Text


@dataclass(frozen=True, kw_only=True)
class EvaluationOpened(
    _AboutEvaluation, Event, name="evaluation.opened", exchange=EXCHANGE, subject="evaluation_id"
):
    """An evaluation that was not open when it was scheduled can be answered now."""


@dataclass(frozen=True, kw_only=True)
class EvaluationDueSoon(
    _AboutEvaluation, Event, name="evaluation.due_soon", exchange=EXCHANGE, subject="evaluation_id"
):
    """Not answered yet, and the reminder point of its policy has come."""


@dataclass(frozen=True, kw_only=True)
class EvaluationOverdue(
    _AboutEvaluation, Event, name="evaluation.overdue", exchange=EXCHANGE, subject="evaluation_id"
):
    """Not answered when it was due; it can still be answered."""


@dataclass(frozen=True, kw_only=True)
class EvaluationSubmitted(
    _AboutEvaluation, Event, name="evaluation.submitted", exchange=EXCHANGE, subject="evaluation_id"
):
    """Answered. The answers themselves never travel."""


@dataclass(frozen=True, kw_only=True)
class EvaluationCancelled(
    _AboutEvaluation, Event, name="evaluation.cancelled", exchange=EXCHANGE, subject="evaluation_id"
):
    """No longer asked for: its completion was reversed."""
