"""Rankings of needs as they were answered: also the record of when and how units were selected."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.evaluation.storage.complaints import Complaint
from services.evaluation.storage.tables import ComplaintRow, NeedRankingRow, NeedRow
from shared.bulk import insert_rows
from shared.errors import NotFound

Facts = dict[str, Any]


class Ranking(NamedTuple):
    """fingerprint: of everything it says; summary: what it says of the period as a whole."""

    ranking_id: str
    period_start: date
    period_end: date
    ranked_at: datetime
    ranked_by: str | None
    fingerprint: str
    summary: Facts


_COLUMNS = tuple(getattr(NeedRankingRow, name) for name in Ranking._fields)
_NEWEST_FIRST = (NeedRankingRow.ranked_at.desc(), NeedRankingRow.ranking_id.desc())


class Rankings:
    """Rankings are added and never changed."""

    def __init__(self, session: Session):
        self._session = session

    def get(self, ranking_id: str) -> Ranking:
        """Raises NotFound."""
        found = self._first(NeedRankingRow.ranking_id == ranking_id)
        if found is None:
            raise NotFound("ranking", ranking_id)
        return found

    def newest_of(self, period_start: date, period_end: date) -> Ranking | None:
        """The last one made of a period."""
        return self._first(
            NeedRankingRow.period_start == period_start, NeedRankingRow.period_end == period_end
        )

    def add(self, ranking: Ranking, ranked_on: date, needs: Sequence[Facts]) -> None:
        """Store a ranking. needs: as they are answered, in their order; ranked_on: office's day"""
        insert_rows(self._session, NeedRankingRow, [ranking._asdict() | {"ranked_on": ranked_on}])
        rows = [
            {
                "ranking_id": ranking.ranking_id,
                "place": place,
                "unit_id": need["unit_id"],
                "competency": need["competency"],
                "rank": need["rank"],
                "facts": need,
            }
            for place, need in enumerate(needs, start=1)
        ]
        insert_rows(self._session, NeedRow, rows)

    def needs(self, ranking_id: str, after: int, limit: int) -> list[tuple[int, Facts]]:
        """(place, facts) in the order of the ranking, beginning after a place."""
        found = self._session.execute(
            select(NeedRow.place, NeedRow.facts)
            .where(NeedRow.ranking_id == ranking_id, NeedRow.place > after)
            .order_by(NeedRow.place)
            .limit(limit)
        )
        return [(place, facts) for place, facts in found]

    def need(self, ranking_id: str, unit_id: str, competency: str) -> Facts:
        """Raises NotFound."""
        found = self._session.scalars(
            select(NeedRow.facts).where(
                NeedRow.ranking_id == ranking_id,
                NeedRow.unit_id == unit_id,
                NeedRow.competency == competency,
            )
        ).first()
        if found is None:
            raise NotFound("need of this ranking", f"{unit_id}, {competency}")
        return found

    def complaints(
        self,
        ranking: Ranking,
        need: Facts,
        span: tuple[datetime, datetime],
        after: str | None,
        limit: int,
    ) -> list[Complaint]:
        """The tickets behind a need, by id. span: of the period, the last instant not included."""
        row = ComplaintRow
        columns = [getattr(row, name) for name in Complaint._fields]
        found = select(*columns).where(
            row.unit_id == need["unit_id"],
            row.category.in_(need["categories"]),
            row.received_at >= span[0],
            row.received_at < span[1],
            row.recorded_at <= ranking.ranked_at,
            or_(row.assigned_at.is_(None), row.assigned_at <= ranking.ranked_at),
        )
        if after is not None:
            found = found.where(row.complaint_id > after)
        rows = self._session.execute(found.order_by(row.complaint_id).limit(limit))
        return [Complaint(*each) for each in rows]

    def _first(self, *conditions: Any) -> Ranking | None:
        found = self._session.execute(
            select(*_COLUMNS).where(*conditions).order_by(*_NEWEST_FIRST).limit(1)
        ).first()
        return Ranking(*found) if found else None
