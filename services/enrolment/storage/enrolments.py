"""The enrolments. Whatever changes one publishes what it means, in the same breath."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.enrolment.domain.enrolment import TAKING_PART, Enrolment, Status
from services.enrolment.storage.tables import EmployeeRow, EnrolmentRow
from shared.errors import NotFound
from shared.events import Event
from shared.messaging import publish

_CHANGING = ("status", "approver_id", "decided_by", "reason", "completed_at", "score")


class Enrolments:
    """Enrolments as domain objects; the caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def get(self, enrolment_id: str) -> Enrolment:
        """Raises NotFound."""
        return _enrolment(self._row(enrolment_id))

    def lock(self, enrolment_id: str) -> Enrolment:
        """The same, unchanged by others until the commit. Raises NotFound."""
        return _enrolment(self._row(enrolment_id, with_for_update=True))

    def taking_part(self, offering_id: str, employee_ids: Sequence[str]) -> dict[str, Enrolment]:
        """The one enrolment of each of these employees that counts, locked, by employee."""
        rows = self._session.scalars(
            select(EnrolmentRow)
            .where(
                EnrolmentRow.offering_id == offering_id,
                EnrolmentRow.employee_id.in_(employee_ids),
                EnrolmentRow.status.in_(TAKING_PART),
            )
            .order_by(EnrolmentRow.enrolment_id)
            .with_for_update()
        )
        return {row.employee_id: _enrolment(row) for row in rows}

    def completed_programmes(self, employee_id: str) -> set[str]:
        """The programmes that an employee has completed."""
        return set(
            self._session.scalars(
                select(EnrolmentRow.programme_id).where(
                    EnrolmentRow.employee_id == employee_id,
                    EnrolmentRow.status == Status.COMPLETED,
                )
            )
        )

    def add(self, enrolment: Enrolment, events: Sequence[Event]) -> None:
        """Store a new enrolment and publish its first events."""
        row = EnrolmentRow(**vars(enrolment), version=0)
        self._session.add(row)
        publish(self._session, row, *events)

    def save(self, enrolment: Enrolment, events: Sequence[Event]) -> None:
        """Store what became of a locked enrolment and publish it."""
        row = self._row(enrolment.enrolment_id)
        for name in _CHANGING:
            setattr(row, name, getattr(enrolment, name))
        publish(self._session, row, *events)

    def page(self, wanted: Any) -> Sequence[Enrolment]:
        """wanted: offering_id, employee_id, approver_id, unit_id, status, after, limit."""
        statement = select(EnrolmentRow).order_by(EnrolmentRow.enrolment_id).limit(wanted.limit)
        for name in ("offering_id", "employee_id", "approver_id", "status"):
            if (value := getattr(wanted, name)) is not None:
                statement = statement.where(getattr(EnrolmentRow, name) == value)
        if wanted.unit_id is not None:
            in_unit = select(EmployeeRow.employee_id).where(EmployeeRow.unit_id == wanted.unit_id)
            statement = statement.where(EnrolmentRow.employee_id.in_(in_unit))
        if wanted.after:
            statement = statement.where(EnrolmentRow.enrolment_id > wanted.after)
        return [_enrolment(row) for row in self._session.scalars(statement)]

    def _row(self, enrolment_id: str, **options: Any) -> EnrolmentRow:
        row = self._session.get(EnrolmentRow, enrolment_id, **options)
        if row is None:
            raise NotFound("enrolment", enrolment_id)
        return row


def _enrolment(row: EnrolmentRow) -> Enrolment:
    return Enrolment(
        enrolment_id=row.enrolment_id,
        employee_id=row.employee_id,
        offering_id=row.offering_id,
        programme_id=row.programme_id,
        title=row.title,
        status=Status(row.status),
        approver_id=row.approver_id,
        requested_by=row.requested_by,
        decided_by=row.decided_by,
        reason=row.reason,
        completed_at=row.completed_at,
        score=row.score,
    )
