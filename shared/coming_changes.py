"""Changes of employees that HR dates ahead (`effective_on`): kept until their day.

Every service that copies facts of employees keeps what is coming in a table of its own. A day
begins and ends in the office's zone. For one employee and day, what HR said last counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.columns import Instant
from shared.database import insert_or_update
from shared.events.hr import EmployeeChanged

Facts = dict[str, Any]
"""What a service keeps of an employee, of plain types."""


class ComingColumns:
    """The columns of such a table; a service's row class adds its name.

    base   what was expected for that day when it was announced; None: nothing
    """

    employee_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    effective_on: Mapped[date] = mapped_column(sa.Date, primary_key=True, index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    base: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    changed_at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, kw_only=True)
class ComingChange:
    """What HR announced for a day.

    base      what was expected for that day until then
    follows   facts that change only with another one, by name; see ComingChanges
    """

    employee_id: str
    effective_on: date
    facts: Facts
    base: Facts | None
    changed_at: datetime
    follows: Mapping[str, str] = field(default_factory=dict)

    def on_its_day(self, known: Facts | None) -> Facts:
        """What is true from that day on. known: what HR has said until then; None: nothing.

        A message holds all facts, also those that it does not mean to change: whatever was
        corrected since it was announced stays corrected.
        """
        if known is None or self.base is None:
            return self.facts
        leads = {name: self.follows.get(name, name) for name in self.facts}
        meant = [name for name, lead in leads.items() if self.facts[lead] != self.base.get(lead)]
        return known | {name: self.facts[name] for name in meant}

    def counts_from(self, known: datetime | None, zone: ZoneInfo) -> datetime:
        """Its `changed_at` once it took effect: what was said before its day is older.

        known   `changed_at` of what was known until then
        """
        begins = datetime.combine(self.effective_on, time(), zone)
        return max(self.changed_at, begins, known or begins).astimezone(UTC)


def lies_ahead(told: EmployeeChanged, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a message speaks of a day that has not begun."""
    return told.effective_on is not None and told.effective_on > now.astimezone(zone).date()


class ComingChanges:
    """What is coming for employees.

    row       the class of the service's table
    follows   facts that change only with another one, by name: a number that is sealed anew each
              time always looks changed, its mark tells whether it is
    """

    def __init__(self, session: Session, row: Any, follows: Mapping[str, str] | None = None):
        self._session = session
        self._row = row
        self._follows = follows or {}

    def of(self, employee_id: str) -> Sequence[ComingChange]:
        """What is announced for an employee, by day."""
        rows = self._session.scalars(
            select(self._row)
            .where(self._row.employee_id == employee_id)
            .order_by(self._row.effective_on)
        )
        return [self._change(row) for row in rows]

    def keep(self, told: EmployeeChanged, facts: Facts, known: Facts | None) -> None:
        """Until its day, unless something newer was announced for that day.

        facts   of the message, as the service keeps them
        known   of the employee today; the caller has locked it. None: nothing
        """
        values = {
            "employee_id": told.employee_id,
            "effective_on": told.effective_on,
            "facts": facts,
            "base": self._expected(told, known),
            "changed_at": told.changed_at,
        }
        statement = insert_or_update(self._session, self._row.__table__).values(values)
        self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["employee_id", "effective_on"],
                set_={name: values[name] for name in ("facts", "base", "changed_at")},
                where=self._row.changed_at <= statement.excluded.changed_at,
            )
        )

    def take_due(self, now: datetime, zone: ZoneInfo) -> ComingChange | None:
        """One whose day has come, the oldest first, no longer kept; others' are left alone."""
        row = self._row
        found = self._session.scalars(
            select(row)
            .where(row.effective_on <= now.astimezone(zone).date())
            .order_by(row.effective_on, row.employee_id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if found is None:
            return None
        self._session.execute(
            delete(row).where(
                row.employee_id == found.employee_id, row.effective_on == found.effective_on
            )
        )
        return self._change(found)

    def _expected(self, told: EmployeeChanged, known: Facts | None) -> Facts | None:
        """What is known, with what is announced for the days before."""
        for change in self.of(told.employee_id):
            if told.effective_on and change.effective_on < told.effective_on:
                known = change.on_its_day(known)
        return known

    def _change(self, row: Any) -> ComingChange:
        return ComingChange(
            employee_id=row.employee_id,
            effective_on=row.effective_on,
            facts=row.facts,
            base=row.base,
            changed_at=row.changed_at,
            follows=self._follows,
        )
