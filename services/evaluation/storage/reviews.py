"""Quarterly reviews: begun once for all programmes, told one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, exists, func, select
from sqlalchemy.orm import Session

from services.evaluation.domain.evaluation import Status
from services.evaluation.domain.policy import BEHAVIOUR
from services.evaluation.storage.tables import EvaluationRow, QuarterRow, ReviewRow, ScheduleRow
from shared.database import insert_if_absent
from shared.events.evaluation import ProgrammeReviewed
from shared.messaging.outbox import post

_ANSWERS_COME_WITHIN = timedelta(days=400)
"""Of a completion; nobody asks later, and older rows need not be looked at."""


@dataclass(frozen=True, kw_only=True)
class Review:
    """A programme in a quarter. completed: people who completed it then."""

    programme_id: str
    title: str
    period_start: date
    period_end: date
    completed: int


class Reviews:
    """One for each programme and quarter in which somebody completed it, or told of its use."""

    def __init__(self, session: Session):
        self._session = session

    def begin(self, period_start: date, period_end: date, first: datetime, after: datetime) -> None:
        """Note what is to be reviewed, once; first, after: the instants of the quarter's ends."""
        marked = insert_if_absent(self._session, QuarterRow.__table__).returning(
            QuarterRow.period_end
        )
        if self._session.execute(marked, {"period_end": period_end}).first() is None:
            return
        before = self._numbers()
        for programme_id, title, completed in self._to_review(first, after):
            self._session.add(
                ReviewRow(
                    programme_id=programme_id,
                    period_start=period_start,
                    period_end=period_end,
                    title=title,
                    completed=completed,
                    number=before.get(programme_id, 0) + 1,
                )
            )

    def _to_review(self, first: datetime, after: datetime) -> Sequence[Any]:
        """(programme, title, how many completed it): of those with completions, or with answers
        about the use of earlier ones, between these instants.
        """
        row, asked = ScheduleRow, EvaluationRow
        is_new = row.completed_at >= first
        closed_at = func.coalesce(asked.closes_at, asked.due_at)
        answers_came = exists().where(
            asked.enrolment_id == row.enrolment_id,
            asked.level == BEHAVIOUR,
            asked.status == Status.SUBMITTED,
            closed_at >= first,
            closed_at < after,
        )
        return self._session.execute(
            select(row.programme_id, func.max(row.title), func.sum(case((is_new, 1), else_=0)))
            .where(row.completed_at >= first - _ANSWERS_COME_WITHIN, row.completed_at < after)
            .where(row.cancelled_at.is_(None))
            .where(is_new | answers_came)
            .group_by(row.programme_id)
        ).all()

    def next(self) -> Review | None:
        """One that was not told yet, the oldest first."""
        row = self._session.scalar(
            select(ReviewRow)
            .where(ReviewRow.told_at.is_(None))
            .order_by(ReviewRow.period_end, ReviewRow.programme_id)
            .limit(1)
        )
        if row is None:
            return None
        return Review(
            programme_id=row.programme_id,
            title=row.title,
            period_start=row.period_start,
            period_end=row.period_end,
            completed=row.completed,
        )

    def tell(self, reviewed: ProgrammeReviewed) -> None:
        """Publish a review, unless another process has done so meanwhile."""
        key = (reviewed.programme_id, reviewed.period_end)
        row = self._session.get_one(ReviewRow, key, with_for_update=True)
        if row.told_at is None:
            row.told_at = reviewed.occurred_at
            post(self._session, reviewed, sequence=row.number)

    def _numbers(self) -> dict[str, int]:
        rows = self._session.execute(
            select(ReviewRow.programme_id, func.max(ReviewRow.number)).group_by(
                ReviewRow.programme_id
            )
        )
        return dict(rows.all())
