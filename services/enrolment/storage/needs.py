"""Which unit needs which competency, copied from evaluation: the last ranking only."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.enrolment.storage.tables.catalogue import ProgrammeRow
from services.enrolment.storage.tables.needs import NeedRankingRow, RankedNeedRow
from shared.bulk import insert_rows
from shared.database import insert_if_absent
from shared.events.evaluation import NeedsRanked
from shared.spelling import same_words


class Ranking(NamedTuple):
    ranking_id: str
    period_start: date
    period_end: date
    ranked_at: datetime


class RankedNeed(NamedTuple):
    """place: in the ranking, from 1."""

    place: int
    unit_id: str
    competency: str
    score: float
    complaints: int


class Needs:
    """A ranking replaces those made before it; a late message about an older one is no news."""

    def __init__(self, session: Session):
        self._session = session

    def learn(self, told: NeedsRanked) -> None:
        """Keep a ranking, unless a newer one is known."""
        newest = self.ranking()
        if newest is not None and newest.ranked_at > told.occurred_at:
            return
        facts = Ranking(told.ranking_id, told.period_start, told.period_end, told.occurred_at)
        statement = insert_if_absent(self._session, NeedRankingRow)
        fresh = self._session.execute(
            statement.returning(NeedRankingRow.ranking_id), facts._asdict()
        ).first()
        if fresh is None:
            return
        rows = [
            {
                "ranking_id": told.ranking_id,
                "place": place,
                "competency_key": same_words(need.competency),
                **vars(need),
            }
            for place, need in enumerate(told.needs, start=1)
        ]
        insert_rows(self._session, RankedNeedRow, rows)
        self._forget_before(facts)

    def ranking(self) -> Ranking | None:
        """The last one; None: there is none yet."""
        columns = [getattr(NeedRankingRow, name) for name in Ranking._fields]
        found = self._session.execute(
            select(*columns)
            .order_by(NeedRankingRow.ranked_at.desc(), NeedRankingRow.ranking_id.desc())
            .limit(1)
        ).first()
        return Ranking(*found) if found else None

    def page(
        self,
        ranking: Ranking,
        *,
        unit_id: str | None,
        competency: str | None,
        after: int,
        limit: int,
    ) -> list[RankedNeed]:
        """The needs of a ranking in its order, beginning after a place."""
        row = RankedNeedRow
        found = select(*(getattr(row, name) for name in RankedNeed._fields)).where(
            row.ranking_id == ranking.ranking_id, row.place > after
        )
        if unit_id is not None:
            found = found.where(row.unit_id == unit_id)
        if competency is not None:
            found = found.where(row.competency_key == same_words(competency))
        rows = self._session.execute(found.order_by(row.place).limit(limit))
        return [RankedNeed(*each) for each in rows]

    def programmes(self, needs: list[RankedNeed]) -> dict[str, list[str]]:
        """The programmes that teach these competencies, by competency."""
        wanted = {same_words(need.competency): need.competency for need in needs}
        found: dict[str, list[str]] = {need.competency: [] for need in needs}
        if not wanted:
            return found
        taught = select(ProgrammeRow.programme_id, ProgrammeRow.competencies)
        for programme_id, competencies in self._session.execute(
            taught.order_by(ProgrammeRow.programme_id)
        ):
            for key in {same_words(one) for one in competencies} & wanted.keys():
                found[wanted[key]].append(programme_id)
        return found

    def _forget_before(self, kept: Ranking) -> None:
        older = select(NeedRankingRow.ranking_id).where(NeedRankingRow.ranked_at < kept.ranked_at)
        for row in (RankedNeedRow, NeedRankingRow):
            gone = delete(row).where(row.ranking_id.in_(older))
            self._session.execute(gone.execution_options(synchronize_session=False))
