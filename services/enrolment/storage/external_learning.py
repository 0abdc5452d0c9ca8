"""What was learned elsewhere."""

from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.enrolment.domain.external_learning import (
    STILL_COUNTS,
    ExternalLearning,
    LearningStatus,
)
from services.enrolment.storage.tables.records import ExternalLearningRow
from services.enrolment.storage.tables.roster import EmployeeRow
from shared.errors import NotFound


class ExternalLearnings:
    """What was learned elsewhere, as domain objects; the caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def lock(self, learning_id: str) -> ExternalLearning:
        """Unchanged by others until the commit. Raises NotFound."""
        row = self._session.get(
            ExternalLearningRow, learning_id, with_for_update=True, populate_existing=True
        )
        if row is None:
            raise NotFound("external learning", learning_id)
        return _learning(row)

    def same_as(self, learned: ExternalLearning) -> ExternalLearning | None:
        """What is the same and still counts, if anything.

        The employee's row stays locked, so that two calls at once cannot record it twice.
        """
        employee = select(EmployeeRow.employee_id).where(
            EmployeeRow.employee_id == learned.employee_id
        )
        self._session.execute(employee.with_for_update())
        row = self._session.scalars(
            select(ExternalLearningRow)
            .where(
                ExternalLearningRow.employee_id == learned.employee_id,
                func.lower(ExternalLearningRow.title) == learned.title.lower(),
                ExternalLearningRow.ends_on == learned.ends_on,
                ExternalLearningRow.status.in_(STILL_COUNTS),
            )
            .limit(1)
        ).first()
        return _learning(row) if row else None

    def save(self, learned: ExternalLearning) -> None:
        """Store something new, or what became of it."""
        hours = Decimal(str(learned.learning_hours))
        self._session.merge(ExternalLearningRow(**vars(learned) | {"learning_hours": hours}))

    def page(self, wanted: Any) -> Sequence[ExternalLearning]:
        """wanted: employee_id, status, after, limit. By id."""
        found = select(ExternalLearningRow).order_by(ExternalLearningRow.learning_id)
        for name in ("employee_id", "status"):
            if (value := getattr(wanted, name)) is not None:
                found = found.where(getattr(ExternalLearningRow, name) == value)
        if wanted.after:
            found = found.where(ExternalLearningRow.learning_id > wanted.after)
        return [_learning(row) for row in self._session.scalars(found.limit(wanted.limit))]


def _learning(row: ExternalLearningRow) -> ExternalLearning:
    facts = {each.name: getattr(row, each.name) for each in fields(ExternalLearning)}
    return ExternalLearning(
        **facts
        | {"status": LearningStatus(row.status), "learning_hours": float(row.learning_hours)}
    )
