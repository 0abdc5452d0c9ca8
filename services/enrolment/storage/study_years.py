"""The years of studies that budgets pay for; their money is in the ledger of the budgets."""

from dataclasses import fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.enrolment.domain.study_years import StudyYear, YearStatus
from services.enrolment.storage.tables.study import StudyRow, StudyYearRow


class StudyYears:
    """The caller owns the transaction, and has locked the study."""

    def __init__(self, session: Session):
        self._session = session

    def of(self, study_id: str) -> list[StudyYear]:
        """Every year of a study, the first one first."""
        self._session.flush()
        rows = self._session.scalars(
            select(StudyYearRow)
            .where(StudyYearRow.study_id == study_id)
            .order_by(StudyYearRow.fiscal_year)
        )
        return [_year(row) for row in rows]

    def save(self, year: StudyYear) -> None:
        self._session.merge(StudyYearRow(**vars(year)))

    def next_over(self, current_year: int) -> str | None:
        """A study that has begun and owes for a year that is over."""
        return self._session.scalar(
            select(StudyYearRow.study_id)
            .join(StudyRow, StudyRow.study_id == StudyYearRow.study_id)
            .where(
                StudyYearRow.status == YearStatus.COMMITTED,
                StudyYearRow.fiscal_year < current_year,
                StudyRow.started_on.is_not(None),
            )
            .order_by(StudyYearRow.fiscal_year, StudyYearRow.study_id)
            .limit(1)
            .with_for_update(of=StudyRow, skip_locked=True)
        )


def _year(row: Any) -> StudyYear:
    facts = {each.name: getattr(row, each.name) for each in fields(StudyYear)}
    return StudyYear(**facts | {"status": YearStatus(row.status)})
