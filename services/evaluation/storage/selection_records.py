"""By which data units were selected for a training: the ranking of needs behind it."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.evaluation.domain.study import Days
from services.evaluation.storage.tables import NeedRankingRow, NeedRow
from shared.spelling import same_words


def selection_behind(
    session: Session, unit_ids: Collection[str], competencies: Collection[str], before_day: date
) -> Days | None:
    """The period of the last ranking, made before a day, in which one of these units has a rank.

    competencies   that the training teaches, one of which the rank is about, however spelled;
                   empty: any
    """
    taught = {same_words(one) for one in competencies}
    ranked = (
        select(NeedRankingRow.period_start, NeedRankingRow.period_end, NeedRow.competency)
        .join(NeedRow, NeedRow.ranking_id == NeedRankingRow.ranking_id)
        .where(
            NeedRow.unit_id.in_(sorted(unit_ids)),
            NeedRow.rank.is_not(None),
            NeedRankingRow.ranked_on < before_day,
        )
        .order_by(NeedRankingRow.ranked_at.desc())
    )
    for first, last, competency in session.execute(ranked):
        if not taught or same_words(competency) in taught:
            return first, last
    return None
