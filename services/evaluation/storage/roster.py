"""The facts of HR's roster that evaluations rest on."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from services.evaluation.storage.instants import aware
from services.evaluation.storage.tables import EmployeeAheadRow, EmployeeRow, UnitRow
from shared.coming_changes import ComingChanges, Facts, lies_ahead
from shared.database import insert_or_update
from shared.events.hr import EmployeeChanged, UnitChanged


class Roster:
    """Who works where, for whom. What HR said last (by `changed_at`) is what we know."""

    def __init__(self, session: Session):
        self._session = session
        self._coming = ComingChanges(session, EmployeeAheadRow)

    def learn_employee(self, told: EmployeeChanged, now: datetime, zone: ZoneInfo) -> None:
        """Keep an employee as HR describes them, now or on the day in the zone that HR names.

        Unless something newer is known.
        """
        if lies_ahead(told, now, zone):
            known = self._locked(told.employee_id)
            self._coming.keep(told, _facts(told), _facts(known) if known else None)
        else:
            self._keep(told.employee_id, _facts(told), told.changed_at)

    def apply_next_due(self, now: datetime, zone: ZoneInfo) -> bool:
        """Let one change dated ahead take effect; False where no day has come."""
        due = self._coming.take_due(now, zone)
        if due is None:
            return False
        known = self._locked(due.employee_id)
        facts = due.on_its_day(_facts(known) if known else None)
        newest = aware(known.changed_at) if known else None
        self._keep(due.employee_id, facts, due.counts_from(newest, zone))
        return True

    def learn_unit(self, told: UnitChanged) -> None:
        """Keep a unit as HR describes it, unless something newer is known."""
        facts = {name: getattr(told, name) for name in ("name", "parent_id", "kind", "head_id")}
        self._keep_newest(UnitRow, "unit_id", told.unit_id, facts, told.changed_at)

    def _locked(self, employee_id: str) -> EmployeeRow | None:
        return self._session.get(EmployeeRow, employee_id, with_for_update=True)

    def _keep(self, employee_id: str, facts: Facts, changed_at: datetime) -> None:
        self._keep_newest(EmployeeRow, "employee_id", employee_id, facts, changed_at)

    def _keep_newest(
        self, row: Any, key: str, key_value: str, facts: Facts, changed_at: datetime
    ) -> None:
        values = facts | {"changed_at": changed_at.astimezone(UTC)}
        statement = insert_or_update(self._session, row.__table__)
        statement = statement.values({key: key_value} | values)
        self._session.execute(
            statement.on_conflict_do_update(
                index_elements=[key],
                set_=values,
                where=row.changed_at <= statement.excluded.changed_at,
            )
        )


def _facts(told: EmployeeChanged | EmployeeRow) -> Facts:
    return {
        "unit_id": told.unit_id,
        "supervisor_id": told.supervisor_id,
        "active": told.active,
        "position": told.position,
    }
