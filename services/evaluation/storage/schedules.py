"""Which completions have their evaluations: one schedule for each enrolment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.evaluation.domain.policy import Policy
from services.evaluation.storage.tables import ScheduleRow
from shared.bulk import add_rows, change_row
from shared.events.enrolment import (
    EnrolmentEnrolled,
    TrainingCompleted,
    TrainingCompletionReversed,
)
from shared.events.evaluation import EvaluationScheduled
from shared.messaging import publish

_KNOWN = "schedules"


@dataclass
class _Schedule:
    """As it is stored; version: how many events it has published so far."""

    enrolment_id: str
    employee_id: str
    programme_id: str
    title: str
    policy_id: str
    completed_at: datetime
    cancelled_at: datetime | None = None
    version: int = 0
    policy_version: int | None = None
    offering_id: str | None = None
    unit_id: str | None = None


class Schedules:
    """Schedules by enrolment; those of a batch are locked and read in one query."""

    def __init__(self, session: Session):
        self._session = session
        self._known: dict[str, _Schedule | None] = session.info.setdefault(_KNOWN, {})

    def load(self, enrolment_ids: Iterable[str]) -> None:
        """Lock the schedules of these enrolments; from now on they need no query."""
        wanted = sorted(set(enrolment_ids) - self._known.keys())
        if not wanted:
            return
        columns = [getattr(ScheduleRow, each.name) for each in fields(_Schedule)]
        rows = self._session.execute(
            select(*columns)
            .where(ScheduleRow.enrolment_id.in_(wanted))
            .order_by(ScheduleRow.enrolment_id)
            .with_for_update()
        )
        self._known |= dict.fromkeys(wanted)
        self._known |= {row.enrolment_id: _Schedule(*row) for row in rows}

    def is_standing(self, enrolment_id: str) -> bool:
        """Whether the enrolment has evaluations that were not cancelled."""
        known = self._find(enrolment_id)
        return known is not None and known.cancelled_at is None

    def policy_of(self, enrolment_id: str) -> dict[str, Any]:
        """Which policy a schedule was made with; version: null where it was not kept yet."""
        found = self._session.execute(
            select(ScheduleRow.policy_id, ScheduleRow.policy_version).where(
                ScheduleRow.enrolment_id == enrolment_id
            )
        ).one()
        return {"policy_id": found.policy_id, "version": found.policy_version}

    def is_known(self, enrolment_id: str) -> bool:
        """Whether anything was ever asked about the enrolment."""
        return self._find(enrolment_id) is not None

    def begin_before(
        self, enrolled: EnrolmentEnrolled, policy: Policy, scheduled: EvaluationScheduled
    ) -> None:
        """Record that a seat has its pre-tests, and tell; it waits for its completion."""
        enrolled_at = enrolled.occurred_at.astimezone(UTC)
        schedule = _Schedule(
            enrolment_id=enrolled.enrolment_id,
            employee_id=enrolled.employee_id,
            programme_id=enrolled.programme_id,
            title=enrolled.title,
            policy_id=policy.policy_id,
            policy_version=policy.version,
            offering_id=enrolled.offering_id,
            completed_at=enrolled_at,
            cancelled_at=enrolled_at,
        )
        publish(self._session, schedule, scheduled)
        self._known[enrolled.enrolment_id] = schedule
        add_rows(self._session, ScheduleRow, [vars(schedule).copy()])

    def begin(
        self, completed: TrainingCompleted, policy: Policy, scheduled: EvaluationScheduled
    ) -> None:
        """Record that a completion has its evaluations, and tell."""
        before = self._find(completed.enrolment_id)
        schedule = _Schedule(
            enrolment_id=completed.enrolment_id,
            employee_id=completed.employee_id,
            programme_id=completed.programme_id,
            title=completed.title,
            policy_id=policy.policy_id,
            policy_version=policy.version,
            offering_id=completed.offering_id,
            unit_id=completed.unit_id,
            completed_at=completed.completed_at.astimezone(UTC),
            version=before.version if before else 0,
        )
        if scheduled.items:
            publish(self._session, schedule, scheduled)
        self._known[completed.enrolment_id] = schedule
        if before:
            change_row(self._session, ScheduleRow, "enrolment_id", vars(schedule))
        else:
            add_rows(self._session, ScheduleRow, [vars(schedule).copy()])

    def end(self, enrolment_id: str, at: datetime) -> None:
        """Record that the completion is no more."""
        known = self._find(enrolment_id)
        if known is not None and known.cancelled_at is None:
            known.cancelled_at = at
            change_row(self._session, ScheduleRow, "enrolment_id", vars(known))

    def _find(self, enrolment_id: str) -> _Schedule | None:
        if enrolment_id not in self._known:
            self.load([enrolment_id])
        return self._known[enrolment_id]


def schedules_of(
    session: Session, events: Sequence[TrainingCompleted | TrainingCompletionReversed]
) -> None:
    """Preload: the schedules that a batch of events is about."""
    Schedules(session).load(event.enrolment_id for event in events)
