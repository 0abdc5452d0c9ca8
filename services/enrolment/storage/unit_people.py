"""Who works in a unit, and in all below it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.enrolment.domain.people import Employee
from services.enrolment.storage.roster import employee_of
from services.enrolment.storage.tables.roster import EmployeeRow, UnitRow
from shared.errors import NotFound


class UnitPeople:
    """People by the tree of units, as HR describes it today."""

    def __init__(self, session: Session):
        self._session = session

    def name_of(self, unit_id: str) -> str:
        """Raises NotFound."""
        name = self._session.scalar(select(UnitRow.name).where(UnitRow.unit_id == unit_id))
        if name is None:
            raise NotFound("unit", unit_id)
        return name

    def serving_in(self, unit_id: str) -> list[Employee]:
        """Everybody in service in a unit or below it, by id."""
        below = (
            select(UnitRow.unit_id)
            .where(UnitRow.unit_id == unit_id)
            .cte("unit_and_below", recursive=True)
        )
        below = below.union(select(UnitRow.unit_id).join(below, UnitRow.parent_id == below.c[0]))
        rows = self._session.scalars(
            select(EmployeeRow)
            .where(EmployeeRow.unit_id.in_(select(below.c[0])), EmployeeRow.active)
            .order_by(EmployeeRow.employee_id)
        )
        return [employee_of(row) for row in rows]
