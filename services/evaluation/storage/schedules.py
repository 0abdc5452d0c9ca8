"""Which completions have their evaluations: one schedule for each enrolment."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.evaluation.storage.tables import ScheduleRow
from shared.events.enrolment import TrainingCompleted, TrainingCompletionReversed
from shared.events.evaluation import EvaluationScheduled
from shared.messaging import publish

_KNOWN = "schedules"


class Schedules:
    """Schedules by enrolment; those of a batch are locked and read in one query."""

    def __init__(self, session: Session):
        self._session = session
        self._known: dict[str, ScheduleRow | None] = session.info.setdefault(_KNOWN, {})

    def load(self, enrolment_ids: Iterable[str]) -> None:
        """Lock the schedules of these enrolments; from now on they need no query."""
        wanted = sorted(set(enrolment_ids) - self._known.keys())
        if not wanted:
            return
        rows = self._session.scalars(
            select(ScheduleRow)
            .where(ScheduleRow.enrolment_id.in_(wanted))
            .order_by(ScheduleRow.enrolment_id)
            .with_for_update()
        )
        self._known |= dict.fromkeys(wanted)
        self._known |= {row.enrolment_id: row for row in rows}

    def is_standing(self, enrolment_id: str) -> bool:
        """Whether the enrolment has evaluations that were not cancelled."""
        row = self._find(enrolment_id)
        return row is not None and row.cancelled_at is None

    def begin(
        self, completed: TrainingCompleted, policy_id: str, scheduled: EvaluationScheduled
    ) -> None:
        """Record that a completion has its evaluations, and tell."""
        row = self._find(completed.enrolment_id)
        if row is None:
            row = ScheduleRow(enrolment_id=completed.enrolment_id, version=0)
            self._session.add(row)
            self._known[completed.enrolment_id] = row
        row.employee_id, row.programme_id = completed.employee_id, completed.programme_id
        row.title, row.policy_id = completed.title, policy_id
        row.completed_at, row.cancelled_at = completed.completed_at.astimezone(UTC), None
        if scheduled.items:
            publish(self._session, row, scheduled)

    def end(self, enrolment_id: str, at: datetime) -> None:
        """Record that the completion is no more."""
        row = self._find(enrolment_id)
        if row is not None and row.cancelled_at is None:
            row.cancelled_at = at

    def _find(self, enrolment_id: str) -> ScheduleRow | None:
        if enrolment_id not in self._known:
            self.load([enrolment_id])
        return self._known[enrolment_id]


def schedules_of(
    session: Session, events: Sequence[TrainingCompleted | TrainingCompletionReversed]
) -> None:
    """Preload: the schedules that a batch of events is about."""
    Schedules(session).load(event.enrolment_id for event in events)
