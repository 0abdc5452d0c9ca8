"""Evaluations as domain objects, their answers, and what the timer must look at."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from services.evaluation.domain.evaluation import PENDING, Evaluation, Status
from services.evaluation.domain.policy import BEHAVIOUR, CLOSES_AFTER_DAYS, RESULTS
from services.evaluation.storage.instants import aware
from services.evaluation.storage.tables import EvaluationRow, ScheduleRow, SeatRow
from shared.bulk import add_rows, write_rows
from shared.errors import NotFound
from shared.events import Event
from shared.messaging import publish

Found = Select[EvaluationRow, ScheduleRow]

_WITH_SCHEDULE: Found = select(EvaluationRow, ScheduleRow).join(
    ScheduleRow, ScheduleRow.enrolment_id == EvaluationRow.enrolment_id
)


class Evaluations:
    """Those that this repository gave out with a lock can be recorded again."""

    def __init__(self, session: Session):
        self._session = session
        self._rows: dict[str, EvaluationRow] = {}

    def get(self, evaluation_id: str) -> Evaluation:
        """Raises NotFound."""
        return self._one(_WITH_SCHEDULE, evaluation_id)

    def lock(self, evaluation_id: str) -> Evaluation:
        """To change it. Raises NotFound."""
        return self._one(_WITH_SCHEDULE.with_for_update(of=EvaluationRow), evaluation_id)

    def lock_of_enrolment(self, enrolment_id: str) -> list[Evaluation]:
        """All evaluations of an enrolment, to change them."""
        return self._all(
            _WITH_SCHEDULE.where(EvaluationRow.enrolment_id == enrolment_id)
            .order_by(EvaluationRow.evaluation_id)
            .with_for_update(of=EvaluationRow)
        )

    def lock_pending_of_learner(self, employee_id: str) -> list[Evaluation]:
        """What people were asked about a learner and have not answered, to change it."""
        return self._pending(ScheduleRow.employee_id == employee_id)

    def lock_pending_of_leader(self, respondent_id: str) -> list[Evaluation]:
        """What somebody was asked about others and has not answered, to change it."""
        return self._pending(
            EvaluationRow.respondent_id == respondent_id,
            ScheduleRow.employee_id != respondent_id,
        )

    def lock_sheet(self, offering_id: str, respondent_id: str) -> list[Evaluation]:
        """What somebody is asked about the behaviour of others in one offering, to change it."""
        return self._all(_sheet(offering_id, respondent_id).with_for_update(of=EvaluationRow))

    def sheet(self, offering_id: str, respondent_id: str) -> list[Evaluation]:
        """The same, to look at it."""
        return self._all(_sheet(offering_id, respondent_id))

    def claim_due(self, now: datetime, limit: int) -> list[Evaluation]:
        """Those whose `next_at` has come, the longest due first; others' claims are left out."""
        return self._all(
            _WITH_SCHEDULE.where(EvaluationRow.next_at <= now)
            .order_by(EvaluationRow.next_at)
            .limit(limit)
            .with_for_update(of=EvaluationRow, skip_locked=True)
        )

    def lock_results_of(self, offering_ids: Iterable[str], limit: int) -> list[Evaluation]:
        """What the system is to measure of these deliveries and has not; others' are left out."""
        return self._all(
            _WITH_SCHEDULE.join(SeatRow, SeatRow.enrolment_id == EvaluationRow.enrolment_id)
            .where(
                SeatRow.offering_id.in_(list(offering_ids)),
                EvaluationRow.instrument_id.is_(None),
                EvaluationRow.level == RESULTS,
                EvaluationRow.status.in_(PENDING),
            )
            .order_by(EvaluationRow.evaluation_id)
            .limit(limit)
            .with_for_update(of=EvaluationRow, skip_locked=True)
        )

    def find(
        self,
        *,
        enrolment_id: str | None,
        respondent_id: str | None,
        status: str | None,
        after: str | None,
        limit: int,
    ) -> list[Evaluation]:
        """Those that match what is given, by id, beginning after the id `after`."""
        found = _WITH_SCHEDULE.order_by(EvaluationRow.evaluation_id).limit(limit)
        for column, wanted in (
            (EvaluationRow.enrolment_id, enrolment_id),
            (EvaluationRow.respondent_id, respondent_id),
            (EvaluationRow.status, status),
        ):
            if wanted is not None:
                found = found.where(column == wanted)
        return self._all(
            found if after is None else found.where(EvaluationRow.evaluation_id > after)
        )

    def add(self, evaluations: Iterable[Evaluation]) -> None:
        """Store new evaluations; their scheduling is told elsewhere."""
        add_rows(self._session, EvaluationRow, [_columns(evaluation) for evaluation in evaluations])

    def record(self, evaluation: Evaluation, events: Iterable[Event]) -> None:
        """Store what became of an evaluation, and tell."""
        row = self._rows[evaluation.evaluation_id]
        row.status, row.next_at = evaluation.status, evaluation.next_at
        row.respondent_id = evaluation.respondent_id
        row.late, row.reason = evaluation.late, evaluation.reason
        publish(self._session, row, *events)

    def _pending(self, *conditions: ColumnElement[bool]) -> list[Evaluation]:
        return self._all(
            _WITH_SCHEDULE.where(
                *conditions,
                EvaluationRow.status.in_(PENDING),
                EvaluationRow.respondent_id.is_not(None),
            )
            .order_by(EvaluationRow.evaluation_id)
            .with_for_update(of=EvaluationRow)
        )

    def _one(self, found: Found, evaluation_id: str) -> Evaluation:
        matches = self._all(found.where(EvaluationRow.evaluation_id == evaluation_id))
        if not matches:
            raise NotFound("evaluation", evaluation_id)
        return matches[0]

    def _all(self, found: Found) -> list[Evaluation]:
        write_rows(self._session)
        matches = self._session.execute(found).all()
        self._rows |= {row.evaluation_id: row for row, _ in matches}
        return [_evaluation(row, schedule) for row, schedule in matches]


