"""Changes of employees that take effect on a later day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.enrolment.domain.roster import Facts, on_its_day
from services.enrolment.storage.tables.roster import EmployeeAheadRow
from shared.database import insert_or_update


@dataclass(frozen=True, kw_only=True)
class AheadChange:
    """What HR announced for a day. base: what was expected for that day until then."""

    employee_id: str
    effective_on: date
    facts: Facts
    base: Facts | None
    changed_at: datetime


class AheadChanges:
    """For one employee and day, what HR said last counts."""

    def __init__(self, session: Session):
        self._session = session

    def keep(self, change: AheadChange) -> None:
        """Until its day, unless something newer is known about that day."""
        values = vars(change)
        statement = insert_or_update(self._session, EmployeeAheadRow.__table__).values(values)
        self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["employee_id", "effective_on"],
                set_={name: values[name] for name in ("facts", "base", "changed_at")},
                where=EmployeeAheadRow.changed_at <= statement.excluded.changed_at,
            )
        )

    def of(self, employee_id: str) -> Sequence[AheadChange]:
        """What is announced for an employee, by day."""
        rows = self._session.scalars(
            select(EmployeeAheadRow)
            .where(EmployeeAheadRow.employee_id == employee_id)
            .order_by(EmployeeAheadRow.effective_on)
        )
        return [_change(row) for row in rows]

    def expected(self, employee_id: str, known: Facts | None, day: date) -> Facts | None:
        """What is known of an employee, with what is announced for the days before a day."""
        for change in self.of(employee_id):
            if change.effective_on < day:
                known = on_its_day(known, change.base, change.facts)
        return known

    def take_due(self, today: date) -> AheadChange | None:
        """One whose day has come, the oldest first, no longer kept; others' are left alone."""
        row = self._session.scalars(
            select(EmployeeAheadRow)
            .where(EmployeeAheadRow.effective_on <= today)
            .order_by(EmployeeAheadRow.effective_on, EmployeeAheadRow.employee_id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None:
            return None
        change = _change(row)
        self._session.execute(
            delete(EmployeeAheadRow).where(
                EmployeeAheadRow.employee_id == change.employee_id,
                EmployeeAheadRow.effective_on == change.effective_on,
            )
        )
        return change


def _change(row: EmployeeAheadRow) -> AheadChange:
    return AheadChange(
        employee_id=row.employee_id,
        effective_on=row.effective_on,
        facts=row.facts,
        base=row.base,
        changed_at=row.changed_at,
    )
