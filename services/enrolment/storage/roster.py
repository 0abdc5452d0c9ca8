"""The roster: employees and units, copied from HR's events."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.enrolment.domain.nip import plain
from services.enrolment.domain.people import Employee, Hierarchy, Unit
from services.enrolment.domain.roster import EmployeeChange, Minima, UnitChange
from services.enrolment.storage.tables.roster import EmployeeRow, UnitRow
from shared.coming_changes import Facts
from shared.database import insert_if_absent
from shared.errors import NotFound
from shared.events.hr import EmployeeChanged, UnitChanged
from shared.seal import Seal

_KEPT_WHEN_NOT_TOLD = ("appointed_on", "grade", "nip_sealed", "nip_mark")
"""HR may leave these out of a message; that does not take away what it said before."""


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

    def lock(self, employee_id: str) -> Employee:
        """The same, unchanged by others until the commit. Raises NotFound."""
        row = self._locked(EmployeeRow, EmployeeRow.employee_id, employee_id)
        if row is None:
            raise NotFound("employee", employee_id)
        return employee_of(row)

    def find(self, employee_ids: Iterable[str | None]) -> dict[str, Employee]:
        """Those of these employees that are known, by id."""
        wanted = {one for one in employee_ids if one}
        rows = self._session.scalars(
            select(EmployeeRow).where(EmployeeRow.employee_id.in_(sorted(wanted)))
        )
        return {row.employee_id: employee_of(row) for row in rows}

    def hierarchy_of(self, employees: Iterable[Employee]) -> Hierarchy:
        """Enough of the organisation to say who supervises these employees."""
        learners = list(employees)
        units = self._units_above({learner.unit_id for learner in learners})
        above = [learner.supervisor_id for learner in learners]
        above += [unit.head_id for unit in units.values()]
        return Hierarchy(self.find(above), units)

    def page(self, wanted: Any) -> list[Employee]:
        """wanted: employee_ids, unit_id, supervisor_id, name, active, nip, after, limit. By id."""
        found: Select[EmployeeRow] = select(EmployeeRow).order_by(EmployeeRow.employee_id)
        for name in ("unit_id", "supervisor_id", "active"):
            if (value := getattr(wanted, name)) is not None:
                found = found.where(getattr(EmployeeRow, name) == value)
        if wanted.employee_ids is not None:
            found = found.where(EmployeeRow.employee_id.in_(sorted(set(wanted.employee_ids))))
        if wanted.name is not None:
            found = found.where(EmployeeRow.name.icontains(wanted.name, autoescape=True))
        if wanted.nip is not None:
            found = found.where(EmployeeRow.nip_mark == self._seal.mark(plain(wanted.nip)))
        if wanted.after:
            found = found.where(EmployeeRow.employee_id > wanted.after)
        return [employee_of(row) for row in self._session.scalars(found.limit(wanted.limit))]

    def serving(self, after: str | None, limit: int) -> list[Employee]:
        """Everybody in service, some at a time, by id."""
        rows = self._session.scalars(
            select(EmployeeRow)
            .where(EmployeeRow.active, EmployeeRow.employee_id > (after or ""))
            .order_by(EmployeeRow.employee_id)
            .limit(limit)
        )
        return [employee_of(row) for row in rows]

    def units(self, after: str | None, limit: int) -> list[Unit]:
        """By id."""
        found = select(UnitRow).where(UnitRow.unit_id > (after or "")).order_by(UnitRow.unit_id)
        return [_unit(row) for row in self._session.scalars(found.limit(limit))]

    def nips(self, employee_ids: Iterable[str]) -> dict[str, str]:
        """The opened numbers of those who have one, by employee. Whoever shows one masks it."""
        rows = self._session.execute(
            select(EmployeeRow.employee_id, EmployeeRow.nip_sealed).where(
                EmployeeRow.employee_id.in_(sorted(set(employee_ids))),
                EmployeeRow.nip_sealed.is_not(None),
            )
        )
        return {row.employee_id: self._seal.open(row.nip_sealed or "") for row in rows}

    def learn_employee(self, told: EmployeeChanged) -> EmployeeChange | None:
        """Keep an employee as HR describes them; None where something newer is known."""
        return self.learn_facts(told.employee_id, self.facts_of(told), told.changed_at)

    def learn_facts(
        self, employee_id: str, facts: Facts, changed_at: datetime
    ) -> EmployeeChange | None:
        """The same, for facts that may have been kept for a while."""
        columns = _columns(facts) | {"changed_at": changed_at}
        row = self._known(EmployeeRow, EmployeeRow.employee_id, employee_id, columns)
        if row is None:
            new = EmployeeRow(employee_id=employee_id, **columns)
            return EmployeeChange(None, employee_of(new))
        if row.changed_at > changed_at:
            return None
        before = employee_of(row)
        for name, value in columns.items():
            if value is not None or name not in _KEPT_WHEN_NOT_TOLD:
                setattr(row, name, value)
        return EmployeeChange(before, employee_of(row))

    def learn_unit(self, told: UnitChanged) -> UnitChange | None:
        """Keep a unit as HR describes it; None where something newer is known."""
        facts: dict[str, Any] = {
            "name": told.name,
            "kind": told.kind,
            "parent_id": told.parent_id,
            "head_id": told.head_id,
            "min_on_duty": told.min_on_duty,
            "min_on_duty_by_position": dict(told.min_on_duty_by_position),
            "changed_at": told.changed_at,
        }
        row = self._known(UnitRow, UnitRow.unit_id, told.unit_id, facts)
        if row is None:
            new = UnitRow(unit_id=told.unit_id, **facts)
            return UnitChange(None, _unit(new), {}, _minima(new))
        if row.changed_at > told.changed_at:
            return None
        before, former = _unit(row), _minima(row)
        for name, value in facts.items():
            setattr(row, name, value)
        return UnitChange(before, _unit(row), former, _minima(row))

    def facts_of(self, told: EmployeeChanged) -> Facts:
        """What a message says, of plain types; the number sealed."""
        nip = plain(told.nip) if told.nip else None
        return {
            "name": told.name,
            "unit_id": told.unit_id,
            "position": told.position,
            "supervisor_id": told.supervisor_id,
            "employment": told.employment,
            "active": told.active,
            "roles": list(told.roles),
            "appointed_on": told.appointed_on.isoformat() if told.appointed_on else None,
            "grade": told.grade,
            "nip_sealed": self._seal.close(nip) if nip else None,
            "nip_mark": self._seal.mark(nip) if nip else None,
        }

    def facts_known(self, employee_id: str) -> tuple[Facts, datetime] | None:
        """What HR has said of an employee, locked, and when; None: nothing."""
        row = self._locked(EmployeeRow, EmployeeRow.employee_id, employee_id)
        return None if row is None else (_facts(row), row.changed_at)

    @property
    def _seal(self) -> Seal:
        seal: Seal = self._session.info["seal"]
        return seal

    def _known(self, row: Any, key: Any, key_value: str, columns: dict[str, Any]) -> Any:
        """The locked row; None where there was none, and it was made of these columns.

        One statement for somebody new, so that replicas that meet a person at once cannot
        collide; who was preloaded costs none.
        """
        identity = self._session.identity_key(row, key_value)
        loaded = self._session.identity_map.get(identity)
        if loaded is not None:
            return loaded
        statement = insert_if_absent(self._session, row.__table__).returning(key)
        made = self._session.execute(statement.values({key.key: key_value} | columns)).first()
        return None if made else self._locked(row, key, key_value)

    def _locked(self, row: Any, key: Any, key_value: str) -> Any:
        return self._session.scalars(
            select(row).where(key == key_value).with_for_update(),
            execution_options={"populate_existing": True},
        ).one_or_none()

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


def employees_told_of(session: Session, told: Sequence[EmployeeChanged]) -> list[Any]:
    """The rows of everyone a batch of messages speaks of, locked: one query."""
    return _rows_of(session, EmployeeRow, EmployeeRow.employee_id, [x.employee_id for x in told])


def units_told_of(session: Session, told: Sequence[UnitChanged]) -> list[Any]:
    """The rows of every unit a batch of messages speaks of, locked: one query."""
    return _rows_of(session, UnitRow, UnitRow.unit_id, [x.unit_id for x in told])


def employee_of(row: EmployeeRow) -> Employee:
    return Employee(
        employee_id=row.employee_id,
        name=row.name,
        unit_id=row.unit_id,
        position=row.position,
        supervisor_id=row.supervisor_id,
        employment=row.employment,
        active=row.active,
        roles=tuple(row.roles),
        appointed_on=row.appointed_on,
        grade=row.grade,
    )


def _rows_of(session: Session, row: Any, key: Any, wanted: list[str]) -> list[Any]:
    found = select(row).where(key.in_(sorted(set(wanted)))).order_by(key).with_for_update()
    return list(session.scalars(found))


def _columns(facts: Facts) -> dict[str, Any]:
    day = facts["appointed_on"]
    return facts | {"appointed_on": date.fromisoformat(day) if day else None}


def _facts(row: EmployeeRow) -> Facts:
    names = ("name", "unit_id", "position", "supervisor_id", "employment", "active", "grade")
    facts = {name: getattr(row, name) for name in names}
    return facts | {
        "roles": list(row.roles),
        "appointed_on": row.appointed_on.isoformat() if row.appointed_on else None,
        "nip_sealed": row.nip_sealed,
        "nip_mark": row.nip_mark,
    }


def _unit(row: UnitRow) -> Unit:
    return Unit(unit_id=row.unit_id, name=row.name, parent_id=row.parent_id, head_id=row.head_id)


def _minima(row: UnitRow) -> Minima:
    return {None: row.min_on_duty} | row.min_on_duty_by_position