def _sheet(offering_id: str, respondent_id: str) -> Found:
    return _WITH_SCHEDULE.where(
        EvaluationRow.respondent_id == respondent_id,
        EvaluationRow.level == BEHAVIOUR,
        ScheduleRow.offering_id == offering_id,
        ScheduleRow.employee_id != respondent_id,
    ).order_by(ScheduleRow.employee_id, EvaluationRow.evaluation_id)


def _columns(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "evaluation_id": evaluation.evaluation_id,
        "enrolment_id": evaluation.enrolment_id,
        "respondent_id": evaluation.respondent_id,
        "level": evaluation.level,
        "instrument_id": evaluation.instrument_id,
        "status": evaluation.status,
        "opens_at": evaluation.opens_at,
        "remind_at": evaluation.remind_at,
        "due_at": evaluation.due_at,
        "next_at": evaluation.next_at,
        "version": 0,
        "reminds_again": [point.isoformat() for point in evaluation.reminds_again] or None,
        "closes_at": evaluation.closes_at,
        "is_pretest": evaluation.is_pretest or None,
    }


def _evaluation(row: EvaluationRow, schedule: ScheduleRow) -> Evaluation:
    return Evaluation(
        evaluation_id=row.evaluation_id,
        enrolment_id=row.enrolment_id,
        employee_id=schedule.employee_id,
        respondent_id=row.respondent_id,
        level=row.level,
        title=schedule.title,
        instrument_id=row.instrument_id,
        status=Status(row.status),
        opens_at=aware(row.opens_at),
        remind_at=aware(row.remind_at),
        due_at=aware(row.due_at),
        next_at=aware(row.next_at),
        reminds_again=tuple(map(datetime.fromisoformat, row.reminds_again or ())),
        closes_at=_closes_at(row),
        is_pretest=bool(row.is_pretest),
        late=row.late,
        reason=row.reason,
    )


def _closes_at(row: EvaluationRow) -> datetime | None:
    """What was scheduled before windows were kept closes as the built-in policies say."""
    if row.closes_at is None and row.respondent_id is not None:
        return aware(row.due_at) + timedelta(days=CLOSES_AFTER_DAYS)
    return aware(row.closes_at)
