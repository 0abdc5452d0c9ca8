"""Who is away on which days: leave as HR approves it, and study assignments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.enrolment.storage.tables import AbsenceRow
from shared.database import insert_or_update


@dataclass(frozen=True, kw_only=True)
class Absence:
    """Days on which somebody does not work, inclusive. kind: leave, study, …"""

    absence_id: str
    employee_id: str
    starts_on: date
    ends_on: date
    kind: str


class Absences:
    """Absences; what was said last (by `changed_at`) is what we know."""

    def __init__(self, session: Session):
        self._session = session

    def learn(
        self,
        absence_id: str,
        employee_id: str,
        starts_on: date,
        ends_on: date,
        kind: str,
        cancelled: bool,
        changed_at: datetime,
    ) -> None:
        """Keep an absence as it is told, unless something newer is known.

        It will be held against the trainings already booked (see `covering`).
        """
        facts = {
            "employee_id": employee_id,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "kind": kind,
            "cancelled": cancelled,
            "changed_at": changed_at,
            "looked_at": None,
        }
        statement = insert_or_update(self._session, AbsenceRow.__table__)
        statement = statement.values({"absence_id": absence_id} | facts)
        moved = {
            "was_from": func.coalesce(AbsenceRow.was_from, AbsenceRow.starts_on),
            "was_until": func.coalesce(AbsenceRow.was_until, AbsenceRow.ends_on),
        }
        self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["absence_id"],
                set_=facts | moved,
                where=AbsenceRow.changed_at <= statement.excluded.changed_at,
            )
        )

    def between(self, employee_ids: Iterable[str], first: date, last: date) -> list[Absence]:
        """Absences of these employees that touch these days, inclusive."""
        rows = self._session.scalars(
            select(AbsenceRow)
            .where(
                AbsenceRow.employee_id.in_(list(employee_ids)),
                AbsenceRow.starts_on <= last,
                AbsenceRow.ends_on >= first,
                AbsenceRow.cancelled.is_(False),
            )
            .order_by(AbsenceRow.absence_id)
        )
        return [_absence(row) for row in rows]


def _absence(row: AbsenceRow) -> Absence:
    return Absence(
        absence_id=row.absence_id,
        employee_id=row.employee_id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        kind=row.kind,
    )
