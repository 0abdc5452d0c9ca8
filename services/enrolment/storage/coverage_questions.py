"""What re-opens the question whether enough stay on duty: units and absences to look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from services.enrolment.storage.tables import AbsenceRow, EmployeeRow
from services.enrolment.storage.tables.coverage import CoverageQuestionRow
from shared.ids import new_id


@dataclass(frozen=True, kw_only=True)
class CoverageQuestion:
    """last: None for all days ahead."""

    unit_id: str
    first: date
    last: date | None
    because: str


class CoverageQuestions:
    """Each is looked at once, by one process."""

    def __init__(self, session: Session):
        self._session = session

    def ask(self, unit_id: str, because: str) -> None:
        """Look at all days ahead of a unit, soon."""
        row = CoverageQuestionRow(question_id=new_id(), unit_id=unit_id, because=because)
        self._session.add(row)

    def claim(self, today: date, limit: int) -> list[CoverageQuestion]:
        """What was asked about units, each unit and reason once."""
        rows = self._session.execute(
            select(
                CoverageQuestionRow.question_id,
                CoverageQuestionRow.unit_id,
                CoverageQuestionRow.because,
            )
            .order_by(CoverageQuestionRow.question_id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        self._session.execute(
            delete(CoverageQuestionRow).where(
                CoverageQuestionRow.question_id.in_([row.question_id for row in rows])
            )
        )
        return [
            CoverageQuestion(unit_id=unit_id, first=today, last=None, because=because)
            for unit_id, because in sorted({(row.unit_id, row.because) for row in rows})
        ]

    def claim_absences(self, now: datetime, limit: int) -> tuple[int, list[CoverageQuestion]]:
        """Absences nobody has looked at: how many, and of which units and days.

        One that was cancelled or moved away too: whoever was away anyway may have been given a
        seat.
        """
        rows = self._session.execute(_UNSEEN.limit(limit)).all()
        self._session.execute(
            update(AbsenceRow)
            .where(AbsenceRow.absence_id.in_([row.absence_id for row in rows]))
            .values(looked_at=now, was_from=None, was_until=None)
        )
        found = self._session.execute(
            select(EmployeeRow.employee_id, EmployeeRow.unit_id).where(
                EmployeeRow.employee_id.in_([row.employee_id for row in rows])
            )
        )
        units = {one.employee_id: one.unit_id for one in found}
        asked = (
            CoverageQuestion(
                unit_id=units[row.employee_id],
                first=first,
                last=last,
                because="leave or study changed",
            )
            for row in rows
            if row.employee_id in units
            for first, last in _days_of(row)
        )
        return len(rows), list(asked)


def _days_of(row: Any) -> Iterator[tuple[date, date]]:
    yield row.starts_on, row.ends_on
    if row.was_from is not None:
        yield row.was_from, row.was_until


_UNSEEN = (
    select(
        AbsenceRow.absence_id,
        AbsenceRow.employee_id,
        AbsenceRow.starts_on,
        AbsenceRow.ends_on,
        AbsenceRow.was_from,
        AbsenceRow.was_until,
    )
    .where(AbsenceRow.looked_at.is_(None))
    .order_by(AbsenceRow.absence_id)
    .with_for_update(skip_locked=True)
)
