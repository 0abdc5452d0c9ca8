"""Who had a seat in which offering: a batch of events takes three statements, not one each."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.evaluation.storage.tables import EmployeeRow, SeatRow
from shared.bulk import Row, change_row, insert_rows
from shared.events.enrolment import EnrolmentCancelled, EnrolmentDeclined, EnrolmentEnrolled

Told = EnrolmentEnrolled | EnrolmentCancelled | EnrolmentDeclined

_KNOWN = "seats"
_COLUMNS = [column.name for column in SeatRow.__table__.columns]


class Seats:
    """Seats by enrolment. Given and given up may arrive in any order."""

    def __init__(self, session: Session):
        self._session = session
        self._known: dict[str, Row] = session.info.setdefault(_KNOWN, {})

    def load(self, told: Iterable[Told]) -> None:
        """Lock the seats that a batch of events is about, and make those that are new."""
        wanted = {one.enrolment_id: one for one in told if one.enrolment_id not in self._known}
        if not wanted:
            return
        new = {row["enrolment_id"]: row for row in self._make(list(wanted.values()))}
        self._known |= new
        self._known |= self._lock(wanted.keys() - new.keys())

    def give(self, told: EnrolmentEnrolled) -> None:
        """Somebody has a seat from now on."""
        self._set(told, "seated_at")

    def give_up(self, told: EnrolmentCancelled | EnrolmentDeclined) -> None:
        """Somebody has no seat any longer, or asks for none."""
        self._set(told, "ended_at")

    def is_held(self, told: Told) -> bool:
        """Whether a seat was not given up; that may have arrived first."""
        self.load([told])
        return self._known[told.enrolment_id]["ended_at"] is None

    def _set(self, told: Told, moment: str) -> None:
        self.load([told])
        row = self._known[told.enrolment_id]
        row[moment] = told.occurred_at.astimezone(UTC)
        change_row(self._session, SeatRow, "enrolment_id", row)

    def _make(self, told: Sequence[Told]) -> list[Row]:
        units = self._units({one.employee_id for one in told})
        rows = [
            _row(one, units.get(one.employee_id))
            for one in sorted(told, key=lambda one: one.enrolment_id)
        ]
        stored = insert_rows(
            self._session, SeatRow, rows, if_absent=True, returning=("enrolment_id",)
        )
        fresh = {enrolment_id for (enrolment_id,) in stored}
        return [row for row in rows if row["enrolment_id"] in fresh]

    def _lock(self, enrolment_ids: Iterable[str]) -> dict[str, Row]:
        wanted = sorted(enrolment_ids)
        if not wanted:
            return {}
        rows = self._session.execute(
            select(SeatRow.__table__)
            .where(SeatRow.enrolment_id.in_(wanted))
            .order_by(SeatRow.enrolment_id)
            .with_for_update()
        )
        return {row.enrolment_id: dict(row._mapping) for row in rows}

    def _units(self, employee_ids: Iterable[str]) -> dict[str, str]:
        rows = self._session.execute(
            select(EmployeeRow.employee_id, EmployeeRow.unit_id).where(
                EmployeeRow.employee_id.in_(sorted(employee_ids)), EmployeeRow.active
            )
        )
        return dict(rows.all())


def _row(told: Told, unit_id: str | None) -> Row:
    moment: datetime | None = None
    values: dict[str, Any] = {
        "enrolment_id": told.enrolment_id,
        "offering_id": told.offering_id,
        "employee_id": told.employee_id,
        "unit_id": unit_id,
        "seated_at": moment,
        "ended_at": moment,
    }
    return {name: values[name] for name in _COLUMNS}
