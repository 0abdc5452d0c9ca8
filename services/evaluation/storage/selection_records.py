"""By which data units were selected for a training: the ranking of needs behind it."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.evaluation.domain.study import Days
from services.evaluation.storage.tables import NeedRankingRow, NeedRow


def selection_behind(
    session: Session, unit_ids: Collection[str], competencies: Collection[str], before_day: date
) -> Days | None:
    """The period of the last ranking, made before a day, in which one of these units has a rank.

    competencies   that the training teaches, one of which the rank is about, in whatever case;
                   empty: any
    """
    found = (
        select(NeedRankingRow.period_start, NeedRankingRow.period_end)
        .join(NeedRow, NeedRow.ranking_id == NeedRankingRow.ranking_id)
        .where(
            NeedRow.unit_id.in_(sorted(unit_ids)),
            NeedRow.rank.is_not(None),
            NeedRankingRow.ranked_on < before_day,
        )
        .order_by(NeedRankingRow.ranked_at.desc())
        .limit(1)
    )
    if competencies:
        named = sorted({one.strip().lower() for one in competencies})
        found = found.where(func.lower(NeedRow.competency).in_(named))
    row = session.execute(found).first()
    return (row.period_start, row.period_end) if row else None
