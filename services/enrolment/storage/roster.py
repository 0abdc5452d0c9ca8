"""The roster: employees and units, copied from HR's events."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.enrolment.domain.people import Employee, Hierarchy, Unit
from services.enrolment.storage.tables import EmployeeRow, UnitRow
from shared.database import insert_or_update
from shared.errors import NotFound
from shared.events.hr import EmployeeChanged, UnitChanged


class Roster:
    """Who works where. What HR said last (by `changed_at`) is what we know."""

    def __init__(self, session: Session):
        self._session = session

    def get(self, employee_id: str) -> Employee:
        """Raises NotFound."""
        found = self.find([employee_id])
        if employee_id not in found:
            raise NotFound("employee", employee_id)
        return found[employee_id]

    def find(self, employee_ids: Iterable[str | None]) -> dict[str, Employee]:
        """Those of these employees that are known, by id."""
        wanted = {one for one in employee_ids if one}
        rows = self._session.scalars(
            select(EmployeeRow).where(EmployeeRow.employee_id.in_(sorted(wanted)))
        )
        return {row.employee_id: _employee(row) for row in rows}

    def hierarchy_of(self, employees: Iterable[Employee]) -> Hierarchy:
        """Enough of the organisation to say who supervises these employees."""
        learners = list(employees)
        units = self._units_above({learner.unit_id for learner in learners})
        above = [learner.supervisor_id for learner in learners]
        above += [unit.head_id for unit in units.values()]
        return Hierarchy(self.find(above), units)

    def learn_employee(self, event: EmployeeChanged) -> None:
        """Keep an employee as HR describes them, unless something newer is known."""
        facts = {
            "name": event.name,
            "unit_id": event.unit_id,
            "position": event.position,
            "supervisor_id": event.supervisor_id,
            "employment": event.employment,
            "active": event.active,
            "roles": list(event.roles),
        }
        self._learn(EmployeeRow, "employee_id", event.employee_id, facts, event.changed_at)

    def learn_unit(self, event: UnitChanged) -> None:
        """Keep a unit as HR describes it, unless something newer is known."""
        facts = {
            "name": event.name,
            "kind": event.kind,
            "parent_id": event.parent_id,
            "head_id": event.head_id,
            "min_on_duty": event.min_on_duty,
            "min_on_duty_by_position": dict(event.min_on_duty_by_position),
        }
        self._learn(UnitRow, "unit_id", event.unit_id, facts, event.changed_at)

    def _learn(
        self,
        row: type[EmployeeRow] | type[UnitRow],
        key: str,
        key_value: str,
        facts: dict[str, Any],
        changed_at: datetime,
    ) -> None:
        """One statement, so that replicas that meet a new person at once cannot collide."""
        facts = facts | {"changed_at": changed_at}
        statement = insert_or_update(self._session, row.__table__)
        statement = statement.values({key: key_value} | facts)
        self._session.execute(
            statement.on_conflict_do_update(
                index_elements=[key],
                set_=facts,
                where=row.changed_at <= statement.excluded.changed_at,
            )
        )

    def _units_above(self, unit_ids: set[str]) -> dict[str, Unit]:
        """These units and all above them; one query a level, a tree of offices is flat."""
        units: dict[str, Unit] = {}
        wanted = unit_ids
        while wanted:
            rows = self._session.scalars(select(UnitRow).where(UnitRow.unit_id.in_(sorted(wanted))))
            level = [_unit(row) for row in rows]
            units |= {unit.unit_id: unit for unit in level}
            wanted = {unit.parent_id for unit in level if unit.parent_id} - units.keys()
        return units


def _employee(row: EmployeeRow) -> Employee:
    return Employee(
        employee_id=row.employee_id,
        name=row.name,
        unit_id=row.unit_id,
        position=row.position,
        supervisor_id=row.supervisor_id,
        employment=row.employment,
        active=row.active,
        roles=tuple(row.roles),
    )


def _unit(row: UnitRow) -> Unit:
    return Unit(unit_id=row.unit_id, name=row.name, parent_id=row.parent_id, head_id=row.head_id)
