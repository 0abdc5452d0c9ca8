"""Reactions lose their respondent when they close: nothing here tells afterwards who said what."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from services.evaluation.domain.evaluation import Status
from services.evaluation.domain.policy import REACTION
from services.evaluation.storage.instants import aware
from services.evaluation.storage.tables import (
    AnonymousAnswersRow,
    AnswersRow,
    EvaluationRow,
    ScheduleRow,
)
from shared.bulk import insert_rows
from shared.messaging.tables import answered_request

_ANSWERING = ("submit_evaluation", "save_draft")
_REPEATED_WITHIN = timedelta(minutes=10)


class Closing:
    """The reactions of an offering close together, so that none stands alone for a while."""

    def __init__(self, session: Session, now: datetime):
        self._session = session
        self._now = now

    def close(self, enrolment_ids: Iterable[str]) -> None:
        """Whose windows have closed: let their offerings forget who answered, or wait."""
        offerings = self._session.execute(
            select(ScheduleRow.programme_id, ScheduleRow.offering_id)
            .where(ScheduleRow.enrolment_id.in_(sorted(set(enrolment_ids))))
            .distinct()
        ).all()
        for programme_id, offering_id in offerings:
            self._close(programme_id, offering_id)
        if offerings:
            self._forget_calls()

    def _close(self, programme_id: str, offering_id: str | None) -> None:
        asked = (
            select(EvaluationRow.evaluation_id)
            .join(ScheduleRow, ScheduleRow.enrolment_id == EvaluationRow.enrolment_id)
            .where(
                ScheduleRow.programme_id == programme_id,
                ScheduleRow.offering_id.is_(None)
                if offering_id is None
                else ScheduleRow.offering_id == offering_id,
                EvaluationRow.level == REACTION,
                EvaluationRow.status != Status.CANCELLED,
            )
        )
        last = self._session.scalar(asked.with_only_columns(func.max(EvaluationRow.closes_at)))
        answered = asked.where(EvaluationRow.status == Status.SUBMITTED)
        evaluation_ids = list(self._session.scalars(answered))
        if last is not None and aware(last) > self._now:
            self._wait(evaluation_ids, aware(last))
        else:
            self._forget(evaluation_ids, programme_id, offering_id or "")

    def _wait(self, evaluation_ids: list[str], until: datetime) -> None:
        self._session.execute(
            update(EvaluationRow)
            .where(EvaluationRow.evaluation_id.in_(evaluation_ids), EvaluationRow.next_at.is_(None))
            .values(next_at=until)
            .execution_options(synchronize_session=False)
        )

    def _forget(self, evaluation_ids: list[str], programme_id: str, offering_id: str) -> None:
        row = AnswersRow
        gone = self._session.execute(
            delete(row)
            .where(row.evaluation_id.in_(evaluation_ids))
            .returning(row.instrument_id, row.instrument_version, row.answers)
            .execution_options(synchronize_session=False)
        ).all()
        rows: list[dict[str, Any]] = [
            {
                "answers_id": token_hex(16),
                "programme_id": programme_id,
                "offering_id": offering_id,
                "level": REACTION,
                "instrument_id": instrument_id,
                "instrument_version": version,
                "answers": answers,
                "closed_at": self._now,
            }
            for instrument_id, version, answers in gone
        ]
        rows.sort(key=lambda one: one["answers_id"])
        insert_rows(self._session, AnonymousAnswersRow, rows)

    def _forget_calls(self) -> None:
        """What is remembered to answer a repeated call the same holds a trace of its answers."""
        asked = answered_request.c
        self._session.execute(
            delete(answered_request).where(
                asked.method.in_(_ANSWERING), asked.answered_at < self._now - _REPEATED_WITHIN
            )
        )
