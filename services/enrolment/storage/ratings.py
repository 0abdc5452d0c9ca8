"""How the work of employees was rated, copied from HR."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.enrolment.storage.tables.roster import PerformanceRatingRow
from shared.database import insert_or_update
from shared.events.hr import PerformanceRated


class Ratings:
    """One for each employee and period: what HR said last."""

    def __init__(self, session: Session):
        self._session = session

    def learn(self, told: PerformanceRated) -> None:
        """Keep a rating, unless a newer one of the same period is known."""
        facts = {"predicate": told.predicate, "changed_at": told.changed_at}
        statement = insert_or_update(self._session, PerformanceRatingRow.__table__)
        statement = statement.values(employee_id=told.employee_id, period=told.period, **facts)
        self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["employee_id", "period"],
                set_=facts,
                where=PerformanceRatingRow.changed_at <= statement.excluded.changed_at,
            )
        )

    def of(self, employee_id: str) -> Mapping[str, str]:
        """Predicate by period."""
        rows = self._session.execute(
            select(PerformanceRatingRow.period, PerformanceRatingRow.predicate)
            .where(PerformanceRatingRow.employee_id == employee_id)
            .order_by(PerformanceRatingRow.period)
        )
        return {row.period: row.predicate for row in rows}
