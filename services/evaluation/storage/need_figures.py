"""What a ranking of needs rests on, added up by the database."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.evaluation.storage.tables import (
    ComplaintRow,
    EmployeeRow,
    ServiceMeasureRow,
    UnitRow,
)

SERVICES_COUNT = "services_count"


class NeedFigures:
    """Counts by unit. begins, ends: instants; the last one is not included."""

    def __init__(self, session: Session):
        self._session = session

    def complaints(self, begins: datetime, ends: datetime) -> dict[tuple[str, str], int]:
        """By unit and category, without those in triage."""
        row = ComplaintRow
        found = self._session.execute(
            select(row.unit_id, row.category, func.count())
            .where(row.received_at >= begins, row.received_at < ends, row.unit_id.is_not(None))
            .group_by(row.unit_id, row.category)
        )
        return {(str(unit_id), category): number for unit_id, category, number in found}

    def in_triage(self, begins: datetime, ends: datetime) -> int:
        """Complaints that no unit could be held to so far."""
        row = ComplaintRow
        found = self._session.scalar(
            select(func.count()).where(
                row.received_at >= begins,
                row.received_at < ends,
                row.unit_id.is_(None),
                row.set_aside_by.is_(None),
            )
        )
        return found or 0

    def services(self, first: date, last: date) -> dict[str, tuple[float, int]]:
        """By unit: services, and days with a number; both days included."""
        row = ServiceMeasureRow
        found = self._session.execute(
            select(row.unit_id, func.sum(row.value), func.count())
            .where(
                row.metric == SERVICES_COUNT,
                row.statistic == "count",
                row.day.between(first, last),
            )
            .group_by(row.unit_id)
        )
        return {unit_id: (float(number), days) for unit_id, number, days in found}

    def employees(self) -> dict[str, int]:
        """Active ones by unit."""
        found = self._session.execute(
            select(EmployeeRow.unit_id, func.count().label("number"))
            .where(EmployeeRow.active)
            .group_by(EmployeeRow.unit_id)
        )
        return {row.unit_id: row.number for row in found}

    def names(self) -> dict[str, str]:
        """Of all units."""
        return {row.unit_id: row.name for row in self._session.execute(_NAMES)}


_NAMES = select(UnitRow.unit_id, UnitRow.name)
