"""What was answered, and what is not finished yet. Only its author reads an answer singly."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.evaluation.domain.given import Given
from services.evaluation.domain.instrument import Instrument
from services.evaluation.storage.instants import aware
from services.evaluation.storage.tables import AnswersRow, DraftRow, EvaluationRow
from shared.database import insert_or_update


class Answers:
    """Answers and drafts, by evaluation."""

    def __init__(self, session: Session):
        self._session = session

    def keep(
        self,
        evaluation_id: str,
        instrument: Instrument,
        answers: dict[str, Any],
        *,
        score: float | None,
        at: datetime,
    ) -> None:
        """Store the answers to an evaluation, with the version that they answer."""
        self._session.add(
            AnswersRow(
                evaluation_id=evaluation_id,
                instrument_id=instrument.instrument_id,
                instrument_version=instrument.version,
                answers=answers,
                score=score,
                submitted_at=at,
            )
        )
        self.drop_drafts([evaluation_id])

    def given(self, evaluation_id: str) -> Given | None:
        """The answers to an evaluation; None where there are none any more, or not yet."""
        row = self._session.get(AnswersRow, evaluation_id)
        if row is None:
            return None
        return Given(
            answers=row.answers,
            instrument_version=row.instrument_version,
            submitted_at=aware(row.submitted_at),
            score=row.score,
        )

    def keep_draft(self, evaluation_id: str, answers: dict[str, Any], at: datetime) -> None:
        """Store what somebody has so far, in the place of what was there."""
        values = {"answers": answers, "saved_at": at}
        statement = insert_or_update(self._session, DraftRow.__table__).values(
            {"evaluation_id": evaluation_id} | values
        )
        self._session.execute(
            statement.on_conflict_do_update(index_elements=["evaluation_id"], set_=values)
        )

    def drafts(self, evaluation_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        """What is not finished, by evaluation."""
        rows = self._session.execute(
            select(DraftRow.evaluation_id, DraftRow.answers).where(
                DraftRow.evaluation_id.in_(list(evaluation_ids))
            )
        )
        return {row.evaluation_id: row.answers for row in rows}

    def drop_closed_drafts(self, now: datetime) -> None:
        """Of what can never be finished any more."""
        closed = select(EvaluationRow.evaluation_id).where(EvaluationRow.closes_at <= now)
        self._session.execute(
            delete(DraftRow)
            .where(DraftRow.evaluation_id.in_(closed))
            .execution_options(synchronize_session=False)
        )

    def drop_drafts(self, evaluation_ids: Iterable[str]) -> None:
        """Of what was answered, cancelled, or is asked of somebody else now."""
        self._session.execute(
            delete(DraftRow).where(DraftRow.evaluation_id.in_(list(evaluation_ids)))
        )
