"""The ledger of learning hours (JP): only ever appended, a mistake is a counter-entry."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.enrolment.domain.completion import hours_earned
from services.enrolment.domain.enrolment import Enrolment
from services.enrolment.domain.external_learning import ExternalLearning
from services.enrolment.domain.hours import HoursEntry
from services.enrolment.domain.programme import Programme
from services.enrolment.storage.rule_numbers import calendar_of
from services.enrolment.storage.tables.records import HoursEntryRow
from shared.bulk import add_rows, write_rows
from shared.events.enrolment import Certificate
from shared.ids import new_id


class HoursLedger:
    """Entries by employee and year of the office's zone; the caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def credit(
        self, completed: Enrolment, programme: Programme, certificate: Certificate, now: datetime
    ) -> None:
        """Enter the hours of a completion, in the year in which it was reached."""
        completed_at = completed.completed_at or now
        entry = {
            "employee_id": completed.employee_id,
            "year": calendar_of(self._session).day_of(completed_at).year,
            "hours": Decimal(str(hours_earned(programme))),
            "enrolment_id": completed.enrolment_id,
            "learning_id": None,
            "title": completed.title,
            "reason": "completed",
            "evidence": certificate.code,
        }
        self._append(entry, now)

    def credit_external(self, confirmed: ExternalLearning, now: datetime) -> None:
        """Enter the hours of something learned elsewhere, in the year of its last day."""
        entry = {
            "employee_id": confirmed.employee_id,
            "year": confirmed.ends_on.year,
            "hours": Decimal(str(confirmed.learning_hours)),
            "enrolment_id": None,
            "learning_id": confirmed.learning_id,
            "title": confirmed.title,
            "reason": "confirmed",
            "evidence": confirmed.evidence,
        }
        self._append(entry, now)

    def reverse_external(self, undone: ExternalLearning, now: datetime) -> None:
        """Enter what undoes the hours of something learned elsewhere."""
        self._counter(HoursEntryRow.learning_id == undone.learning_id, now)

    def reverse(self, enrolment: Enrolment, now: datetime) -> None:
        """Enter what undoes the hours of an enrolment, in the year they were credited."""
        self._counter(HoursEntryRow.enrolment_id == enrolment.enrolment_id, now)

    def of_year(self, employee_id: str, year: int) -> Sequence[HoursEntry]:
        """The entries of one employee and year, in the order they were made."""
        rows = self._session.scalars(
            select(HoursEntryRow)
            .where(HoursEntryRow.employee_id == employee_id, HoursEntryRow.year == year)
            .order_by(HoursEntryRow.entry_id)
        )
        return [
            HoursEntry(
                enrolment_id=row.enrolment_id,
                learning_id=row.learning_id,
                title=row.title,
                hours=float(row.hours),
                reason=row.reason,
                evidence=row.evidence,
                entered_at=row.entered_at,
            )
            for row in rows
        ]

    def _counter(self, of_this: Any, now: datetime) -> None:
        write_rows(self._session)
        balance: dict[int, Decimal] = {}
        entered = self._session.scalars(
            select(HoursEntryRow).where(of_this).order_by(HoursEntryRow.entry_id)
        ).all()
        for row in entered:
            balance[row.year] = balance.get(row.year, Decimal(0)) + row.hours
        for year, hours in balance.items():
            if hours:
                self._append(_undoing(entered[-1], year, -hours), now)

    def _append(self, entry: dict[str, Any], now: datetime) -> None:
        add_rows(
            self._session, HoursEntryRow, [{"entry_id": new_id()} | entry | {"entered_at": now}]
        )


def _undoing(row: HoursEntryRow, year: int, hours: Decimal) -> dict[str, Any]:
    return {
        "employee_id": row.employee_id,
        "year": year,
        "hours": hours,
        "enrolment_id": row.enrolment_id,
        "learning_id": row.learning_id,
        "title": row.title,
        "reason": "reversed",
        "evidence": row.evidence,
    }
