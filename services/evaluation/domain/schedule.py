"""From a completion or a seat to the evaluations that its policy asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from services.evaluation.domain.evaluation import Evaluation, Status
from services.evaluation.domain.policy import Moment, Policy, PolicyItem, Respondent
from shared.events.enrolment import EnrolmentEnrolled, TrainingCompleted
from shared.events.evaluation import EvaluationScheduled, ScheduledItem
from shared.working_calendar import WorkingCalendar

Scheduled = tuple[list[Evaluation], EvaluationScheduled]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Occasion:
    """What items of a policy count their days from.

    ends_at   until when it makes sense to answer; None: for ever
    """

    moment: Moment
    about: EnrolmentEnrolled | TrainingCompleted
    supervisor_id: str | None
    happened_at: datetime
    recorded_at: datetime
    ends_at: datetime | None = None

    def asks(self, item: PolicyItem) -> bool:
        """Nobody supervises themselves: without a supervisor the supervisor's items fall away."""
        if item.at is not self.moment:
            return False
        if item.respondent is Respondent.SUPERVISOR:
            return self.supervisor_id not in (None, self.about.employee_id)
        return True

    def respondent_id(self, item: PolicyItem) -> str | None:
        if item.respondent is Respondent.PARTICIPANT:
            return self.about.employee_id
        return self.supervisor_id if item.respondent is Respondent.SUPERVISOR else None


def schedule(
    completed: TrainingCompleted,
    policy: Policy,
    calendar: WorkingCalendar,
    *,
    now: datetime,
    new_id: Callable[[], str],
) -> Scheduled:
    """The evaluations of a completion, in the order of the policy, and the fact of it.

    An item opens so many days after the completion, but never before it was recorded (offices
    record late); its time to answer counts from there. What has opened by then is open at once.
    """
    occasion = _Occasion(
        moment=Moment.COMPLETION,
        about=completed,
        supervisor_id=completed.supervisor_id,
        happened_at=completed.completed_at.astimezone(UTC),
        recorded_at=completed.occurred_at.astimezone(UTC),
    )
    return _schedule(occasion, policy, calendar, now=now, new_id=new_id)


def schedule_pretests(
    enrolled: EnrolmentEnrolled,
    policy: Policy,
    calendar: WorkingCalendar,
    *,
    now: datetime,
    new_id: Callable[[], str],
    supervisor_id: str | None,
    starts_at: datetime | None,
) -> Scheduled | None:
    """What the policy asks before the training begins; None: nothing, or it has begun.

    starts_at   of the first meeting, when every pre-test is due at the latest; None: not known
    """
    enrolled_at = enrolled.occurred_at.astimezone(UTC)
    if starts_at is not None and starts_at <= max(now, enrolled_at):
        return None
    occasion = _Occasion(
        moment=Moment.ENROLMENT,
        about=enrolled,
        supervisor_id=supervisor_id,
        happened_at=enrolled_at,
        recorded_at=enrolled_at,
        ends_at=starts_at,
    )
    evaluations, scheduled = _schedule(occasion, policy, calendar, now=now, new_id=new_id)
    return (evaluations, scheduled) if evaluations else None


def _schedule(
    occasion: _Occasion,
    policy: Policy,
    calendar: WorkingCalendar,
    *,
    now: datetime,
    new_id: Callable[[], str],
) -> Scheduled:
    at = max(now, occasion.recorded_at)
    asked = [item for item in policy.items if occasion.asks(item)]
    ids = sorted(new_id() for _ in asked)
    stays_open = timedelta(days=policy.closes_after_days)
    evaluations = [
        _evaluation(evaluation_id, item, occasion, calendar, at=at, stays_open=stays_open)
        for evaluation_id, item in zip(ids, asked, strict=True)
    ]
    return evaluations, _scheduled(occasion, evaluations, at)


def _evaluation(
    evaluation_id: str,
    item: PolicyItem,
    occasion: _Occasion,
    calendar: WorkingCalendar,
    *,
    at: datetime,
    stays_open: timedelta,
) -> Evaluation:
    opens_at = max(
        occasion.happened_at + timedelta(days=item.opens_after_days), occasion.recorded_at
    )
    due_at = _due_at(item, opens_at, calendar, occasion.ends_at)
    reminders = _reminders(item, opens_at, due_at)
    is_open = opens_at <= at
    return Evaluation(
        evaluation_id=evaluation_id,
        enrolment_id=occasion.about.enrolment_id,
        employee_id=occasion.about.employee_id,
        respondent_id=occasion.respondent_id(item),
        level=item.level,
        title=occasion.about.title,
        instrument_id=item.asks_with,
        status=Status.OPEN if is_open else Status.SCHEDULED,
        opens_at=opens_at,
        remind_at=reminders[0] if reminders else None,
        due_at=due_at,
        next_at=[*reminders, due_at][0] if is_open else opens_at,
        reminds_again=tuple(reminders[1:]),
        closes_at=_closes_at(item, due_at, stays_open, occasion.ends_at),
        is_pretest=occasion.moment is Moment.ENROLMENT,
    )


def _due_at(
    item: PolicyItem, opens_at: datetime, calendar: WorkingCalendar, ends_at: datetime | None
) -> datetime:
    if item.due_within_working_days is not None:
        due_at = calendar.working_days_after(opens_at, item.due_within_working_days)
    else:
        due_at = opens_at + timedelta(days=item.due_within_days or 0)
    return due_at if ends_at is None else max(opens_at, min(due_at, ends_at))


def _closes_at(
    item: PolicyItem, due_at: datetime, stays_open: timedelta, ends_at: datetime | None
) -> datetime | None:
    """What is answered once the training has begun is no pre-test."""
    if item.respondent is Respondent.SYSTEM:
        return None
    closes_at = due_at + stays_open
    return closes_at if ends_at is None else max(due_at, min(closes_at, ends_at))


def _reminders(item: PolicyItem, opens_at: datetime, due_at: datetime) -> list[datetime]:
    """The reminder points in order; those that do not lie within the time to answer fall away."""
    points = sorted({due_at - timedelta(days=days) for days in item.remind_before_days})
    return [point for point in points if opens_at < point < due_at]


def _scheduled(
    occasion: _Occasion, evaluations: list[Evaluation], at: datetime
) -> EvaluationScheduled:
    return EvaluationScheduled(
        occurred_at=at,
        enrolment_id=occasion.about.enrolment_id,
        employee_id=occasion.about.employee_id,
        programme_id=occasion.about.programme_id,
        title=occasion.about.title,
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
