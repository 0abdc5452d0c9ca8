"""From a completion to the evaluations that its policy asks for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from services.evaluation.domain.evaluation import Evaluation, Status
from services.evaluation.domain.policy import Moment, Policy, PolicyItem, Respondent
from shared.events.enrolment import TrainingCompleted
from shared.events.evaluation import EvaluationScheduled, ScheduledItem
from shared.working_calendar import WorkingCalendar


def schedule(
    completed: TrainingCompleted,
    policy: Policy,
    calendar: WorkingCalendar,
    *,
    now: datetime,
    new_id: Callable[[], str],
) -> tuple[list[Evaluation], EvaluationScheduled]:
    """The evaluations of a completion, in the order of the policy, and the fact of it.

    An item opens so many days after the completion, but never before it was recorded (offices
    record late); its time to answer counts from there. What has opened by then is open at once.
    """
    recorded_at = completed.occurred_at.astimezone(UTC)
    scheduled_at = max(now, recorded_at)
    asked = [item for item in policy.items if _is_asked(item, completed)]
    ids = sorted(new_id() for _ in asked)
    evaluations = [
        _evaluation(
            evaluation_id,
            item,
            completed,
            calendar,
            recorded_at=recorded_at,
            scheduled_at=scheduled_at,
            stays_open=timedelta(days=policy.closes_after_days),
        )
        for evaluation_id, item in zip(ids, asked, strict=True)
    ]
    return evaluations, _scheduled(completed, evaluations, scheduled_at)


def _is_asked(item: PolicyItem, completed: TrainingCompleted) -> bool:
    """Nobody supervises themselves: without a supervisor the supervisor's items fall away."""
    if item.at is not Moment.COMPLETION:
        return False
    if item.respondent is Respondent.SUPERVISOR:
        return completed.supervisor_id not in (None, completed.employee_id)
    return True


def _evaluation(
    evaluation_id: str,
    item: PolicyItem,
    completed: TrainingCompleted,
    calendar: WorkingCalendar,
    *,
    recorded_at: datetime,
    scheduled_at: datetime,
    stays_open: timedelta,
) -> Evaluation:
    opens_at = max(
        completed.completed_at.astimezone(UTC) + timedelta(days=item.opens_after_days), recorded_at
    )
    due_at = _due_at(item, opens_at, calendar)
    reminders = _reminders(item, opens_at, due_at)
    is_open = opens_at <= scheduled_at
    return Evaluation(
        evaluation_id=evaluation_id,
        enrolment_id=completed.enrolment_id,
        employee_id=completed.employee_id,
        respondent_id=_respondent_id(item, completed),
        level=item.level,
        title=completed.title,
        instrument_id=item.asks_with,
        status=Status.OPEN if is_open else Status.SCHEDULED,
        opens_at=opens_at,
        remind_at=reminders[0] if reminders else None,
        due_at=due_at,
        next_at=[*reminders, due_at][0] if is_open else opens_at,
        reminds_again=tuple(reminders[1:]),
        closes_at=None if item.respondent is Respondent.SYSTEM else due_at + stays_open,
    )


def _due_at(item: PolicyItem, opens_at: datetime, calendar: WorkingCalendar) -> datetime:
    if item.due_within_working_days is not None:
        return calendar.working_days_after(opens_at, item.due_within_working_days)
    return opens_at + timedelta(days=item.due_within_days or 0)


def _reminders(item: PolicyItem, opens_at: datetime, due_at: datetime) -> list[datetime]:
    """The reminder points in order; those that do not lie within the time to answer fall away."""
    points = sorted({due_at - timedelta(days=days) for days in item.remind_before_days})
    return [point for point in points if opens_at < point < due_at]


def _respondent_id(item: PolicyItem, completed: TrainingCompleted) -> str | None:
    if item.respondent is Respondent.PARTICIPANT:
        return completed.employee_id
    return completed.supervisor_id if item.respondent is Respondent.SUPERVISOR else None


def _scheduled(
    completed: TrainingCompleted, evaluations: list[Evaluation], at: datetime
) -> EvaluationScheduled:
    return EvaluationScheduled(
        occurred_at=at,
        enrolment_id=completed.enrolment_id,
        employee_id=completed.employee_id,
        programme_id=completed.programme_id,
        title=completed.title,
        items=[
            ScheduledItem(
                evaluation_id=evaluation.evaluation_id,
                level=evaluation.level,
                respondent_id=evaluation.respondent_id,
                opens_at=evaluation.opens_at,
                due_at=evaluation.due_at,
            )
            for evaluation in evaluations
        ],
    )
