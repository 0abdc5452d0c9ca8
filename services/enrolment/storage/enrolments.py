"""The enrolments. Whatever changes one publishes what it means, in the same breath."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from services.enrolment.domain.enrolment import TAKING_PART, UNDER_WAY, Enrolment, Status
from services.enrolment.storage.tables import EmployeeRow, EnrolmentRow, OfferingRow
from shared.bulk import add_rows, change_row, write_rows
from shared.errors import NotFound
from shared.events import Event
from shared.messaging import publish

_CHANGING = (
    "status",
    "approver_id",
    "decided_by",
    "reason",
    "completed_at",
    "score",
    "comment",
    "queue_number",
    "escalated_at",
    "next_at",
    "override_reason",
    "cancelled_late",
)
_VERSIONS = "enrolment versions"

Found = Select[EnrolmentRow]


@dataclass
class _Version:
    """How many events an enrolment has published so far."""

    version: int


class Enrolments:
    """Enrolments as domain objects; the caller owns the transaction.

    Those that were given out with a lock, or added, can be saved.
    """

    def __init__(self, session: Session):
        self._session = session
        self._versions: dict[str, _Version] = session.info.setdefault(_VERSIONS, {})

    def get(self, enrolment_id: str) -> Enrolment:
        """Raises NotFound."""
        return self._one(enrolment_id, _ONE)

    def lock(self, enrolment_id: str) -> Enrolment:
        """The same, unchanged by others until the commit. Raises NotFound."""
        return self._one(enrolment_id, _ONE_LOCKED)

    def taking_part(
        self, offering_id: str, employee_ids: Sequence[str], *, lock: bool = True
    ) -> dict[str, Enrolment]:
        """The one enrolment of each of these employees that counts, locked, by employee."""
        found = (
            select(EnrolmentRow)
            .where(
                EnrolmentRow.offering_id == offering_id,
                EnrolmentRow.employee_id.in_(employee_ids),
                EnrolmentRow.status.in_(TAKING_PART),
            )
            .order_by(EnrolmentRow.enrolment_id)
        )
        people = self._all(found.with_for_update() if lock else found)
        return {one.employee_id: one for one in people}

    def of_offering(self, offering_id: str, *statuses: Status) -> list[Enrolment]:
        """Those of an offering that stand like this, locked, by id."""
        return self._all(
            select(EnrolmentRow)
            .where(EnrolmentRow.offering_id == offering_id, EnrolmentRow.status.in_(statuses))
            .order_by(EnrolmentRow.enrolment_id)
            .with_for_update()
        )

    def results_of(self, offering_id: str) -> int:
        """How many learners have completed an offering, or not."""
        write_rows(self._session)
        ended = (Status.COMPLETED, Status.NOT_COMPLETED)
        return (
            self._session.scalar(
                select(func.count()).where(
                    EnrolmentRow.offering_id == offering_id, EnrolmentRow.status.in_(ended)
                )
            )
            or 0
        )

    def under_way(self, employee_id: str, after: datetime) -> list[Enrolment]:
        """What somebody asked for, waits for or has a seat in, and that begins later; by id."""
        return self._all(
            select(EnrolmentRow)
            .join(OfferingRow, OfferingRow.offering_id == EnrolmentRow.offering_id)
            .where(
                EnrolmentRow.employee_id == employee_id,
                EnrolmentRow.status.in_(UNDER_WAY),
                OfferingRow.starts_at > after,
            )
            .order_by(EnrolmentRow.enrolment_id)
        )

    def open_requests(self, employee_ids: Sequence[str]) -> list[Enrolment]:
        """What these employees ask for, or are asked to decide; locked, by id."""
        return self._all(
            select(EnrolmentRow)
            .where(
                EnrolmentRow.status == Status.REQUESTED,
                or_(
                    EnrolmentRow.employee_id.in_(employee_ids),
                    EnrolmentRow.approver_id.in_(employee_ids),
                ),
            )
            .order_by(EnrolmentRow.enrolment_id)
            .with_for_update()
        )

    def claim_due(self, now: datetime, limit: int) -> list[Enrolment]:
        """Those whose time has come, locked; what another process has in hand is its own."""
        return self._all(
            select(EnrolmentRow)
            .where(EnrolmentRow.next_at <= now)
            .order_by(EnrolmentRow.next_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )

    def completed_programmes(self, employee_id: str) -> set[str]:
        """The programmes that an employee has completed."""
        write_rows(self._session)
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
        version = self._versions[enrolment.enrolment_id] = _Version(0)
        publish(self._session, version, *events)
        add_rows(self._session, EnrolmentRow, [vars(enrolment) | vars(version)])

    def save(self, enrolment: Enrolment, events: Sequence[Event]) -> None:
        """Store what became of a locked enrolment and publish it."""
        version = self._versions[enrolment.enrolment_id]
        publish(self._session, version, *events)
        changed = {name: getattr(enrolment, name) for name in ("enrolment_id", *_CHANGING)}
        change_row(self._session, EnrolmentRow, "enrolment_id", changed | vars(version))

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
        return self._all(statement)

    def _one(self, enrolment_id: str, statement: Any) -> Enrolment:
        write_rows(self._session)
        row = self._session.execute(statement, {"wanted": enrolment_id}).first()
        if row is None:
            raise NotFound("enrolment", enrolment_id)
        self._versions[enrolment_id] = _Version(row.version)
        return _enrolment(row)

    def _all(self, found: Found) -> list[Enrolment]:
        """Also remembers their versions: with a lock, they stay what they are."""
        write_rows(self._session)
        rows = self._session.scalars(found, execution_options={"populate_existing": True}).all()
        self._versions |= {row.enrolment_id: _Version(row.version) for row in rows}
        return [_enrolment(row) for row in rows]


# Made once, of columns and not of objects: each approval runs both.
_ONE = select(EnrolmentRow.__table__).where(EnrolmentRow.enrolment_id == bindparam("wanted"))
_ONE_LOCKED = _ONE.with_for_update()
_NAMES = tuple(each.name for each in fields(Enrolment))


def _enrolment(row: Any) -> Enrolment:
    """row   with the columns of an enrolment"""
    facts = {name: getattr(row, name) for name in _NAMES}
    return Enrolment(**facts | {"status": Status(row.status)})
